import { queryOptions } from '@tanstack/react-query';
import type { Alerts, Goals, Settlements } from '../../api/answers.ts';
import { pathOfAgreement, pathOfPartnership } from '../../api/paths.ts';
import { staleTimeOf } from '../../api/queries.ts';
import { get } from '../../api/request.ts';
import type { Variances } from '../../api/sides-answers.ts';
import type { Axes } from '../../parts/axes.ts';

export const goalsQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'goals', axes],
    queryFn: ({ signal }) => get<Goals>(`${pathOfAgreement(agreement)}/goals`, axes, signal),
    staleTime: staleTimeOf(axes),
  });

export const alertsQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'alerts', axes],
    queryFn: ({ signal }) => get<Alerts>(`${pathOfAgreement(agreement)}/alerts`, axes, signal),
    staleTime: staleTimeOf(axes),
  });

/** What became of what was earned: settled, waived, open. */
export const settlementsQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'settlements', axes],
    queryFn: ({ signal }) => get<Settlements>(`${pathOfAgreement(agreement)}/settlements`, axes, signal),
    staleTime: staleTimeOf(axes),
  });

/** How many lines of the partnership differ and are not resolved: one is asked for, the totals are of all. */
export const openVariancesQuery = (agreement: string, partnership: string, { knownAt }: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'open-variances', partnership, knownAt ?? null],
    queryFn: ({ signal }) => get<Variances>(`${pathOfPartnership(partnership)}/variances`, { knownAt, limit: 1 }, signal),
  });
