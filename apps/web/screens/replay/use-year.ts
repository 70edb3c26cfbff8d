import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo } from 'react';
import { balancesQuery, daysQuery } from './queries.ts';
import { type Span, type Year, stretchesOf, yearOf } from './year.ts';

export type AskedYear = {
  readonly year: Year | undefined;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly again: () => void;
};

/** A year as known at one position: its balances first, which are all that a step needs, then what happened on each day. */
export const useYear = (agreement: string, span: Span, knownAt: string | undefined, enabled: boolean): AskedYear => {
  const balances = useQuery({
    ...balancesQuery(agreement, span, knownAt),
    enabled,
    ...(knownAt === undefined ? {} : { placeholderData: keepPreviousData }),
  });
  const position = balances.data?.[0]?.knownAt;
  const stretches = useMemo(() => stretchesOf({ from: span.from, to: span.to }, position ?? 0), [span.from, span.to, position]);
  const days = useInfiniteQuery({ ...daysQuery(agreement, stretches, position ?? 0), enabled: enabled && position !== undefined });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = days;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, isError]);
  // A month that comes in is laid out between two steps, not before the next one.
  const told = useDeferredValue(days.data?.pages);
  const year = useMemo(() => (balances.data === undefined ? undefined : yearOf(balances.data, told?.flat() ?? [])), [balances.data, told]);
  return {
    year,
    isLoading: balances.isPlaceholderData || balances.isPending,
    error: balances.error ?? days.error,
    again: () => {
      void balances.refetch();
      if (isError) void days.refetch();
    },
  };
};
