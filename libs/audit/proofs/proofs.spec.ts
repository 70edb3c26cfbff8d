import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toBase64 } from '../encoding/base64.ts';
import { treeHasher } from '../merkle/hashing.ts';
import { inclusionProof } from '../merkle/prove.ts';
import { entriesOf, logOf, logOnly, policy, valueOf } from '../testing/log.ts';
import { verifyEventProof } from './event-proof.ts';
import { formatProofFile, parseProofFile, type ProofFile } from './proof-file.ts';
import { type ProofEngine, verifyProofFile } from './verify-proof.ts';

/** The platform's own hash and signature check, which a server passes; the answers are the same as the portable ones. */
const engine: ProofEngine = {
  hasher: treeHasher((input) => createHash('sha256').update(input).digest()),
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

const HASH = toBase64(new Uint8Array(32).fill(1));

describe('a proof file', () => {
  it('is written as the specification says', () => {
    const proof: ProofFile = {
      index: 10,
      proof: [new Uint8Array(32).fill(1)],
      checkpoint: 'checkpoint data\n',
      extra: new TextEncoder().encode('extra information'),
    };
    expect(formatProofFile(proof)).toBe(`c2sp.org/tlog-proof@v1\nextra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 10\n${HASH}\n\ncheckpoint data\n`);
    expect(formatProofFile({ index: 0, proof: [], checkpoint: 'checkpoint\n' })).toBe('c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n');
  });

  it('reads back as it was written', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const file = fc.record({
      index: fc.maxSafeNat(),
      proof: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.string(),
      extra: fc.option(fc.uint8Array(), { nil: undefined }),
    });
    fc.assert(
      fc.property(file, ({ extra, ...rest }) => {
        const proof: ProofFile = extra === undefined ? rest : { ...rest, extra };
        expect(valueOf(parseProofFile(formatProofFile(proof)))).toEqual(proof);
      }),
    );
  });

  it.each([
    ['another header', 'c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n'],
    ['no empty line', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\ncheckpoint\n'],
    ['a negative index', 'c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n'],
    ['a leading zero', 'c2sp.org/tlog-proof@v1\nindex 05\n\ncheckpoint\n'],
    ['extra data that is no base 64', 'c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n\ncheckpoint\n'],
    ['extra data behind the index', `c2sp.org/tlog-proof@v1\nindex 0\nextra ${HASH}\n\ncheckpoint\n`],
    ['a hash that is no base 64', 'c2sp.org/tlog-proof@v1\nindex 0\n!!\n\ncheckpoint\n'],
    ['a hash of 64 bytes', `c2sp.org/tlog-proof@v1\nindex 0\n${toBase64(new Uint8Array(64))}\n\ncheckpoint\n`],
    ['carriage returns', 'c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\ncheckpoint\n'],
    ['64 hashes', `c2sp.org/tlog-proof@v1\nindex 0\n${`${HASH}\n`.repeat(64)}\ncheckpoint\n`],
  ])('with %s is refused', (_, text) => {
    expect(parseProofFile(text)).toMatchObject({ ok: false, rejections: [{ code: 'PROOF_MALFORMED' }] });
  });
});

describe('the proof of an event', () => {
  const entries = entriesOf(21);
  const log = logOf(entries);
  const entry = (index: number): Uint8Array => entries[index] ?? new Uint8Array(0);
  const fileOf = (index: number): string =>
    formatProofFile({ index, proof: inclusionProof(log.read, index, log.size), checkpoint: log.checkpoint });

  it('shows that it stands in the history that log and witnesses signed', () => {
    for (const index of entries.keys()) {
      expect(valueOf(verifyProofFile(fileOf(index), entry(index), policy, engine))).toMatchObject({ index, checkpoint: { size: 21 } });
    }
    for (const index of [0, 20]) {
      expect(valueOf(verifyProofFile(fileOf(index), entry(index), policy)).index).toBe(index);
    }
  });

  it('does not hold for another event, at another index, or by another policy', () => {
    expect(verifyProofFile(fileOf(3), entry(4), policy)).toMatchObject({ rejections: [{ code: 'ROOT_DIFFERS' }] });
    expect(verifyProofFile(fileOf(3).replace('index 3', 'index 5'), entry(3), policy)).toMatchObject({
      rejections: [{ code: 'ROOT_DIFFERS' }],
    });
    expect(verifyProofFile(fileOf(3).replace('index 3', 'index 21'), entry(3), policy)).toMatchObject({
      rejections: [{ code: 'INDEX_NOT_IN_TREE' }],
    });
    expect(verifyProofFile(fileOf(3), entry(3), { ...policy, logs: [] })).toMatchObject({ rejections: [{ code: 'LOG_UNKNOWN' }] });
  });

  it('is refused with any character of its checked part changed, and never by a throw', () => {
    const file = fileOf(11);
    // Signatures of strangers may be changed; here every signature is of a known key.
    const changed = Array.from(
      { length: file.length },
      (_, at) => file.slice(0, at) + String.fromCharCode(file.charCodeAt(at) ^ 4) + file.slice(at + 1),
    );
    const accepted = changed.filter((text) => verifyProofFile(text, entry(11), policy, engine).ok);
    expect(accepted).toEqual([]);
  });

  it('can hold the event itself, whose hash must lead to the root', () => {
    const holding = (index: number, extra: Uint8Array): string => formatProofFile({ ...valueOf(parseProofFile(fileOf(index))), extra });
    expect(valueOf(verifyEventProof(holding(5, entry(5)), policy, engine))).toMatchObject({
      leaf: { position: 5, type: 'SalesRecorded' },
      checkpoint: { size: 21 },
    });
    expect(verifyEventProof(holding(5, entry(6)), policy, engine)).toMatchObject({ rejections: [{ code: 'ROOT_DIFFERS' }] });
    expect(verifyEventProof(fileOf(5), policy, engine)).toMatchObject({ rejections: [{ code: 'PROOF_WITHOUT_ENTRY' }] });
    expect(verifyEventProof('nothing', policy, engine)).toMatchObject({ rejections: [{ code: 'PROOF_MALFORMED' }] });
  });

  it('keeps the extra data apart, because nothing signs it', () => {
    const file = formatProofFile({ ...valueOf(parseProofFile(fileOf(0))), extra: Uint8Array.of(7) });
    expect(valueOf(verifyProofFile(file, entry(0), logOnly)).extra).toEqual(Uint8Array.of(7));
  });
});
