import { queryOptions } from '@tanstack/react-query';
import type { Paged } from './answers.ts';
import type { Dispute, DisputeSummary } from './dispute-answers.ts';
import { pathOfPartnership } from './paths.ts';
import { get } from './request.ts';

const PAGE = 500;
export const disputesPath = (partnership: string): string => `${pathOfPartnership(partnership)}/disputes`;

/** All disputes of an agreement, in the order in which they were opened. */
export const disputesQuery = (agreement: string, partnership: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'disputes', partnership],
    queryFn: async ({ signal }): Promise<readonly DisputeSummary[]> => {
      const all: DisputeSummary[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page: Paged<DisputeSummary> = await get(disputesPath(partnership), { onlyAgreement: agreement, limit: PAGE, cursor }, signal);
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
  });

/** `atLeast`: what was written just now is in the answer. */
export const disputeQuery = (agreement: string, partnership: string, dispute: string, atLeast?: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'dispute', partnership, dispute],
    queryFn: ({ signal }) => get<Dispute>(`${disputesPath(partnership)}/${encodeURIComponent(dispute)}`, { atLeast }, signal),
  });
