import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathOfAgreement } from '../api/paths.ts';
import { problemOf } from '../api/problem.ts';
import { send } from '../api/request.ts';
import type { Axes } from '../parts/axes.ts';
import type { Amendment } from '../api/negotiation-answers.ts';
import type { Comparison } from './answers.ts';

/** A question that comes with a body: it is sent like a write, and records nothing. */
export const ask = async <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> => {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
};

export type Forecast = { readonly method: 'runRate' } | { readonly growth: string };
export type Tried =
  | { readonly proposal: true }
  | {
      readonly with: readonly ({ readonly name: string } & ({ readonly amendments: readonly Amendment[] } | { readonly terms: unknown }))[];
    };

/** `runRate` or `growth=5`, as the address and the command line write a forecast; anything else is none. */
export const forecastOf = (text: string | undefined): Forecast | undefined => {
  if (text === 'runRate') return { method: 'runRate' };
  const [, growth] = /^growth=(-?\d+(?:\.\d+)?)$/.exec(text ?? '') ?? [];
  return growth === undefined ? undefined : { growth };
};

/** The same real sales under the terms in force and under others. What was answered before stays until the next is there. */
export const comparisonQuery = (agreement: string, axes: Axes, tried: Tried, forecast?: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'compare', axes, tried, forecast ?? null],
    queryFn: ({ signal }) =>
      ask<Comparison>(`${pathOfAgreement(agreement)}/compare`, { ...axes, ...tried, forecast: forecastOf(forecast) }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
