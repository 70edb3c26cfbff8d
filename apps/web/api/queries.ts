import { queryOptions } from '@tanstack/react-query';
import type { Axes } from '../parts/axes.ts';
import type { Agreement, Balance, Paged, Partnership, TimelineEntry } from './answers.ts';
import type { Claims } from './finance-answers.ts';
import { pathOfAgreement } from './paths.ts';
import { get } from './request.ts';

/** Questions that more than one screen asks. Those about one agreement begin with its id, so that news of it renews them all. */

/** An answer that names both times never changes. */
export const staleTimeOf = ({ on, knownAt }: Axes): number => (on !== undefined && knownAt !== undefined ? Number.POSITIVE_INFINITY : 0);

export const partnershipsQuery = queryOptions({
  queryKey: ['partnerships'],
  queryFn: async ({ signal }): Promise<readonly Partnership[]> => {
    const all: Partnership[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Paged<Partnership> = await get('/partnerships', { limit: 500, cursor }, signal);
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  },
});

export const agreementQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'terms'],
    queryFn: ({ signal }) => get<Agreement>(pathOfAgreement(agreement), {}, signal),
  });

export const balanceQuery = (agreement: string, axes: Axes, as?: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'balance', axes, as ?? null],
    queryFn: ({ signal }) => get<Balance>(`${pathOfAgreement(agreement)}/balance`, { ...axes, as }, signal),
    staleTime: as === undefined ? staleTimeOf(axes) : 0,
  });

export const claimsQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'claims', axes],
    queryFn: ({ signal }) => get<Claims>(`${pathOfAgreement(agreement)}/claims`, axes, signal),
    staleTime: staleTimeOf(axes),
  });

/** One event of the history, by its position. */
export const eventQuery = (agreement: string, position: number) =>
  queryOptions({
    queryKey: ['event', agreement, position],
    queryFn: async ({ signal }): Promise<TimelineEntry | null> => {
      const page = await get<Paged<TimelineEntry>>(
        `${pathOfAgreement(agreement)}/timeline`,
        { limit: 1, cursor: position === 0 ? undefined : position - 1 },
        signal,
      );
      return page.items[0] ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
