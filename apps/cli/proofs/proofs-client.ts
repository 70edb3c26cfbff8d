import { type Tile, tilePath } from '#audit';
import type { Consistency, Contradiction, Ledger, LedgerKeys, LogKeys, SignedCheckpoint, WitnessStanding } from '#ledger';
import { Addresses } from '#outbound';
import { openHere } from '../client/embedded.ts';
import { answerOf, requestBytes } from '../client/http-request.ts';
import { placeOf, type Where } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';

/** What the commands need of a ledger's proofs, wherever it is: in this process, or behind a server. */
export type ProofsClient = {
  last(partnership: string): Promise<SignedCheckpoint>;
  sign(partnership: string): Promise<SignedCheckpoint>;
  keys(partnership: string): Promise<LogKeys>;
  /** With an address it is handed each newer checkpoint. */
  addWitness(partnership: string, key: string, url?: string): Promise<LogKeys>;
  witnesses(partnership: string): Promise<readonly WitnessStanding[]>;
  contradictions(partnership: string): Promise<readonly Contradiction[]>;
  removeWitness(partnership: string, key: string): Promise<LogKeys>;
  restart(partnership: string, reason: string): Promise<SignedCheckpoint>;
  ledgerKeys(): Promise<LedgerKeys>;
  rotateKeys(): Promise<LedgerKeys>;
  cosign(partnership: string, size: number, lines: string): Promise<SignedCheckpoint>;
  /** That the log of one size grew out of that of another. */
  consistency(partnership: string, from: number, to: number): Promise<Consistency>;
  /** The newest checkpoint as the log shows it to anybody. */
  note(partnership: string): Promise<string>;
  /** Undefined where the log has no such tile. */
  tile(partnership: string, tile: Tile): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
};

const overHttp = (server: string): ProofsClient => {
  const of = (partnership: string, ...path: readonly string[]): string[] => ['partnerships', partnership, 'log', ...path];
  const ask = async <T>(path: readonly string[], sent: Parameters<typeof answerOf>[2] = {}): Promise<T> =>
    valueOf(await answerOf<T>(server, path, sent));
  return {
    last: async (partnership) => {
      const { items } = await ask<{ readonly items: readonly SignedCheckpoint[] }>(of(partnership, 'checkpoints'), { query: { limit: 1 } });
      return items[0] ?? valueOf(await answerOf<SignedCheckpoint>(server, of(partnership, 'checkpoint')));
    },
    sign: (partnership) => ask(of(partnership, 'checkpoints'), { method: 'POST', body: {} }),
    keys: (partnership) => ask(of(partnership, 'keys')),
    addWitness: (partnership, key, url) =>
      ask(of(partnership, 'witnesses'), { method: 'POST', body: { key, ...(url === undefined ? {} : { url }) } }),
    witnesses: async (partnership) => (await ask<{ readonly items: readonly WitnessStanding[] }>(of(partnership, 'witnesses'))).items,
    contradictions: async (partnership) =>
      (await ask<{ readonly items: readonly Contradiction[] }>(of(partnership, 'contradictions'))).items,
    removeWitness: (partnership, key) => ask(of(partnership, 'witnesses'), { method: 'DELETE', query: { key } }),
    restart: (partnership, reason) => ask(of(partnership, 'restarts'), { method: 'POST', body: { reason } }),
    ledgerKeys: () => ask(['proofs', 'keys']),
    rotateKeys: () => ask(['proofs', 'keys', 'rotations'], { method: 'POST', body: {} }),
    cosign: (partnership, size, lines) => ask(of(partnership, 'cosignatures'), { method: 'POST', body: { size, lines } }),
    consistency: (partnership, from, to) => ask(['partnerships', partnership, 'proofs', 'consistency'], { query: { from, to } }),
    note: async (partnership) => Buffer.from(valueOf(await requestBytes(server, of(partnership, 'checkpoint')))).toString('utf8'),
    tile: async (partnership, tile) => {
      const answer = await requestBytes(server, of(partnership, ...tilePath(tile).split('/')));
      if (answer.kind === 'rejected' && answer.rejections[0]?.code === 'TILE_MISSING') return undefined;
      return valueOf(answer);
    },
    close: () => Promise.resolve(),
  };
};

const now = (): string => new Date().toISOString();

/** Only what an address looks like: the server that sends there judges where it leads. */
const checkUrl = (url: string | undefined): void => {
  const reason = url === undefined ? undefined : new Addresses({ open: true, networks: [] }).refusalOfUrl(url);
  if (reason !== undefined)
    throw failure(
      'WITNESS_URL_NOT_ALLOWED',
      `A witness cannot have this address: ${reason}.`,
      'Give the address at which rebate witness serve answers.',
      { place: '--url', value: url ?? '' },
      EXIT.refused,
    );
};

const embedded = (ledger: Ledger): ProofsClient => {
  const { proofs } = ledger;
  const { checkpoints } = proofs;
  const soon = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
  return {
    last: (partnership) => soon(() => valueOf(checkpoints.last(partnership))),
    sign: (partnership) => soon(() => valueOf(checkpoints.sign(partnership, 'asked', now()))),
    keys: (partnership) => soon(() => valueOf(checkpoints.keys(partnership, now()))),
    addWitness: (partnership, key, url) =>
      soon(() => {
        checkUrl(url);
        const named = valueOf(checkpoints.addWitness(partnership, key, 'this machine', now()));
        if (url !== undefined) valueOf(proofs.witnesses.handTo(partnership, key, url, now()));
        return named;
      }),
    witnesses: (partnership) => soon(() => proofs.witnesses.list(partnership)),
    contradictions: (partnership) => soon(() => proofs.witnesses.contradictions(partnership)),
    removeWitness: (partnership, key) => soon(() => valueOf(checkpoints.removeWitness(partnership, key, now()))),
    restart: (partnership, reason) => soon(() => valueOf(checkpoints.restart(partnership, reason, now()))),
    ledgerKeys: () => soon(() => proofs.ledgerKeys()),
    rotateKeys: () => soon(() => proofs.rotateKeys(now())),
    cosign: (partnership, size, lines) => soon(() => valueOf(checkpoints.cosign(partnership, size, lines))),
    consistency: (partnership, from, to) => soon(() => valueOf(proofs.consistency(partnership, from, to))),
    note: (partnership) => soon(() => valueOf(checkpoints.last(partnership)).note),
    tile: (partnership, tile) => proofs.tile(partnership, tile),
    close: () => ledger.close(),
  };
};

/** Opens, asks, and closes whatever happened. */
export const withProofs = async <T>(where: Where, use: (client: ProofsClient) => Promise<T>): Promise<T> => {
  const place = placeOf(where);
  const client = 'server' in place ? overHttp(place.server) : embedded(await openHere(place.data));
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};
