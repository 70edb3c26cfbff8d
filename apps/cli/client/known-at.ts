import type { KnownAt } from '#ledger';

/** As a query of the server names it: a position or a time. */
export const knownAtText = (knownAt: KnownAt | undefined): string | number | undefined =>
  knownAt === undefined ? undefined : 'position' in knownAt ? knownAt.position : knownAt.time;

/** In a body it is a text too. */
export const knownAtInBody = (knownAt: KnownAt | undefined): string | undefined =>
  knownAt === undefined ? undefined : String(knownAtText(knownAt));
