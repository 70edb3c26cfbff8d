import { BUNDLE_FILES, entryBundles, equalBytes, type Leaf, leafBytes, parseLeaf, textOf, tilePath, utf8, writeEntryBundle } from '#audit';
import { parseClaims } from '../claims/claims.ts';
import { bundleOf, checkpointOf, claimsOf, type Files, logSigner, policyOf, strangerSigner, textIn, withSums } from './bundles.ts';
import type { Chance } from './chance.ts';

/** Ways to change an honest bundle, each with what the verifier must say of it at least. */

/** What a tamper starts from: a bundle, and what it was made of. */
export type Honest = {
  readonly partnership: string;
  readonly leaves: readonly Leaf[];
  readonly entries: readonly Uint8Array[];
  readonly files: Files;
  readonly other: readonly Uint8Array[];
};

export type Tampered = {
  readonly name: string;
  readonly files: Files;
  /** What the auditor brings. */
  readonly policy?: string;
  readonly older?: string;
  /** The entry, or the file, that must be named; a range must begin at or before the entry and end behind it. */
  readonly entry?: number;
  readonly file?: string;
  /** The codes of which one must be said. */
  readonly codes?: readonly string[];
};

const WIDTH = 256;
const leafIn = (bytes: Uint8Array): Leaf => {
  const leaf = parseLeaf(bytes);
  if (!leaf.ok) throw new Error('not a leaf');
  return leaf.value;
};

/** The files with these entries in the tiles of entries, whose names stay: the checkpoint and the tiles of hashes are the honest ones. */
const withEntries = ({ files, entries }: Honest, own: readonly Uint8Array[]): Files => {
  const copy = new Map(files);
  const tiles = [...entryBundles(entries.length)];
  tiles.forEach((tile, index) => {
    const from = tile.index * WIDTH;
    copy.set(tilePath(tile), writeEntryBundle(own.slice(from, index === tiles.length - 1 ? undefined : from + WIDTH)));
  });
  return copy;
};

/** Another digit in the place of one, in a text where one stands outside of names; undefined where there is none. */
const otherDigit = (chance: Chance, text: string, pattern: RegExp): string | undefined => {
  const places = [...text.matchAll(pattern)].map(({ index, 0: match }) => index + match.length - 1);
  if (places.length === 0) return undefined;
  const place = chance.of(places);
  return text.slice(0, place) + String((Number(text[place]) + chance.between(1, 9)) % 10) + text.slice(place + 1);
};

const changedLeaf = (leaf: Leaf, change: (data: string) => string | undefined): Leaf | undefined => {
  const data = change(JSON.stringify(leaf.data));
  return data === undefined ? undefined : { ...leaf, data: JSON.parse(data) as Leaf['data'] };
};

const QUANTITY_DIGIT = /"quantity":"-?[1-9]/g;
const PERCENT_DIGIT = /"(?:percent|perUnit|amount|from|above)":"\d/g;
const CLAIM_DIGIT = /"(?:earned|measured|earningAmount|amount)":"-?\d+(?:\.\d)?/g;

type Tamper = (chance: Chance, honest: Honest) => Tampered | undefined;

const bitFlip: Tamper = (chance, { files, entries }) => {
  const path = chance.of([...files.keys()].filter((name) => (files.get(name)?.length ?? 0) > 0));
  const bytes = (files.get(path) ?? new Uint8Array(1)).slice();
  const place = chance.below(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.below(8));
  const entry = path.startsWith('tile/entries/') ? entryAt(entries, tileStart(path), place) : undefined;
  return { name: `bit ${place} of ${path}`, files: new Map(files).set(path, bytes), ...(entry === undefined ? {} : { entry }) };
};
const tileStart = (path: string): number => Number(/(\d{3})(?:\.p\/\d+)?$/.exec(path)?.[1] ?? '0') * WIDTH;
const entryAt = (entries: readonly Uint8Array[], first: number, place: number): number => {
  let end = 0;
  for (let at = first; at < entries.length; at += 1) {
    end += 2 + (entries[at]?.length ?? 0);
    if (place < end) return at;
  }
  return entries.length;
};

const dropped: Tamper = (chance, honest) => {
  const entry = chance.below(honest.entries.length);
  return {
    name: `entry ${entry} dropped`,
    files: withEntries(
      honest,
      honest.entries.filter((_, index) => index !== entry),
    ),
    entry,
  };
};

