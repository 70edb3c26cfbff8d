import { expect } from '@jest/globals';
import type { Rejection } from '#kernel';

type Entry = { readonly code: string; readonly sentence: string; readonly wayOut: string };

/** A refusal stands in its table, says all that its sentence and its way out have a blank for, and nothing that is empty. */
export const expectFilledFrom =
  (...tables: readonly (readonly Entry[])[]) =>
  ({ code, details = {} }: Rejection): void => {
    const entry = tables.flat().find((one) => one.code === code);
    if (entry === undefined) throw new Error(`${code} stands in no table`);
    const blanks = [...`${entry.sentence} ${entry.wayOut}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    expect({ code, empty: blanks.filter((name) => (details[name] ?? '') === '') }).toEqual({ code, empty: [] });
  };
