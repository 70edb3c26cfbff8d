import { chmodSync, copyFileSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import {
  cosign,
  ed25519Signer,
  formatSignature,
  formatVerifierKey,
  fromBase64,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  type Policy,
  verifyConsistency,
  verifyProofFile,
} from '#audit';
import type { Answer } from '../ledger.ts';
import { negotiating, sale, TERMS } from '../negotiating.contract.ts';
import { openLedger } from '../open-ledger.ts';
import type { LogKeys } from './checkpoints.ts';

const P = 'acme~buildco';
const NOW = '2026-02-03T10:00:00.000Z';
const LATER = '2026-02-04T10:00:00.000Z';
const { ledger, dataDir, done, signedBoth, reopen } = negotiating();
const checkpoints = () => ledger().proofs.checkpoints;
const keysFile = (): string => join(dataDir(), 'proof-keys.json');

const valueOf = <T>(answer: Answer<T> | undefined): T => {
  if (answer?.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const codeOf = (answer: Answer<unknown>): string | undefined => (answer.kind === 'rejected' ? answer.rejections[0]?.code : 'answered');
const policyOf = ({ keys, witnesses }: LogKeys, quorum: 'none' | 'all' = 'none'): Policy => {
  const names = witnesses.map((_, index) => `w${index}`);
  const lines = [...keys.map(({ key }) => `log ${key}`), ...witnesses.map(({ key }, index) => `witness w${index} ${key}`)];
  const policy = parsePolicy(
    `${[...lines, ...(quorum === 'all' ? [`group everyone all ${names.join(' ')}`, 'quorum everyone'] : ['quorum none'])].join('\n')}\n`,
  );
  if (!policy.ok) throw new Error(JSON.stringify(policy.rejections));
  return policy.value;
};
const sell = async (...documents: readonly string[]): Promise<void> => {
  let token = '';
  for (const document of documents) token = (await done(sale(document, '2026-02-03', '100'))).token;
  await ledger().balance({ agreement: TERMS.id, atLeast: token });
};
const begun = async (): Promise<void> => {
  await signedBoth();
  await sell('d-1', 'd-2');
};
const entryAt = async (position: number): Promise<Uint8Array> => {
  for await (const entry of ledger().proofs.entries(P, position, position + 1)) return entry;
  throw new Error(`no entry ${position}`);
};

it('signs what the tree is, for a policy of the published keys, and proves that each checkpoint grew out of the one before', async () => {
  await begun();
  const first = valueOf(checkpoints().sign(P, 'asked', NOW));
  const keys = valueOf(checkpoints().keys(P, NOW));
  expect(openCheckpoint(first.note, policyOf(keys))).toMatchObject({
    ok: true,
    value: { origin: keys.origin, size: ledger().proofs.size(P) },
  });
  expect(first.origin).toMatch(/^ledger-[0-9a-f]{8}\/[0-9a-f]{32}$/);
  expect(valueOf(checkpoints().sign(P, 'asked', LATER))).toEqual(first);
  await sell('d-3');
  const second = valueOf(checkpoints().sign(P, 'asked', LATER));
  expect(second.size).toBe(first.size + 1);
  const { proof, fromRoot, toRoot } = valueOf(ledger().proofs.consistency(P, first.size, second.size));
  expect([fromRoot, toRoot]).toEqual([first.root, second.root]);
  const bytes = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();
  expect(
    verifyConsistency({
      olderSize: first.size,
      newerSize: second.size,
      olderRoot: bytes(first.root),
      newerRoot: bytes(second.root),
      proof: proof.map(bytes),
    }),
  ).toMatchObject({ ok: true });
  expect(checkpoints().all(P)).toEqual([first, second]);
  expect(codeOf(ledger().proofs.consistency(P, 3, 99))).toBe('SIZE_NOT_REACHED');
});

it('tells strangers nothing by the name of a log, and knows none of partnerships that are not there', async () => {
  await begun();
  const { origin } = valueOf(checkpoints().sign(P, 'asked', NOW));
  expect(origin).not.toContain('acme');
  expect(codeOf(checkpoints().sign('acme~nobody', 'asked', NOW))).toBe('PARTNERSHIP_UNKNOWN');
  expect(codeOf(checkpoints().keys('acme~nobody', NOW))).toBe('PARTNERSHIP_UNKNOWN');
  expect(codeOf(checkpoints().last('acme~nobody'))).toBe('CHECKPOINT_UNKNOWN');
});

it('gives each event a proof file, once a checkpoint covers it', async () => {
  await begun();
  expect(codeOf(ledger().proofs.proofFile(P, 0))).toBe('NOT_YET_SIGNED');
  const { size } = valueOf(checkpoints().sign(P, 'asked', NOW));
  const policy = policyOf(valueOf(checkpoints().keys(P, NOW)));
  for (let position = 0; position < size; position += 1) {
    const file = valueOf(ledger().proofs.proofFile(P, position));
    expect(verifyProofFile(file, await entryAt(position), policy)).toMatchObject({ ok: true, value: { index: position } });
    expect(verifyProofFile(file, await entryAt((position + 1) % size), policy).ok).toBe(false);
  }
  expect(codeOf(ledger().proofs.proofFile(P, size))).toBe('SIZE_NOT_REACHED');
});

it('keeps old keys published when they are replaced, forgets their private half, and signs anew', async () => {
  await begun();
  const before = valueOf(checkpoints().sign(P, 'asked', NOW));
  const { seed } = (JSON.parse(readFileSync(keysFile(), 'utf8')) as { readonly current: { readonly seed: string } }).current;
  const { keys } = ledger().proofs.rotateKeys(LATER);
  expect(keys).toMatchObject([{ until: LATER }, { from: LATER, until: null }]);
  expect(readFileSync(keysFile(), 'utf8')).not.toContain(seed);
  const after = valueOf(checkpoints().sign(P, 'asked', LATER));
  expect(after).toMatchObject({ size: before.size, root: before.root, signedAt: LATER });
  const published = valueOf(checkpoints().keys(P, LATER));
  expect(published.keys).toMatchObject([{ until: LATER }, { until: null }]);
  const newest = { ...published, keys: published.keys.slice(1) };
  expect([before, after].map(({ note }) => openCheckpoint(note, policyOf(published)).ok)).toEqual([true, true]);
  expect([before, after].map(({ note }) => openCheckpoint(note, policyOf(newest)).ok)).toEqual([false, true]);
  await reopen();
  expect(valueOf(checkpoints().sign(P, 'asked', LATER))).toEqual(after);
});

it('collects the cosignatures of the witnesses that were named, and proves by the checkpoint that most of them cosigned', async () => {
  await begun();
  const [acme, buildco, other] = ['acme.example/w', 'buildco.example/w', 'other.example/w'].map((name, index) =>
    ed25519Signer(name, 'cosignature', new Uint8Array(32).fill(index + 1)),
  );
  if (acme === undefined || buildco === undefined || other === undefined) throw new Error('three signers');
  for (const [signer, organisation] of [
    [acme, 'acme'],
    [buildco, 'buildco'],
  ] as const)
    valueOf(checkpoints().addWitness(P, formatVerifierKey(signer.key), organisation, NOW));
  const first = valueOf(checkpoints().sign(P, 'asked', NOW));
  const linesOf = (note: string, signer: typeof acme): string => {
    const parsed = parseNote(note);
    if (!parsed.ok) throw new Error('no note');
    return formatSignature(cosign(parsed.value.text, signer, 1_770_000_000));
  };
  expect(codeOf(checkpoints().cosign(P, first.size, linesOf(first.note, other)))).toBe('SIGNATURE_MISSING');
  expect(codeOf(checkpoints().cosign(P, first.size + 1, linesOf(first.note, acme)))).toBe('CHECKPOINT_UNKNOWN');
  valueOf(checkpoints().cosign(P, first.size, linesOf(first.note, acme)));
  expect(valueOf(checkpoints().cosign(P, first.size, linesOf(first.note, buildco))).cosignedBy).toEqual([acme.key.name, buildco.key.name]);
  expect(codeOf(checkpoints().cosign(P, first.size, linesOf(`other text\n\n— x AAAAAAAA\n`, acme)))).toBe('SIGNATURE_WRONG');
  await sell('d-3');
  valueOf(checkpoints().sign(P, 'asked', LATER));
  const keys = valueOf(checkpoints().keys(P, NOW));
  const proof = valueOf(ledger().proofs.proofFile(P, 1));
  expect(verifyProofFile(proof, await entryAt(1), policyOf(keys, 'all'))).toMatchObject({
    ok: true,
    value: { checkpoint: { size: first.size } },
  });
  expect(codeOf(checkpoints().addWitness(P, keys.keys[0]?.key ?? '', 'acme', NOW))).toBe('WITNESS_KEY_NOT_ALLOWED');
  expect(
    codeOf(
      checkpoints().addWitness(
        P,
        formatVerifierKey(ed25519Signer(acme.key.name, 'cosignature', new Uint8Array(32).fill(9)).key),
        'acme',
        NOW,
      ),
    ),
  ).toBe('WITNESS_KEY_NOT_ALLOWED');
  // The witness of one side is not the other side's to take away, nor to name in its own name.
  expect(codeOf(checkpoints().removeWitness(P, formatVerifierKey(acme.key), NOW, ['buildco']))).toBe('WITNESS_OF_OTHER');
  expect(codeOf(checkpoints().addWitness(P, formatVerifierKey(acme.key), 'buildco', NOW))).toBe('WITNESS_OF_OTHER');
  expect(valueOf(checkpoints().keys(P, NOW)).witnesses).toHaveLength(2);
  expect(valueOf(checkpoints().removeWitness(P, formatVerifierKey(acme.key), NOW, ['buildco', 'acme'])).witnesses).toHaveLength(1);
  expect(codeOf(checkpoints().removeWitness(P, formatVerifierKey(acme.key), NOW))).toBe('WITNESS_UNKNOWN');
});

it('signs by itself after a signature, after so many events, and what has grown', async () => {
  await begun();
  expect(valueOf(checkpoints().signDue(P, 1_000, NOW))).toMatchObject({ occasion: 'event' });
  expect(checkpoints().signDue(P, 1_000, NOW)).toBeUndefined();
  await sell('d-3', 'd-4');
  expect(checkpoints().signDue(P, 3, NOW)).toBeUndefined();
  expect(valueOf(checkpoints().signDue(P, 2, NOW))).toMatchObject({ occasion: 'schedule' });
  expect(checkpoints().signGrown(P, NOW)).toBeUndefined();
  await sell('d-5');
  expect(valueOf(checkpoints().signGrown(P, NOW))).toMatchObject({ occasion: 'schedule' });
});

it('keeps what was signed when the views are folded anew, and refuses to sign a log that was rewound', async () => {
  await begun();
  const first = valueOf(checkpoints().sign(P, 'asked', NOW));
  const copy = join(dataDir(), 'copy.db');
  await reopen(() => {
    copyFileSync(join(dataDir(), 'events.db'), copy);
    return Promise.resolve();
  });
  await sell('d-3');
  const second = valueOf(checkpoints().sign(P, 'asked', LATER));
  await ledger().rebuild({ check: false });
  expect(checkpoints().all(P)).toEqual([first, second]);
  expect(checkpoints().check(LATER)).toEqual([]);
  await reopen(() => {
    copyFileSync(copy, join(dataDir(), 'events.db'));
    for (const journal of ['events.db-wal', 'events.db-shm']) rmSync(join(dataDir(), journal), { force: true });
    return Promise.resolve();
  });
  await sell('another-3', 'another-4');
  const details = {
    size: String(first.size + 2),
    signedSize: String(second.size),
    same: String(first.size),
    partsBefore: String(second.size),
  };
  expect(checkpoints().check(LATER)).toMatchObject([{ partnership: P, rejection: { code: 'LOG_REWOUND', details } }]);
  expect(codeOf(checkpoints().sign(P, 'asked', LATER))).toBe('LOG_REWOUND');
  expect(checkpoints().evidence(P)).toMatchObject([{ kept: second.note, size: first.size + 2 }]);
  expect(valueOf(checkpoints().last(P))).toEqual(second);
  const anew = valueOf(checkpoints().restart(P, 'the disk was lost', LATER));
  expect(anew.origin).not.toBe(second.origin);
  expect(checkpoints().faults()).toEqual([]);
  expect(codeOf(checkpoints().restart(P, 'again', LATER))).toBe('LOG_INTACT');
});

it('makes keys for the owner alone, and uses none that others can read, nor those of another ledger', async () => {
  await begun();
  const first = valueOf(checkpoints().sign(P, 'asked', NOW));
  expect(statSync(keysFile()).mode & 0o777).toBe(0o600);
  const content = readFileSync(keysFile(), 'utf8');
  await reopen(async () => {
    chmodSync(keysFile(), 0o640);
    await expect(openLedger({ dataDir: dataDir() })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringContaining('mode 0640') as unknown,
    });
    rmSync(keysFile());
    const given = await openLedger({ dataDir: dataDir(), proofKeys: content });
    expect(given.proofs.checkpoints.sign(P, 'asked', NOW)).toEqual({ kind: 'answer', value: first });
    expect(() => given.proofs.rotateKeys(NOW)).toThrow('from the environment');
    await given.close();
    await expect(openLedger({ dataDir: dataDir(), proofKeys: '{}' })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    const named = await openLedger({ dataDir: dataDir(), ledgerName: 'ledger.example' });
    expect(named.proofs.ledgerKeys().ledger).toBe('ledger.example');
    expect(codeOf(named.proofs.checkpoints.sign(P, 'asked', NOW))).toBe('PROOF_KEYS_DIFFER');
    await named.close();
  });
});

it('signs the root of RFC 6962, which the note says', async () => {
  await begun();
  const { note, root } = valueOf(checkpoints().sign(P, 'asked', NOW));
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  expect(checkpoint.ok && Buffer.from(checkpoint.value.root).toString('base64')).toBe(root);
});
