import type { Asking } from '../access/actor.ts';

const READ_BOOKS = ['administrator', 'finance', 'approver'];

/** Whose books a report may look into: one's own in a role that reads them, and of the sides that granted an audit; all on an open server. */
export const booksSeenBy = ({ actor, relation }: Asking): readonly string[] | undefined => {
  if (actor.kind === 'open') return undefined;
  if (relation.kind === 'auditor') return relation.for;
  if (relation.kind !== 'sides') return [];
  return relation.sides.filter(({ roles }) => roles.some((role) => READ_BOOKS.includes(role))).map(({ organisation }) => organisation);
};
