import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../encoding/hex.ts';
import { slowPath, slowProof, slowRoot } from '../testing/slow-tree.ts';
import { logOf } from '../testing/log.ts';
import { firstDifference } from './first-difference.ts';
import { GrowingTree } from './growing-tree.ts';
import { portableHasher, treeHasher } from './hashing.ts';
import { consistencyProof, inclusionProof } from './prove.ts';
import { rootAt } from './subtrees.ts';
import { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './verify.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** The vectors of the Certificate Transparency tests, as github.com/transparency-dev/merkle has them in testonly/constants.go. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(bytes);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** Nodes by level and index, of the same file. */
const NODE: Readonly<Record<string, string>> = {
  '0/0': '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '0/1': '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '0/2': '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
  '0/4': 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '0/6': 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
  '1/0': 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '1/1': '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '1/2': '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  '1/3': 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '2/0': 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '2/1': '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};
const nodes = (...names: readonly string[]): string[] => names.map((name) => NODE[name] ?? 'none');
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map(toHex);
const published = logOf(LEAVES);

const entries = (most: number): fc.Arbitrary<Uint8Array[]> => fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: most, size: 'max' });

describe('the published vectors', () => {
  it('have these roots at every size', () => {
    expect(ROOTS.map((_, size) => toHex(rootAt(published.read, portableHasher, size)))).toEqual(ROOTS);
    const tree = new GrowingTree();
    const grown = [toHex(tree.root()), ...LEAVES.map((leaf) => (tree.append(portableHasher.leaf(leaf)), toHex(tree.root())))];
    expect(grown).toEqual(ROOTS);
  });

  it('have these inclusion proofs', () => {
    expect(hex(inclusionProof(published.read, 0, 1))).toEqual([]);
    expect(hex(inclusionProof(published.read, 0, 8))).toEqual(nodes('0/1', '1/1', '2/1'));
    expect(hex(inclusionProof(published.read, 5, 8))).toEqual(nodes('0/4', '1/3', '2/0'));
    expect(hex(inclusionProof(published.read, 2, 3))).toEqual(nodes('1/0'));
    expect(hex(inclusionProof(published.read, 1, 5))).toEqual(nodes('0/0', '1/1', '0/4'));
  });

  it('have these consistency proofs', () => {
    expect(hex(consistencyProof(published.read, 1, 1))).toEqual([]);
    expect(hex(consistencyProof(published.read, 1, 8))).toEqual(nodes('0/1', '1/1', '2/1'));
    expect(hex(consistencyProof(published.read, 6, 8))).toEqual(nodes('1/2', '1/3', '2/0'));
    expect(hex(consistencyProof(published.read, 2, 5))).toEqual(nodes('1/1', '0/4'));
    expect(hex(consistencyProof(published.read, 6, 7))).toEqual(nodes('1/2', '0/6', '2/0'));
  });
});

describe('any tree', () => {
  it('has the root of the slow reference at every size, also with the hash of the platform', () => {
    const platform = treeHasher((input) => createHash('sha256').update(input).digest());
    fc.assert(
      fc.property(entries(70), (list) => {
        const log = logOf(list);
        for (let size = 0; size <= list.length; size += 1)
          expect(toHex(rootAt(log.read, platform, size))).toBe(toHex(slowRoot(list.slice(0, size))));
      }),
      { numRuns: 15 },
    );
  });

  it('grows on from a frontier as if it had never stopped', () => {
    fc.assert(
      fc.property(entries(40), fc.nat(40), (list, at) => {
        const first = new GrowingTree();
        for (const entry of list.slice(0, at)) first.append(portableHasher.leaf(entry));
        const second = new GrowingTree(portableHasher, first.frontier());
        for (const entry of list.slice(at)) second.append(portableHasher.leaf(entry));
        expect(second.size).toBe(list.length);
        expect(toHex(second.root())).toBe(toHex(slowRoot(list)));
      }),
    );
  });

  it('keeps no more hashes than its size has bits', () => {
    const tree = new GrowingTree();
    for (let size = 1; size <= 1_000; size += 1) {
      tree.append(portableHasher.empty);
      expect(tree.frontier().hashes.length).toBeLessThanOrEqual(10);
    }
  });

  it('has the proofs of the slow reference, and they verify', () => {
    fc.assert(
      fc.property(
        entries(40).filter((list) => list.length > 0),
        fc.nat(),
        fc.nat(),
        (list, a, b) => {
          const newer = 1 + (a % list.length);
          const older = b % (newer + 1);
          const index = b % newer;
          const log = logOf(list);
          const leaf = portableHasher.leaf(list[index] ?? new Uint8Array(0));
          const root = slowRoot(list.slice(0, newer));
          const inclusion = inclusionProof(log.read, index, newer);
          expect(hex(inclusion)).toEqual(hex(slowPath(index, list.slice(0, newer))));
          expect(verifyInclusion({ index, size: newer, leafHash: leaf, proof: inclusion, root }).ok).toBe(true);
          const consistency = consistencyProof(log.read, older, newer);
          expect(hex(consistency)).toEqual(older === 0 ? [] : hex(slowProof(older, list.slice(0, newer))));
          const olderRoot = slowRoot(list.slice(0, older));
          expect(verifyConsistency({ olderSize: older, newerSize: newer, olderRoot, newerRoot: root, proof: consistency }).ok).toBe(true);
        },
      ),
    );
  });

  it('cannot be proved outside of itself', () => {
    expect(() => inclusionProof(published.read, 8, 8)).toThrow(RangeError);
    expect(() => inclusionProof(published.read, -1, 8)).toThrow(RangeError);
    expect(() => consistencyProof(published.read, 9, 8)).toThrow(RangeError);
    expect(() => new GrowingTree(portableHasher, { size: 3, hashes: [] })).toThrow(RangeError);
  });
});