const swapped: Tamper = (chance, honest) => {
  const { entries } = honest;
  if (entries.length < 2) return undefined;
  const entry = chance.below(entries.length - 1);
  const own = [...entries.slice(0, entry), ...entries.slice(entry, entry + 2).reverse(), ...entries.slice(entry + 2)];
  return { name: `entries ${entry} and ${entry + 1} swapped`, files: withEntries(honest, own), entry };
};

const duplicated: Tamper = (chance, honest) => {
  const entry = chance.below(honest.entries.length);
  return {
    name: `entry ${entry} twice`,
    files: withEntries(honest, [...honest.entries.slice(0, entry + 1), ...honest.entries.slice(entry)]),
    entry: entry + 1,
  };
};

/** A sale that never was, at its right place and revision. */
const inserted: Tamper = (chance, honest) => {
  const entry = chance.below(honest.entries.length);
  const leaf = honest.leaves[entry];
  if (leaf === undefined) return undefined;
  const own = leafBytes({ ...leaf, id: '01900000-0000-8000-a000-ffffffffffff' });
  return {
    name: `an event put in at ${entry}`,
    files: withEntries(honest, [...honest.entries.slice(0, entry), own, ...honest.entries.slice(entry)]),
    entry,
  };
};

const editedEvent =
  (name: string, pattern: RegExp, types: readonly string[]): Tamper =>
  (chance, honest) => {
    const { leaves, entries } = honest;
    const entry = chance.of([...leaves.keys()]);
    const leaf = leaves.slice(entry).find(({ type }) => types.includes(type));
    const changed = leaf === undefined ? undefined : changedLeaf(leaf, (data) => otherDigit(chance, data, pattern));
    if (changed === undefined) return undefined;
    const own = entries.map((bytes, index) => (index === changed.position ? leafBytes(changed) : bytes));
    return {
      name: `${name} of entry ${changed.position}`,
      files: withSums(withEntries(honest, own)),
      entry: changed.position,
      codes: ['ENTRY_CHANGED'],
    };
  };

const editedClaim: Tamper = (chance, { files }) => {
  const text = textIn(files, BUNDLE_FILES.claims);
  const changed = otherDigit(chance, text, CLAIM_DIGIT);
  return changed === undefined
    ? undefined
    : {
        name: 'a claimed figure',
        files: withSums(new Map(files).set(BUNDLE_FILES.claims, utf8(changed))),
        file: BUNDLE_FILES.claims,
        codes: ['FIGURE_DIFFERS', 'CLAIMS_MALFORMED'],
      };
};

/** The whole made anew with other sales, by somebody who has a key of the same name but not the same key. */
const signedByStranger: Tamper = (chance, honest) => {
  const made = madeAnew(chance, honest);
  return made === undefined
    ? undefined
    : {
        name: 'made anew by a stranger',
        files: bundleOf({ ...made, signer: strangerSigner }),
        policy: policyOf(logSigner),
        file: BUNDLE_FILES.checkpoint,
        codes: ['SIGNATURE_MISSING', 'LOG_UNKNOWN'],
      };
};

/** The same by the operator, with figures that fit: only what the auditor kept can tell. */
const signedAnew: Tamper = (chance, honest) => {
  const made = madeAnew(chance, honest);
  if (made === undefined) return undefined;
  const kept = chance.between(made.entry + 1, honest.entries.length);
  return {
    name: `entry ${made.entry} rewritten by the operator, ${kept} were kept`,
    files: bundleOf(made),
    older: checkpointOf(honest.entries.slice(0, kept)),
    entry: made.entry,
    codes: ['OLDER_CHECKPOINT_DIFFERS'],
  };
};

const madeAnew = (chance: Chance, { partnership, leaves }: Honest) => {
  const sales = leaves.filter(({ type }) => type === 'SalesRecorded');
  const leaf = sales.length === 0 ? undefined : chance.of(sales);
  const changed = leaf === undefined ? undefined : changedLeaf(leaf, (data) => otherDigit(chance, data, QUANTITY_DIGIT));
  if (changed === undefined) return undefined;
  const own = leaves.map((one) => (one === leaf ? changed : one));
  try {
    return { partnership, entries: own.map(leafBytes), claims: claimsOf(partnership, own), entry: changed.position };
  } catch {
    // A later event speaks of the line as it was.
    return undefined;
  }
};

