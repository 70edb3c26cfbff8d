import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textOf, utf8 } from '../encoding/bytes.ts';
import { leafBytes } from '../leaf.ts';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { bundleOf, manifestOf, partOf, type TestBundle, withSums } from '../testing/bundle.ts';
import { entriesOf, leafAt, logOf, otherLogSigner, signedCheckpoint, valueOf } from '../testing/log.ts';
import { writeEntryBundle } from '../tiles/entry-bundle.ts';
import { checkProofs } from './check-proofs.ts';
import { BUNDLE_FILES, bundlePaths, proofPath } from './layout.ts';
import { formatManifest, parseManifest } from './manifest.ts';
import type { BundleClaim, BundleFault } from './open-bundle.ts';
import { formatSums, parseSums } from './sums.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const SIZE = 300;
const entries = entriesOf(SIZE);
const honest = bundleOf(entries);
const part = partOf(entries, [0, 17, 256, 299]);

/** The platform's own signature check, which a server passes; the answers are the same as the portable one's. */
const engine: BundleClaim['engine'] = {
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};
const check = (files: TestBundle, claim: Partial<BundleClaim> = {}) =>
  checkProofs({ files: { read: (path) => files.get(path) }, engine, ...claim }, sha256);
type Found = readonly [string, string, string | undefined, number | undefined];
const found = (files: TestBundle, claim: Partial<BundleClaim> = {}): Found => {
  const verdict = check(files, claim);
  return verdict.kind === 'proven'
    ? ['proven', '', undefined, undefined]
    : [verdict.kind, verdict.rejection.code, verdict.file, verdict.entries?.from];
};
const changed = (files: TestBundle, path: string, change: (bytes: Uint8Array) => Uint8Array | undefined): TestBundle => {
  const copy = new Map(files);
  const bytes = change(files.get(path) ?? new Uint8Array(0));
  if (bytes === undefined) copy.delete(path);
  else copy.set(path, bytes);
  return copy;
};
const edited = (index: number): Uint8Array =>
  leafBytes(leafAt(index, { data: { document: `INV-${index}`, lines: [{ line: '1', quantity: '12', net: '999' }] } }));
const withEntries = (files: TestBundle, own: readonly Uint8Array[]): TestBundle =>
  new Map(files)
    .set('tile/entries/000', writeEntryBundle(own.slice(0, 256)))
    .set('tile/entries/001.p/44', writeEntryBundle(own.slice(256)));

describe('an honest bundle', () => {
  it('is proven, whole and in part, at every size', () => {
    expect(check(honest)).toMatchObject({
      kind: 'proven',
      manifest: { partnership: 'acme~baumarkt', size: SIZE },
      checkpoint: { size: SIZE },
    });
    expect(check(part)).toMatchObject({ kind: 'proven', manifest: { part: { positions: [0, 17, 256, 299] } } });
    for (const size of [0, 1, 2, 255, 256, 257]) expect(check(bundleOf(entries.slice(0, size))).kind).toBe('proven');
  });

  it('grew from every checkpoint that was kept', () => {
    for (const size of [0, 1, 299, 300]) expect(check(honest, { older: logOf(entries.slice(0, size)).checkpoint }).kind).toBe('proven');
  });

  it('holds the same bytes whenever it is written at the same checkpoint', () => {
    expect(bundleOf(entries)).toEqual(honest);
  });

  it('holds what its layout says and nothing else', () => {
    expect([...honest.keys()].sort()).toEqual([...bundlePaths(manifestOf(SIZE)), BUNDLE_FILES.sums].sort());
    expect([...honest.keys()].filter((path) => path.startsWith('/') || path.includes('..') || path.includes('\\'))).toEqual([]);
  });
});

