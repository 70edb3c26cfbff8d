import type { BundlePart } from '#audit';
import { isShown } from '#verification';
import type { LedgerClient } from '../client/ledger-client.ts';
import { pages } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';

/** What a part is to hold: the events of an agreement, and sales about some days. */
export type Chosen = { readonly agreement: string; readonly from?: string; readonly to?: string };

/** The events that a part of a bundle holds, by their positions. */
export const choose = async (client: LedgerClient, partnership: string, chosen: Chosen, size: number): Promise<BundlePart> => {
  const { agreement, from, to } = chosen;
  const { partnership: own } = valueOf(await client.agreement(agreement));
  if (own !== partnership) throw failure('AGREEMENT_OF_OTHER', `${agreement} is an agreement of ${own}, not of ${partnership}.`, 'Name the partnership that the agreement belongs to.', { place: '--agreement', value: agreement }, EXIT.refused);
  const positions: number[] = [];
  for await (const page of pages(async (asked) => valueOf(await client.timeline({ agreement, ...asked })))) {
    positions.push(...page.filter((entry) => entry.position < size && isShown(entry, partnership, chosen)).map(({ position }) => position));
  }
  return { positions, agreements: [agreement], ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
};
