import type { Asking } from '../access/actor.ts';

/** The sides that who asks administers; undefined where nobody signs in, who may act for each of them. */
export const administered = ({ relation }: Pick<Asking, 'relation'>): readonly string[] | undefined =>
  relation.kind === 'sides'
    ? relation.sides.flatMap(({ organisation, roles }) => (roles.includes('administrator') ? [organisation] : []))
    : undefined;
