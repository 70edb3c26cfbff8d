import { canonicalTextsOf, type Database } from '#event-store';
import { leafBytes, leafBytesWith } from '#audit';
import type { PositionedEvent, View } from '../../runner/view.ts';
import { appendHashes } from './append-hashes.ts';
import { nodeHasher } from './node-hasher.ts';
import { PROOF_TABLES, type TileRows, tileRows } from './tile-rows.ts';

/**
 * One Merkle tree for each partnership, over its events in the order of their positions, as RFC 6962 builds it. Only
 * hashes are kept: an entry is the event itself, which the log has.
 */

/** After these both sides shall soon hold a checkpoint: what was agreed, and what was stated as owed or settled. */
const OCCASIONS: ReadonlySet<string> = new Set([
  'AgreementSigned',
  'AgreementActivated',
  'AgreementAmended',
  'AgreementExtended',
  'AgreementTerminated',
  'MembersChanged',
  'StatementIssued',
  'ClaimApproved',
  'SettlementRecorded',
]);

type Placed = PositionedEvent & { readonly position: number };

/** What the tree covers of an event: as it was stored, with its place and the time that never goes back. */
export const entryOf = ({ event, position, recordedAt }: Pick<Placed, 'event' | 'position' | 'recordedAt'>): Uint8Array => {
  const texts = canonicalTextsOf(event);
  const leaf = { ...event, position, recordedAt };
  return texts === undefined ? leafBytes(leaf) : leafBytesWith(leaf, texts);
};

export const proofsView: View = {
  name: 'proofs',
  version: 2,
  tables: PROOF_TABLES,
  handle: (batch, db) => {
    const rows = tileRows(db);
    for (const [partnership, items] of byPartnership(batch)) append(rows, rows.partnerships.idOf(partnership), items);
  },
  reset: (db: Database) => {
    tileRows.forget(db);
  },
};

/** In the order in which the log first speaks of each, whatever the batches: ids are given in it. */
function byPartnership(batch: readonly PositionedEvent[]): ReadonlyMap<string, readonly Placed[]> {
  const found = new Map<string, Placed[]>();
  for (const { partnership, position, ...item } of batch) {
    if (partnership === undefined || position === undefined) continue;
    const items = found.get(partnership);
    if (items === undefined) found.set(partnership, [{ ...item, position }]);
    else items.push({ ...item, position });
  }
  return found;
}

function append(rows: TileRows, partnership: number, items: readonly Placed[]): void {
  const own = rows.of(partnership);
  const size = own.hashesOn(0);
  const hashes = items.map((item, index) => {
    // A tree over the wrong events would be signed: better that the view stops.
    if (item.position !== size + index) throw new RangeError(`position ${item.position} comes where ${size + index} is next`);
    return nodeHasher.leaf(entryOf(item));
  });
  appendHashes(own, nodeHasher, 0, hashes);
  for (const { event, position } of items) if (OCCASIONS.has(event.type)) rows.addOccasion(partnership, position);
}