const flipped = (hash: Uint8Array, bit: number): Uint8Array => hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

/** Every way in which a proof is spoiled; a spoiled claim must be refused, whatever else it says. */
const spoiledProofs = (proof: readonly Uint8Array[], bit: number): (readonly Uint8Array[])[] => [
  [...proof, portableHasher.empty],
  [portableHasher.empty, ...proof],
  ...(proof.length === 0 ? [] : [proof.slice(1), proof.slice(0, -1), []]),
  ...proof.map((_, at) => proof.map((hash, other) => (other === at ? flipped(hash, bit) : hash))),
  [...proof, new Uint8Array(3)],
];

describe('a spoiled proof', () => {
  const size = fc.integer({ min: 1, max: 40 });
  const list = Array.from({ length: 40 }, (_, at) => Uint8Array.of(at));
  const log = logOf(list);

  it('of an entry is refused', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(255), (count, some, bit) => {
        const index = some % count;
        const root = rootAt(log.read, portableHasher, count);
        const good: InclusionClaim = {
          index,
          size: count,
          leafHash: portableHasher.leaf(Uint8Array.of(index)),
          proof: inclusionProof(log.read, index, count),
          root,
        };
        const bad: InclusionClaim[] = [
          ...spoiledProofs(good.proof, bit).map((proof) => ({ ...good, proof })),
          { ...good, leafHash: flipped(good.leafHash, bit) },
          { ...good, root: flipped(root, bit) },
          { ...good, root: new Uint8Array(0) },
          { ...good, index: count },
          ...[-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY].map((odd) => ({ ...good, index: odd })),
          ...[-1, 0, 0.5, Number.NaN, 2 ** 53].map((odd) => ({ ...good, size: odd })),
        ];
        expect(bad.filter((claim) => verifyInclusion(claim).ok)).toEqual([]);
        const others = Array.from({ length: count }, (_, at) => at).filter((at) => at !== index);
        expect(others.filter((at) => verifyInclusion({ ...good, index: at }).ok)).toEqual([]);
      }),
    );
  });

  it('between two trees is refused', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(255), (newerSize, some, bit) => {
        const olderSize = 1 + (some % newerSize);
        const [olderRoot, newerRoot] = [olderSize, newerSize].map((at) => rootAt(log.read, portableHasher, at)) as [Uint8Array, Uint8Array];
        const good: ConsistencyClaim = {
          olderSize,
          newerSize,
          olderRoot,
          newerRoot,
          proof: consistencyProof(log.read, olderSize, newerSize),
        };
        const bad: ConsistencyClaim[] = [
          ...spoiledProofs(good.proof, bit).map((proof) => ({ ...good, proof })),
          { ...good, olderRoot: flipped(olderRoot, bit) },
          { ...good, newerRoot: flipped(newerRoot, bit) },
          { ...good, olderSize: newerSize + 1 },
          ...[-1, 0.5, Number.NaN, 2 ** 53].flatMap((odd) => [
            { ...good, olderSize: odd },
            { ...good, newerSize: odd },
          ]),
          ...(olderSize === newerSize ? [] : [{ ...good, olderRoot: newerRoot, newerRoot: olderRoot }]),
        ];
        expect(bad.filter((claim) => verifyConsistency(claim).ok)).toEqual([]);
      }),
    );
  });

  it('from no entries must be empty and begin at the empty root', () => {
    const claim: ConsistencyClaim = { olderSize: 0, newerSize: 8, olderRoot: portableHasher.empty, newerRoot: published.root, proof: [] };
    expect(verifyConsistency(claim)).toMatchObject({ ok: true });
    expect(verifyConsistency({ ...claim, proof: [published.root] })).toMatchObject({ ok: false, rejections: [{ code: 'PROOF_LENGTH' }] });
    expect(verifyConsistency({ ...claim, olderRoot: published.root })).toMatchObject({
      ok: false,
      rejections: [{ code: 'OLDER_ROOT_DIFFERS' }],
    });
  });
});

describe('two histories', () => {
  it('part at the first entry that differs', () => {
    fc.assert(
      fc.property(
        entries(50).filter((list) => list.length > 0),
        fc.nat(),
        fc.nat(50),
        (list, some, more) => {
          const at = some % list.length;
          const other = [
            ...list.slice(0, at),
            Uint8Array.of(9, 9, 9, 9, 9),
            ...Array.from({ length: more }, (_, index) => Uint8Array.of(index, 8, 8, 8, 8)),
          ];
          expect(firstDifference(logOf(list), logOf(other))).toBe(at);
          expect(firstDifference(logOf(other), logOf(list))).toBe(at);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('do not part where one goes on from the other', () => {
    fc.assert(
      fc.property(entries(30), fc.nat(30), (list, size) => {
        expect(firstDifference(logOf(list), logOf(list.slice(0, size)))).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });
});
