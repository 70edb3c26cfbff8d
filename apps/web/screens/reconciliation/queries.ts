import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pathOfAgreement, pathOfPartnership } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import type { Stated, Variance, Variances } from '../../api/sides-answers.ts';
import type { Axes } from '../../parts/axes.ts';
import type { Filter } from './filter.ts';

const PAGE = 100;
const WHOLE_PAGE = 500;

const asked = ({ kind, status, document, since, until }: Filter, { on, knownAt }: Axes) => ({
  kind,
  status,
  document,
  from: since,
  to: until,
  on,
  knownAt,
});
const pathOf = (partnership: string): string => `${pathOfPartnership(partnership)}/variances`;

export const worklistQuery = (agreement: string, partnership: string, filter: Filter, axes: Axes) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'worklist', partnership, asked(filter, axes)],
    queryFn: ({ pageParam, signal }) =>
      get<Variances>(pathOf(partnership), { ...asked(filter, axes), limit: PAGE, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Variances) => nextCursor,
  });

/** How many of each kind there are, whichever kind is chosen. */
export const kindsQuery = (agreement: string, partnership: string, filter: Filter, axes: Axes) => {
  const whole = { ...asked(filter, axes), kind: undefined, limit: 1 };
  return queryOptions({
    queryKey: ['agreement', agreement, 'variance-kinds', partnership, whole],
    queryFn: ({ signal }) => get<Variances>(pathOf(partnership), whole, signal),
  });
};

/** What each side's own statements say, as known; the balance follows none of them. */
export const statedQuery = (agreement: string, { knownAt }: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'stated', knownAt],
    queryFn: ({ signal }) => get<Stated>(`${pathOfAgreement(agreement)}/stated-figures`, { knownAt }, signal),
  });

/** All that a filter lets through, page after page. */
export const allOf = async (partnership: string, filter: Filter, axes: Axes): Promise<readonly Variance[]> => {
  const all: Variance[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Variances = await get(pathOf(partnership), { ...asked(filter, axes), limit: WHOLE_PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
};