const DECIDED: ReadonlySet<string> = new Set(['ClaimRaised', 'ClaimApproved', 'SettlementRecorded', 'StatementIssued']);
/** A figure of its own, or one cause of true-ups. */
const DECIDED_DIGIT =
  /(?:"(?:amount|opening|earned|trueUps|settled|waived|closing|unclaimed|claimed|approved|toDate)"|"causes":\{(?:"[a-z ]+":"[^"]+",)*"[a-z ]+"):"-?\d+(?:\.\d)?/g;

/** A claim, settlement or statement with another figure, everything signed anew by the operator and every other figure honest. */
const decidedOtherwise: Tamper = (chance, { partnership, leaves, files }) => {
  const decided = leaves.filter(({ type }) => DECIDED.has(type));
  const leaf = decided.length === 0 ? undefined : chance.of(decided);
  const changed = leaf === undefined ? undefined : changedLeaf(leaf, (data) => otherDigit(chance, data, DECIDED_DIGIT));
  const claims = parseClaims(textIn(files, BUNDLE_FILES.claims));
  if (changed === undefined || !claims.ok) return undefined;
  const own = leaves.map((one) => (one === leaf ? changed : one));
  return {
    name: `a figure of the ${changed.type} at ${changed.position}`,
    files: bundleOf({ partnership, entries: own.map(leafBytes), claims: claims.value }),
    entry: changed.position,
    codes: ['CLAIM_UNLAWFUL', 'STATEMENT_DIFFERS', 'STATEMENT_OUT_OF_ORDER'],
  };
};

/** Back-dated by the operator, everything signed anew. */
const backDated: Tamper = (chance, { partnership, leaves }) => {
  if (leaves.length < 3) return undefined;
  const entry = chance.between(1, leaves.length - 1);
  const own = leaves.map((leaf, index) => (index === entry ? { ...leaf, recordedAt: '2025-12-31T00:00:00.000Z' } : leaf));
  return {
    name: `entry ${entry} back-dated`,
    files: bundleOf({ partnership, entries: own.map(leafBytes), claims: claimsOf(partnership, leaves) }),
    entry,
    codes: ['LEAF_TIME_BACK'],
  };
};

const truncated: Tamper = (chance, { files }) => {
  const path = chance.of([...files.keys()].filter((name) => name.startsWith('tile/')));
  const bytes = files.get(path) ?? new Uint8Array(1);
  return { name: `${path} cut short`, files: withSums(new Map(files).set(path, bytes.slice(0, chance.below(bytes.length)))), file: path };
};

const missing: Tamper = (chance, { files }) => {
  const path = chance.of([...files.keys()]);
  const copy = new Map(files);
  copy.delete(path);
  return { name: `${path} taken away`, files: copy, file: path };
};

/** An entry, or a whole tile of entries, of another partnership. */
const mixed: Tamper = (chance, honest) => {
  const { entries, other } = honest;
  const entry = chance.below(Math.min(entries.length, other.length));
  const own = chance.oneIn(2) ? entries.map((bytes, index) => (index === entry ? (other[entry] ?? bytes) : bytes)) : other;
  const first = own.findIndex((bytes, index) => !equalBytes(bytes, entries[index] ?? new Uint8Array(0)));
  return first < 0 ? undefined : { name: `another partnership's from ${first}`, files: withSums(withEntries(honest, own)), entry: first };
};

const TAMPERS: readonly Tamper[] = [
  bitFlip,
  bitFlip,
  dropped,
  swapped,
  duplicated,
  inserted,
  editedEvent('quantity', QUANTITY_DIGIT, ['SalesRecorded', 'SalesCorrected']),
  editedEvent('terms', PERCENT_DIGIT, ['AgreementProposed', 'AmendmentProposed', 'AgreementAmended']),
  editedClaim,
  signedByStranger,
  signedAnew,
  decidedOtherwise,
  backDated,
  truncated,
  missing,
  mixed,
];

/** One tamper that this bundle has room for. */
export const tamper = (chance: Chance, honest: Honest): Tampered => {
  for (;;) {
    const tampered = chance.of(TAMPERS)(chance, honest);
    if (tampered !== undefined) return tampered;
  }
};

/** An honest history of another partnership, entry by entry. */
export const ofOther = (leaves: readonly Leaf[]): Uint8Array[] =>
  leaves.map((leaf) => leafBytes(leafIn(utf8((textOf(leafBytes(leaf)) ?? '').replaceAll('acme~buildco', 'acme~bauhof')))));
