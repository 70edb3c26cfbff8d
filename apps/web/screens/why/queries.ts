import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Explanation } from '../../api/answers.ts';
import { staleTimeOf } from '../../api/queries.ts';
import { get } from '../../api/request.ts';
import type { Axes } from '../../parts/axes.ts';

const LINES = 50;

/** A figure's causes with the first lines that make it; each further page brings more of the lines. */
export const explanationQuery = (agreement: string, axes: Axes, { from, programme }: { readonly from?: string; readonly programme?: string }) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'explain', axes, from ?? null, programme ?? null],
    queryFn: ({ pageParam, signal }) => get<Explanation>(`/agreements/${encodeURIComponent(agreement)}/explain`, { ...axes, from, programme, limit: LINES, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Explanation) => nextCursor,
    staleTime: staleTimeOf(axes),
  });
