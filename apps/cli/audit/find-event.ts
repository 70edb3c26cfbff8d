import { type Leaf, parseLeaf } from '#audit';
import type { Party, TimelineEntry } from '#ledger';
import type { LedgerClient } from '../client/ledger-client.ts';
import { allOf, pages } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure, valueOf } from '../failure.ts';
import { entriesAt } from './part-proofs.ts';

/** An event as people name it. */
export type Wanted =
  | { readonly kind: 'sale'; readonly document: string; readonly line?: string }
  | { readonly kind: 'signature'; readonly version: number; readonly party?: Party }
  | { readonly kind: 'position'; readonly position: number };

export type Found = { readonly partnership: string; readonly position: number };

/** What the timeline can tell without the event itself. */
const mayBe = (entry: TimelineEntry, agreement: string, wanted: Wanted): boolean => {
  switch (wanted.kind) {
    case 'sale':
      return entry.stream.startsWith('sales-') && entry.summary.includes(wanted.document);
    case 'signature':
      return entry.type === 'AgreementSigned' && entry.stream === `agreement-${agreement}`;
    case 'position':
      return entry.position === wanted.position;
    default:
      return wanted satisfies never;
  }
};

const hasLine = (data: Leaf['data'], line: string): boolean => {
  const { lines } = data;
  return (
    Array.isArray(lines) && lines.some((one: unknown) => typeof one === 'object' && one !== null && 'line' in one && one.line === line)
  );
};

const isWanted = ({ data }: Leaf, wanted: Wanted): boolean => {
  switch (wanted.kind) {
    case 'sale':
      return data['document'] === wanted.document && (wanted.line === undefined || hasLine(data, wanted.line));
    case 'signature':
      return data['version'] === String(wanted.version) && (wanted.party === undefined || data['party'] === wanted.party);
    case 'position':
      return true;
    default:
      return wanted satisfies never;
  }
};

/** The last event that fits: of a sale that was corrected, the correction. */
export const findEvent = async (client: LedgerClient, agreement: string, wanted: Wanted): Promise<Found> => {
  const { partnership } = valueOf(await client.agreement(agreement));
  const entries = await allOf(pages(async (page) => valueOf(await client.timeline({ agreement, ...page }))));
  const candidates = entries.filter((entry) => mayBe(entry, agreement, wanted)).map(({ position }) => position);
  const found = await entriesAt(client.proofs, partnership, entries.length, candidates);
  const position = candidates.findLast((candidate) => isWanted(accept(parseLeaf(found.get(candidate) ?? new Uint8Array(0))), wanted));
  if (position === undefined)
    throw failure(
      'EVENT_NOT_FOUND',
      'No event of this history is the one that was named.',
      'Look it up with rebate timeline, and name it by its position.',
      { place: '--agreement', value: agreement },
      EXIT.notFound,
    );
  return { partnership, position };
};
