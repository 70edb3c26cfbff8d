import { expect, it } from '@jest/globals';
import { entryBundles, equalBytes, hashTiles, inclusionProof, parseLeaf, readEntryBundle, verifyInclusion } from '#audit';
import { nodeHasher } from '#projections';
import { negotiating, sale, TERMS } from '../negotiating.contract.ts';

const P = 'acme~buildco';
const { ledger, done, signedBoth, reopen } = negotiating();

const collect = async (from: number, to: number): Promise<Uint8Array[]> => {
  const entries: Uint8Array[] = [];
  for await (const entry of ledger().proofs.entries(P, from, to)) entries.push(entry);
  return entries;
};
const someSales = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await done(sale(`d-${index}`, '2026-02-03', '100'));
  const last = await done(sale('last', '2026-02-03', '1'));
  await ledger().balance({ agreement: TERMS.id, atLeast: last.token });
};

it('proves every event of a partnership, by the bytes that it gives as its entry', async () => {
  await signedBoth();
  await someSales(20);
  const { proofs } = ledger();
  const size = proofs.size(P);
  const entries = await collect(0, size + 100);
  expect(entries).toHaveLength(size);
  const [root, read] = [proofs.rootAt(P, size), proofs.hashes(P, size)];
  for (const [index, entry] of entries.entries()) {
    const proof = inclusionProof(read, index, size, nodeHasher);
    expect(verifyInclusion({ index, size, leafHash: nodeHasher.leaf(entry), proof, root })).toMatchObject({ ok: true });
    const leaf = parseLeaf(entry);
    if (!leaf.ok) throw new Error('an entry cannot be read');
    expect(await proofs.indexOf(leaf.value.stream, leaf.value.revision)).toEqual({ partnership: P, index });
  }
  expect(await collect(3, 7)).toEqual(entries.slice(3, 7));
  expect(await collect(size, size + 1)).toEqual([]);
});

it('serves every tile of the tree, and bundles of the entries below them', async () => {
  await signedBoth();
  await someSales(6);
  const { proofs } = ledger();
  const size = proofs.size(P);
  for (const tile of hashTiles(size)) expect(await proofs.tile(P, tile)).toHaveLength(tile.width * 32);
  const entries = await collect(0, size);
  for (const tile of entryBundles(size)) {
    const read = readEntryBundle((await proofs.tile(P, tile)) ?? new Uint8Array(), tile.width);
    expect(read).toMatchObject({ ok: true });
    if (read.ok) expect(read.value.every((entry, at) => equalBytes(entry, entries[tile.index * 256 + at] ?? new Uint8Array()))).toBe(true);
  }
  expect(await proofs.tile(P, { level: 'entries', index: 0, width: size + 1 })).toBeUndefined();
  expect(await proofs.tile('acme~nobody', { level: 0, index: 0, width: 1 })).toBeUndefined();
});

it('knows no index of what is private, or not there', async () => {
  await done({ kind: 'ProposeAgreement', terms: TERMS, party: 'supplier', person: 'sue' });
  await done({ kind: 'AddNote', organisation: 'acme', agreement: TERMS.id, person: 'sue', text: 'ours' });
  const { proofs } = ledger();
  expect(await proofs.indexOf(`note-acme.${TERMS.id}`, 0)).toBeUndefined();
  expect(await proofs.indexOf(`agreement-${TERMS.id}`, 99)).toBeUndefined();
});

it('is the same tree after a rebuild and after a restart', async () => {
  await signedBoth();
  await someSales(3);
  const size = ledger().proofs.size(P);
  const root = ledger().proofs.rootAt(P, size);
  expect(await ledger().rebuild({ check: true })).toMatchObject({ identical: true });
  await ledger().rebuild({ check: false });
  expect(ledger().proofs.rootAt(P, size)).toEqual(root);
  await reopen();
  expect(ledger().proofs.rootAt(P, size)).toEqual(root);
  expect(await collect(0, size)).toHaveLength(size);
});
