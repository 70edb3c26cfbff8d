import type { Ledger, LogKeys, SignedCheckpoint } from '#ledger';
import { parseTilePath, tarOf } from '#audit';
import { answerOf, requestBytes, requestStream } from '../client/http-request.ts';
import type { ProofSource } from './source.ts';

/** The ledger in this process; as the machine's administrator it signs what it has. */
export const sourceHere = (ledger: Ledger): ProofSource => ({
  checkpoint: (partnership) => {
    const signed = ledger.proofs.checkpoints.sign(partnership, 'asked', new Date().toISOString());
    return Promise.resolve(signed.kind === 'answer' ? { kind: 'answer', value: signed.value.note } : signed);
  },
  keys: (partnership) => Promise.resolve(ledger.proofs.checkpoints.keys(partnership, new Date().toISOString())),
  tile: async (partnership, path) => {
    const tile = parseTilePath(path);
    return tile === undefined ? undefined : ledger.proofs.tile(partnership, tile);
  },
  claims: (partnership, size) => ledger.audits.claims({ partnership, size }),
  bundle: async (request) => {
    const bundle = await ledger.audits.bundle(request);
    return bundle.kind === 'answer' ? { kind: 'answer', value: tarOf(bundle.value.name, bundle.value.files) } : bundle;
  },
});

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** The same behind a server. Who may only read takes the newest checkpoint that was signed. */
export const sourceAt = (server: string): ProofSource => ({
  checkpoint: async (partnership) => {
    const signed = await answerOf<SignedCheckpoint>(server, ['partnerships', partnership, 'log', 'checkpoints'], { method: 'POST' });
    if (signed.kind === 'answer') return { kind: 'answer', value: signed.value.note };
    const last = await requestBytes(server, ['partnerships', partnership, 'log', 'checkpoint']);
    return last.kind === 'answer' ? { kind: 'answer', value: textOf(last.value) } : last;
  },
  keys: (partnership) => answerOf<LogKeys>(server, ['partnerships', partnership, 'log', 'keys']),
  tile: async (partnership, path) => {
    const received = await requestBytes(server, ['partnerships', partnership, 'log', ...path.split('/')]);
    return received.kind === 'answer' ? received.value : undefined;
  },
  claims: async (partnership, size) => {
    const received = await requestBytes(server, ['partnerships', partnership, 'claimed-figures'], { size });
    return received.kind === 'answer' ? { kind: 'answer', value: textOf(received.value) } : received;
  },
  bundle: (request) =>
    'partnership' in request
      ? requestStream(server, ['partnerships', request.partnership, 'bundle'])
      : requestStream(server, ['agreements', request.agreement, 'bundle'], { from: request.from, to: request.to }),
});
