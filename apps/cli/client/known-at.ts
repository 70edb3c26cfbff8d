import type { KnownAt } from '#ledger';

/** As a query of the server names it: a position or a time. */
export const knownAtText = (knownAt: KnownAt | undefined): string | number | undefined => (knownAt === undefined ? undefined : 'position' in knownAt ? knownAt.position : knownAt.time);
