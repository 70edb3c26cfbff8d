import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Balance, ReplayDay, Statements, VersionSummary } from '../../api/answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import type { Span } from './year.ts';

/** The balance of every day, as known at one position: asked once, then every day is drawn from memory. */
export const balancesQuery = (agreement: string, { from, to }: Span, knownAt: string | undefined) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'year', from, to, knownAt ?? null],
    queryFn: ({ signal }) => get<readonly Balance[]>(`${pathOfAgreement(agreement)}/balances`, { from, to, knownAt }, signal),
    staleTime: knownAt === undefined ? 0 : Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

/** What happened on each day, at the position that the balances are of: one stretch of days after the other. */
export const daysQuery = (agreement: string, stretches: readonly Span[], knownAt: number) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'days', stretches[0]?.from ?? '', stretches.at(-1)?.to ?? '', knownAt],
    queryFn: ({ pageParam, signal }) =>
      get<readonly ReplayDay[]>(`${pathOfAgreement(agreement)}/replay`, { ...stretches[pageParam], knownAt }, signal),
    initialPageParam: 0,
    getNextPageParam: (_, pages: readonly (readonly ReplayDay[])[]) => (pages.length < stretches.length ? pages.length : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

export const versionsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'versions'],
    queryFn: ({ signal }) => get<readonly VersionSummary[]>(`${pathOfAgreement(agreement)}/versions`, {}, signal),
  });

export const statementsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'statements'],
    queryFn: ({ signal }) => get<Statements>(`${pathOfAgreement(agreement)}/statements`, {}, signal),
  });
