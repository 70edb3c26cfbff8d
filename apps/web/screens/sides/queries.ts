import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pathOfAgreement, pathOfPartnership } from '../../api/paths.ts';
import { staleTimeOf } from '../../api/queries.ts';
import { get } from '../../api/request.ts';
import type { GapAnswer, Sides, Variances } from '../../api/sides-answers.ts';
import type { Axes } from '../../parts/axes.ts';

const PAGE = 50;

export const sidesQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'sides', axes],
    queryFn: ({ signal }) => get<Sides>(`${pathOfAgreement(agreement)}/sides`, axes, signal),
    staleTime: staleTimeOf(axes),
  });

/** The variances of the agreement's partnership; its key begins with the agreement, so that news renews it. */
export const variancesQuery = (agreement: string, partnership: string, axes: Axes) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'variances', partnership, axes],
    queryFn: ({ pageParam, signal }) =>
      get<Variances>(
        `${pathOfPartnership(partnership)}/variances`,
        { ...axes, to: axes.on, limit: PAGE, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Variances) => nextCursor,
  });

export const gapQuery = (
  agreement: string,
  partnership: string,
  span: { readonly from: string; readonly to: string },
  knownAt: string | undefined,
) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'gap', partnership, span, knownAt ?? null],
    queryFn: ({ signal }) => get<GapAnswer>(`${pathOfPartnership(partnership)}/gap`, { ...span, knownAt }, signal),
  });