describe('what is changed in a bundle', () => {
  it('whatever bit of whatever file it is, is found', () => {
    const files = [...honest.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), (path, bit) => {
        const verdict = check(
          changed(honest, path, (bytes) => bytes.map((byte, at) => (at === (bit >> 3) % bytes.length ? byte ^ (1 << (bit & 7)) : byte))),
        );
        expect(verdict.kind).not.toBe('proven');
      }),
      { numRuns: 100 },
    );
  });

  it('an entry is named, also where the sums were written anew', () => {
    const files = withEntries(honest, [...entries.slice(0, 37), edited(37), ...entries.slice(38)]);
    for (const one of [files, withSums(new Map(files), manifestOf(SIZE))])
      expect(found(one)).toEqual(['wrong', 'ENTRY_CHANGED', undefined, 37]);
  });

  it('an entry that was dropped, put in or cut short is named', () => {
    expect(found(withEntries(honest, [...entries.slice(0, 5), ...entries.slice(6)]))).toEqual(['wrong', 'LEAF_POSITION', undefined, 5]);
    expect(found(withEntries(honest, [...entries.slice(0, 300), edited(300)]))).toEqual([
      'wrong',
      'ENTRY_BUNDLE_MALFORMED',
      'tile/entries/001.p/44',
      300,
    ]);
    expect(found(changed(honest, 'tile/entries/001.p/44', (bytes) => bytes.subarray(0, -1)))).toEqual([
      'wrong',
      'ENTRY_BUNDLE_MALFORMED',
      'tile/entries/001.p/44',
      299,
    ]);
    expect(found(changed(honest, 'tile/entries/000', () => writeEntryBundle(entries.slice(0, 257))))).toEqual([
      'wrong',
      'ENTRY_BUNDLE_MALFORMED',
      'tile/entries/000',
      256,
    ]);
  });

  it('a file that is missing is named', () => {
    for (const path of honest.keys()) {
      const verdict = check(changed(honest, path, () => undefined)) as BundleFault;
      expect([path, verdict.file]).toEqual([path, path]);
    }
  });

  it('the sums say what no signature covers', () => {
    expect(found(changed(honest, BUNDLE_FILES.index, () => utf8('other words\n')))).toEqual([
      'wrong',
      'SUM_DIFFERS',
      'index.md',
      undefined,
    ]);
    expect(found(changed(honest, BUNDLE_FILES.sums, (bytes) => utf8(`${textOf(bytes) ?? ''}${'0'.repeat(64)}  more.txt\n`)))).toEqual([
      'wrong',
      'SUM_OF_NOTHING',
      'SHA256SUMS',
      undefined,
    ]);
    expect(found(changed(honest, BUNDLE_FILES.sums, () => utf8('no sums\n')))).toEqual([
      'wrong',
      'SUMS_MALFORMED',
      'SHA256SUMS',
      undefined,
    ]);
  });

  it('what it says of itself must fit its checkpoint', () => {
    expect(found(changed(honest, BUNDLE_FILES.manifest, () => utf8(formatManifest(manifestOf(299)))))).toEqual([
      'wrong',
      'BUNDLE_SIZE_DIFFERS',
      'bundle.json',
      undefined,
    ]);
    expect(
      found(changed(honest, BUNDLE_FILES.manifest, () => utf8(formatManifest({ ...manifestOf(SIZE), partnership: 'acme~other' })))),
    ).toEqual(['wrong', 'LEAF_OF_OTHER_PARTNERSHIP', undefined, 0]);
    expect(found(changed(honest, BUNDLE_FILES.manifest, () => utf8('{"format":"rebate-bundle@v9"}')))).toEqual([
      'unusable',
      'BUNDLE_FORMAT_UNKNOWN',
      'bundle.json',
      undefined,
    ]);
    expect(found(new Map())).toEqual(['unusable', 'BUNDLE_FILE_MISSING', 'bundle.json', undefined]);
  });
});

describe('a bundle that was signed anew', () => {
  const own = [...entries.slice(0, 37), edited(37), ...entries.slice(38)];
  const forged = (() => {
    const files = bundleOf(own);
    files.set(BUNDLE_FILES.checkpoint, utf8(signedCheckpoint(SIZE, logOf(own).root, otherLogSigner)));
    files.set(BUNDLE_FILES.policy, utf8(`log ${formatVerifierKey(otherLogSigner.key)}\nquorum none\n`));
    return withSums(files, manifestOf(SIZE));
  })();
  const policy = textOf(honest.get(BUNDLE_FILES.policy) ?? new Uint8Array(0)) ?? '';

  it('agrees with itself, and with no policy that the auditor brings', () => {
    expect(check(forged).kind).toBe('proven');
    expect(found(forged, { policy })).toEqual(['wrong', 'SIGNATURE_MISSING', 'checkpoint', undefined]);
  });

  it('by the right key is caught by a checkpoint that was kept', () => {
    expect(found(bundleOf(own), { policy, older: logOf(entries).checkpoint })).toEqual(['wrong', 'OLDER_CHECKPOINT_DIFFERS', undefined, 0]);
  });
});

