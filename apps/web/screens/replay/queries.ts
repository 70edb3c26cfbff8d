import { queryOptions } from '@tanstack/react-query';
import type { Balance, ReplayDay, Statements, VersionSummary } from '../../api/answers.ts';
import { get } from '../../api/request.ts';
import { type Year, yearOf } from './year.ts';

const of = (agreement: string): string => `/agreements/${encodeURIComponent(agreement)}`;

export type Span = { readonly from: string; readonly to: string };

/** A whole year as known at one position: asked once, then every day of it is drawn from memory. */
export const yearQuery = (agreement: string, { from, to }: Span, knownAt: string | undefined) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'year', from, to, knownAt ?? null],
    queryFn: async ({ signal }): Promise<Year> => {
      const params = { from, to, knownAt };
      const [balances, days] = await Promise.all([
        get<readonly Balance[]>(`${of(agreement)}/balances`, params, signal),
        get<readonly ReplayDay[]>(`${of(agreement)}/replay`, params, signal),
      ]);
      return yearOf(balances, days);
    },
    staleTime: knownAt === undefined ? 0 : Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

export const versionsQuery = (agreement: string) =>
  queryOptions({ queryKey: ['agreement', agreement, 'versions'], queryFn: ({ signal }) => get<readonly VersionSummary[]>(`${of(agreement)}/versions`, {}, signal) });

export const statementsQuery = (agreement: string) =>
  queryOptions({ queryKey: ['agreement', agreement, 'statements'], queryFn: ({ signal }) => get<Statements>(`${of(agreement)}/statements`, {}, signal) });
