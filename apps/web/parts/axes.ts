import { isDay } from '../figures/days.ts';

/** The two times of a question, as the address carries them: the day it is about, and as known when. */
export type Axes = { readonly on?: string; readonly knownAt?: string };

const POSITION = /^\d{1,12}$/;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What is no day or position is left out of the address rather than asked. */
export const axesOf = (search: Readonly<Record<string, unknown>>): Axes => {
  const [on, knownAt] = [text(search['on']), text(search['knownAt'])];
  return { ...(on !== undefined && isDay(on) ? { on } : {}), ...(knownAt !== undefined && POSITION.test(knownAt) ? { knownAt } : {}) };
};

export const textIn = text;

/** What an address holds, with what is not there left out. */
export const given = <T extends Readonly<Record<string, string | undefined>>>(values: T): { readonly [Key in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { readonly [Key in keyof T]?: string };
