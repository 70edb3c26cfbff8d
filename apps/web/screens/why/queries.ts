import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Explanation, Statements } from '../../api/answers.ts';
import type { Bridge } from '../../api/bridge-answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { staleTimeOf } from '../../api/queries.ts';
import { get } from '../../api/request.ts';
import type { Axes } from '../../parts/axes.ts';

const EVENTS = 50;

export type Way = {
  readonly fromOn?: string | undefined;
  readonly fromKnownAt?: string | undefined;
  readonly figure?: 'open' | 'projected' | undefined;
};

/** The causes between two figures with the first events of the way; each further page brings more of them. */
export const bridgeQuery = (agreement: string, axes: Axes, { fromOn, fromKnownAt, figure }: Way) =>
  infiniteQueryOptions({
    queryKey: ['agreement', agreement, 'bridge', axes, fromOn ?? null, fromKnownAt ?? null, figure ?? null],
    queryFn: ({ pageParam, signal }) =>
      get<Bridge>(
        `${pathOfAgreement(agreement)}/bridge`,
        { ...axes, fromOn, fromKnownAt, figure, limit: EVENTS, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Bridge) => nextCursor,
    // What was settled about a past day can still be recorded; what was earned as known then cannot change.
    staleTime: figure === undefined ? staleTimeOf(axes) : 0,
  });

/** By which rules: one day's explanation has the programmes with what they measured and their words, and reads no other day. */
export const rulesQuery = (agreement: string, on: string, knownAt: number) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'rules', on, knownAt],
    queryFn: ({ signal }) => get<Explanation>(`${pathOfAgreement(agreement)}/explain`, { on, from: on, knownAt, limit: 1 }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const statementsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'statements'],
    queryFn: ({ signal }) => get<Statements>(`${pathOfAgreement(agreement)}/statements`, {}, signal),
  });
