import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toBase64 } from '../encoding/base64.ts';
import { portableHasher } from '../merkle/hashing.ts';
import { consistencyProof } from '../merkle/prove.ts';
import { rootAt } from '../merkle/subtrees.ts';
import { formatCheckpoint } from '../notes/checkpoint.ts';
import { signNote } from '../notes/sign-note.ts';
import { verifierKey } from '../notes/verifier-key.ts';
import { verifyNote } from '../notes/verify-note.ts';
import { logOf, logSigner, ORIGIN, otherLogSigner, valueOf, witnessOne, witnessTwo } from '../testing/log.ts';
import { formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
import { withCosignatures } from './collect-cosignatures.ts';
import { originHash } from './origin-hash.ts';
import { decideAddCheckpoint, type Witness, type WitnessDecision } from './witness.ts';

const NOW = 1_770_000_000;
const honest = logOf(Array.from({ length: 64 }, (_, at) => Uint8Array.of(at)));
/** The same history, but for the entry with index 10. */
const forked = logOf(Array.from({ length: 64 }, (_, at) => Uint8Array.of(at === 10 ? 200 : at)));

const signed = (log: typeof honest, size: number, signer = logSigner): string =>
  signNote(formatCheckpoint({ origin: ORIGIN, size, root: rootAt(log.read, portableHasher, size), extensions: [] }), signer);
const request = (log: typeof honest, oldSize: number, size: number): string =>
  formatAddCheckpoint({ oldSize, proof: consistencyProof(log.read, oldSize, size), checkpoint: signed(log, size) });

const witnessAt = (last?: string): Witness => ({
  logs: [logSigner.key],
  signer: witnessOne,
  lastOf: (origin) => (origin === ORIGIN ? last : undefined),
});
/** What the witness keeps after it has cosigned this size. */
const keptAt = (size: number): string => {
  const decision = decideAddCheckpoint(witnessAt(), request(honest, 0, size), NOW);
  if (decision.kind !== 'cosigned') throw new Error(decision.rejection.message);
  return decision.remember;
};
const ask = (last: string | undefined, body: string): WitnessDecision => decideAddCheckpoint(witnessAt(last), body, NOW);

describe('a witness', () => {
  it('given nothing, when a first checkpoint comes, then cosigns and remembers it', () => {
    const decision = ask(undefined, request(honest, 0, 5));
    if (decision.kind !== 'cosigned') throw new Error(decision.rejection.message);
    expect(decision).toMatchObject({ status: 200, origin: ORIGIN, size: 5 });
    const verified = valueOf(verifyNote(signed(honest, 5) + decision.body, [logSigner.key, witnessOne.key])).verified;
    expect(verified.map(({ key, seconds }) => [key.name, seconds])).toEqual([
      [ORIGIN, undefined],
      [witnessOne.key.name, NOW],
    ]);
    expect(valueOf(verifyNote(decision.remember, [logSigner.key, witnessOne.key])).verified).toHaveLength(2);
  });

  it('given a checkpoint, when one comes that grew from it, then cosigns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 64 }), (a, b) => {
        const [older, newer] = [Math.min(a, b), Math.max(a, b)];
        expect(ask(keptAt(older), request(honest, older, newer)).status).toBe(200);
      }),
      { numRuns: 15 },
    );
  });

  it('given a checkpoint, when one of the same size and another root comes, then refuses with both as evidence', () => {
    const kept = keptAt(20);
    expect(ask(kept, request(forked, 20, 20))).toMatchObject({
      kind: 'refused',
      status: 422,
      rejection: { code: 'NOT_CONSISTENT' },
      evidence: { kind: 'splitView', kept, offered: signed(forked, 20), from: 0, to: 20 },
    });
    expect(ask(kept, request(forked, 0, 20))).toMatchObject({ status: 409, evidence: { kind: 'splitView' } });
  });

  it('given a checkpoint, when a history comes that did not grow from it, then refuses with both as evidence', () => {
    const kept = keptAt(20);
    expect(ask(kept, request(forked, 20, 40))).toMatchObject({
      kind: 'refused',
      status: 422,
      evidence: { kind: 'unproven', kept, offered: signed(forked, 40), from: 0, to: 20 },
    });
  });

  it('given a checkpoint, when a smaller one comes, then answers the size it knows and keeps the evidence', () => {
    const kept = keptAt(20);
    expect(ask(kept, request(honest, 0, 8))).toMatchObject({
      kind: 'refused',
      status: 409,
      body: '20\n',
      contentType: 'text/x.tlog.size',
      rejection: { code: 'OLD_SIZE_STALE' },
      evidence: { kind: 'rewound', from: 8, to: 20 },
    });
  });

  it('given a checkpoint, when the request begins elsewhere, then answers the size it knows', () => {
    for (const old of [0, 19, 21]) {
      const decision = ask(keptAt(20), request(honest, old, 40));
      expect(decision).toMatchObject({ kind: 'refused', status: 409, body: '20\n', contentType: 'text/x.tlog.size' });
      expect(decision).not.toHaveProperty('evidence');
    }
  });

  it('given nothing, when the request begins at some size, then answers 0', () => {
    expect(ask(undefined, request(honest, 3, 5))).toMatchObject({ status: 409, body: '0\n' });
  });

  it.each<[string, string, number, string]>([
    ['an unknown log', request(honest, 0, 5).replaceAll(ORIGIN, 'other.example'), 404, 'LOG_UNKNOWN'],
    [
      'the signature of another key',
      formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: signed(honest, 5, otherLogSigner) }),
      403,
      'SIGNATURE_MISSING',
    ],
    ['a signature of another text', request(honest, 0, 5).replace('\n5\n', '\n6\n'), 403, 'SIGNATURE_WRONG'],
    ['a beginning beyond its end', formatAddCheckpoint({ oldSize: 6, proof: [], checkpoint: signed(honest, 5) }), 400, 'OLD_SIZE_AHEAD'],
    [
      'a proof from nothing',
      formatAddCheckpoint({ oldSize: 0, proof: [portableHasher.empty], checkpoint: signed(honest, 5) }),
      422,
      'PROOF_NOT_EMPTY',
    ],
    [
      'an empty tree with a root',
      formatAddCheckpoint({
        oldSize: 0,
        proof: [],
        checkpoint: signNote(formatCheckpoint({ origin: ORIGIN, size: 0, root: new Uint8Array(32), extensions: [] }), logSigner),
      }),
      422,
      'EMPTY_TREE_ROOT',
    ],
    ['no checkpoint', 'old 0\n\n', 400, 'NOTE_MALFORMED'],
    ['a note that is no checkpoint', `old 0\n\n${signNote('text\n', logSigner)}`, 400, 'CHECKPOINT_MALFORMED'],
    ['no first line', signed(honest, 5), 400, 'ADD_CHECKPOINT_MALFORMED'],
    ['a leading zero', request(honest, 0, 5).replace('old 0', 'old 00'), 400, 'ADD_CHECKPOINT_MALFORMED'],
    ['a short hash', `old 0\nAAAA\n\n${signed(honest, 5)}`, 400, 'ADD_CHECKPOINT_MALFORMED'],
    [
      'too long a proof',
      formatAddCheckpoint({ oldSize: 0, proof: Array.from({ length: 64 }, () => portableHasher.empty), checkpoint: signed(honest, 5) }),
      400,
      'ADD_CHECKPOINT_MALFORMED',
    ],
  ])('given nothing, when a request comes with %s, then refuses', (_, body, status, code) => {
    expect(ask(undefined, body)).toMatchObject({ kind: 'refused', status, rejection: { code } });
  });

  it('given a checkpoint, when its size is asked again with a proof, then refuses', () => {
    const body = formatAddCheckpoint({ oldSize: 20, proof: [portableHasher.empty], checkpoint: signed(honest, 20) });
    expect(ask(keptAt(20), body)).toMatchObject({ status: 422, rejection: { code: 'PROOF_NOT_EMPTY' } });
  });

  it('does not go on from what it cannot read', () => {
    expect(() => ask('damaged', request(honest, 0, 5))).toThrow(/is not a checkpoint/);
  });

  it('never hands on a signature that it did not check', () => {
    const body = `${request(honest, 0, 5)}— stranger.example ${toBase64(new Uint8Array(68))}\n`;
    const decision = ask(undefined, body);
    expect(decision.kind === 'cosigned' && decision.remember.includes('stranger')).toBe(false);
    expect(decision.status).toBe(200);
  });

  it('never cosigns two histories, whatever it is shown', () => {
    const step = fc.record({ fork: fc.boolean(), more: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let kept: string | undefined;
        let size = 0;
        let forkedSince = false;
        for (const { fork, more } of steps) {
          const next = Math.min(64, size + more);
          const decision = ask(kept, request(fork ? forked : honest, size, next));
          // The two differ from the entry with index 10 on; below it they are one history.
          const allowed = size <= 10 || fork === forkedSince;
          expect(decision.status === 200).toBe(allowed);
          if (decision.kind !== 'cosigned') continue;
          kept = decision.remember;
          size = next;
          if (size > 10) forkedSince = fork;
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('an add-checkpoint request', () => {
  it('of the specification reads back as it was written', () => {
    const checkpoint = [
      'example.com/behind-the-sofa',
      '20852163',
      'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
      '',
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
      '',
    ].join('\n');
    const body = [
      'old 20852014',
      'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=',
      'jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=',
      '5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=',
      '/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=',
      '',
      checkpoint,
    ].join('\n');
    const read = valueOf(parseAddCheckpoint(body));
    expect(read).toMatchObject({ oldSize: 20_852_014, checkpoint });
    expect(formatAddCheckpoint(read)).toBe(body);
  });

  it('of the tests of litewitness (github.com/FiloSottile/torchwood) is cosigned', () => {
    const origin = 'sigsum.org/v1/tree/985ea163f5af026723561354f51f2ebcdcf2af809ce254ccfb64aa9aadd80f90';
    const key = verifierKey(
      origin,
      'ed25519',
      new Uint8Array(Buffer.from('52c05edad1bf5feffa81354faae59a655d9a9a1a793ed2f62c39c26c0be2aecd', 'hex')),
    );
    const body = `old 0\n\n${origin}\n1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— ${origin} 7BKT0gOfNZ1J0So9unY3BZtm2YkPIoNYM/dce0Z2avJDs8dxN6ts9bOSwwrVrbjm6P9K3ZxpK6jJngOG6YvGGzV/lwo=\n`;
    expect(decideAddCheckpoint({ logs: [key], signer: witnessOne, lastOf: () => undefined }, body, NOW)).toMatchObject({
      status: 200,
      origin,
      size: 1,
    });
  });
});

describe('the answer of a witness', () => {
  const checkpoint = signed(honest, 5);
  const { body } = ask(undefined, request(honest, 0, 5));
  const known = [witnessOne.key, witnessTwo.key];

  it('is added to the checkpoint', () => {
    const collected = valueOf(withCosignatures(checkpoint, body, known));
    expect(collected).toBe(checkpoint + body);
    expect(valueOf(withCosignatures(collected, body, known))).toBe(collected);
  });

  it('is taken without the lines of strangers', () => {
    expect(valueOf(withCosignatures(checkpoint, `— stranger.example ${toBase64(new Uint8Array(76))}\n${body}`, known))).toBe(
      checkpoint + body,
    );
  });

  it('is refused when it is of another checkpoint, of nobody known, or unreadable', () => {
    expect(withCosignatures(signed(honest, 6), body, known)).toMatchObject({ rejections: [{ code: 'SIGNATURE_WRONG' }] });
    expect(withCosignatures(checkpoint, body, [witnessTwo.key])).toMatchObject({ rejections: [{ code: 'SIGNATURE_MISSING' }] });
    expect(withCosignatures(checkpoint, '20\n', known)).toMatchObject({ rejections: [{ code: 'NOTE_MALFORMED' }] });
    expect(withCosignatures(checkpoint, '', known)).toMatchObject({ rejections: [{ code: 'NOTE_MALFORMED' }] });
  });

  it('is shown to others under the hash of the origin', () => {
    expect(originHash('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