describe('a part', () => {
  const proofOf = (position: number): Uint8Array => part.get(proofPath(position)) ?? new Uint8Array(0);

  it('cannot be compared with an older checkpoint', () => {
    expect(found(part, { older: logOf(entries).checkpoint })).toEqual(['unusable', 'PART_HAS_NO_TREE', undefined, undefined]);
  });

  it.each([
    ['taken away', () => undefined, 'BUNDLE_FILE_MISSING'],
    ['put in the place of another', () => proofOf(256), 'PROOF_OF_OTHER'],
    ['with another index', () => utf8((textOf(proofOf(17)) ?? '').replace('index 17\n', 'index 18\n')), 'PROOF_OF_OTHER'],
    [
      'with another entry',
      () => utf8((textOf(proofOf(17)) ?? '').replace(/extra .*\n/, `extra ${btoa(String.fromCharCode(...edited(17)))}\n`)),
      'ROOT_DIFFERS',
    ],
    ['without its entry', () => utf8((textOf(proofOf(17)) ?? '').replace(/extra .*\n/, '')), 'PROOF_WITHOUT_ENTRY'],
    [
      'on another checkpoint',
      () => utf8((textOf(proofOf(17)) ?? '').replace(/\n\n[^]*$/, `\n\n${logOf(entries.slice(0, 299)).checkpoint}`)),
      'PROOF_CHECKPOINT_DIFFERS',
    ],
    ['that is no proof', () => utf8('nothing\n'), 'PROOF_MALFORMED'],
  ])('with a proof %s is wrong there', (_, change, code) => {
    expect(found(changed(part, proofPath(17), change))).toEqual(['wrong', code, proofPath(17), 17]);
  });
});

describe('the small files', () => {
  it('read back as they were written', () => {
    const day = fc.constantFrom('2026-01-01', '2026-12-31');
    const manifests = fc.record({
      partnership: fc.string({ minLength: 1 }),
      size: fc.constant(100),
      part: fc.record({
        positions: fc.uniqueArray(fc.nat({ max: 99 })).map((list) => list.sort((a, b) => a - b)),
        agreements: fc.array(fc.constantFrom('a-1', 'b-2')),
        from: day,
        to: day,
      }),
    });
    fc.assert(
      fc.property(manifests, (manifest) => {
        expect(valueOf(parseManifest(utf8(formatManifest(manifest))))).toEqual(manifest);
      }),
    );
    const sums = new Map([
      ['b', '0'.repeat(64)],
      ['a/c.p/3', 'f'.repeat(64)],
    ]);
    expect(formatSums(sums)).toBe(`${'f'.repeat(64)}  a/c.p/3\n${'0'.repeat(64)}  b\n`);
    expect(valueOf(parseSums(utf8(formatSums(sums))))).toEqual(sums);
  });

  it.each([
    ['no JSON', 'x'],
    ['no object', '[]'],
    ['no partnership', '{"format":"rebate-bundle@v1","size":"1"}'],
    ['no size', '{"format":"rebate-bundle@v1","partnership":"a~b","size":1}'],
    [
      'a position beyond the size',
      '{"format":"rebate-bundle@v1","partnership":"a~b","size":"1","part":{"agreements":[],"positions":["1"]}}',
    ],
    ['a position twice', '{"format":"rebate-bundle@v1","partnership":"a~b","size":"9","part":{"agreements":[],"positions":["1","1"]}}'],
  ])('are refused with %s', (_, text) => {
    expect(parseManifest(utf8(text))).toMatchObject({ ok: false, rejections: [{ code: 'BUNDLE_MALFORMED' }] });
  });
});
