import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  Accruals,
  AccountingPeriods,
  Ageing,
  ClaimLines,
  Due,
  Journal,
  PeriodLength,
  SettledAndWaived,
  ShortPayments,
  Statement,
  StatementCheck,
} from '../../api/finance-answers.ts';
import { pathOfOrganisation } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import { staleTimeOf } from '../../api/queries.ts';
import type { Axes } from '../../parts/axes.ts';

const LINES = 100;
export const pathIn = (agreement: string, ...rest: readonly string[]): string =>
  `/agreements/${[agreement, ...rest].map(encodeURIComponent).join('/')}`;
export const bookOf = (organisation: string, agreement: string, ...rest: readonly string[]): string =>
  `${pathOfOrganisation(organisation)}${pathIn(agreement, ...rest)}`;

export const periodsQuery = (agreement: string, every: PeriodLength) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'periods', every],
    queryFn: ({ signal }) => get<AccountingPeriods>(pathIn(agreement, 'periods'), { every }, signal),
  });

/** Issued once, it never changes. */
export const statementQuery = (agreement: string, period: string) =>
  queryOptions({
    queryKey: ['statement', agreement, period],
    queryFn: ({ signal }) => get<Statement>(pathIn(agreement, 'statements', period), {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const checkQuery = (agreement: string, period: string) =>
  queryOptions({
    queryKey: ['statement', agreement, period, 'check'],
    queryFn: ({ signal }) => get<StatementCheck>(pathIn(agreement, 'statements', period, 'check'), {}, signal),
  });

export const previewQuery = (agreement: string, period: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'preview', period],
    queryFn: ({ signal }) => get<Statement>(pathIn(agreement, 'statements', period, 'preview'), {}, signal),
  });

export const settledQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'settled', axes],
    queryFn: ({ signal }) => get<SettledAndWaived>(pathIn(agreement, 'settlements'), axes, signal),
    staleTime: staleTimeOf(axes),
  });

export const dueQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'due', axes],
    queryFn: ({ signal }) => get<Due>(pathIn(agreement, 'due'), axes, signal),
    staleTime: staleTimeOf(axes),
  });

export const shortPaymentsQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'short-payments', axes],
    queryFn: ({ signal }) => get<ShortPayments>(pathIn(agreement, 'short-payments'), axes, signal),
    staleTime: staleTimeOf(axes),
  });

export const ageingQuery = (agreement: string, axes: Axes) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'ageing', axes],
    queryFn: ({ signal }) => get<Ageing>(pathIn(agreement, 'ageing'), axes, signal),
    staleTime: staleTimeOf(axes),
  });

/** What each line has earned of a programme through a day, and what of it can still be claimed. */
export const claimLinesQuery = (agreement: string, programme: string, on: string) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'claim-lines', programme, on],
    queryFn: ({ pageParam, signal }) =>
      get<ClaimLines>(pathIn(agreement, 'claim-lines'), { programme, on, limit: LINES, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: ClaimLines) => nextCursor,
  });

export const accrualsQuery = (agreement: string, organisation: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'accruals', organisation],
    queryFn: ({ signal }) => get<Accruals>(bookOf(organisation, agreement, 'accruals'), {}, signal),
  });

export const journalQuery = (agreement: string, organisation: string, span: { readonly from?: string; readonly to?: string }) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'journal', organisation, span],
    queryFn: ({ signal }) => get<Journal>(bookOf(organisation, agreement, 'journal'), span, signal),
  });
