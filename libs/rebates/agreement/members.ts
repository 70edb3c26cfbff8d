import type { Rejection } from '#kernel';
import { z } from 'zod';
import { day, name } from './fields.ts';
import { issuesToRejections } from './issues.ts';
import { refusal } from './refusals.ts';
import type { AgreementTerms } from './terms.ts';

/** Members who join and leave by their own event (domain.md §2): a stay begins on a day and may end on one. */

type Members = NonNullable<AgreementTerms['members']>;
type Stay = Members[number];

export const joining = z.strictObject({ id: name, from: day, to: day.optional() });
/** `on` is the last day on which lines count for the member. */
export const leaving = z.strictObject({ id: name, on: day });
const changes = z.strictObject({ join: z.array(joining).max(5000).optional(), leave: z.array(leaving).max(5000).optional() });

export type MembersChange = { readonly join: readonly z.infer<typeof joining>[]; readonly leave: readonly z.infer<typeof leaving>[] };

/** Days as YYYY-MM-DD are in order as texts; a stay without a day is open on that side. */
const FIRST = '';
const LAST = '9999-12-31';
const begins = (stay: Pick<Stay, 'from'>): string => stay.from ?? FIRST;
const ends = (stay: Pick<Stay, 'to'>): string => stay.to ?? LAST;

export const staysOverlap = (one: Stay, other: Stay): boolean => begins(one) <= ends(other) && begins(other) <= ends(one);

/** First those who leave, so that one who leaves and joins again in one change does both. */
export const membersAfter = (members: Members, { join, leave }: MembersChange): Members => [
  ...members.map((stay) => {
    const left = leave.find(({ id, on }) => id === stay.id && begins(stay) <= on && on <= ends(stay));
    return left === undefined ? stay : { ...stay, to: left.on };
  }),
  ...join,
];

const checkLeaving = (members: Members, { leave }: MembersChange): Rejection[] =>
  leave.flatMap(({ id, on }, index) =>
    members.some((stay) => stay.id === id && begins(stay) <= on && on <= ends(stay))
      ? []
      : [refusal('MEMBER_NOT_THERE', { member: id, on }, { place: `leave[${index}].id`, value: id })],
  );

const checkJoining = (members: Members, { join }: MembersChange): Rejection[] =>
  join.flatMap((stay, index) => {
    if (stay.to !== undefined && stay.to < stay.from)
      return [refusal('TERM_BACKWARDS', { from: stay.from, to: stay.to }, { place: `join[${index}].to`, value: stay.to })];
    const other = [...members, ...join.slice(0, index)].find((known) => known.id === stay.id && staysOverlap(known, stay));
    if (other === undefined) return [];
    const details = { member: stay.id, from: other.from ?? 'the start', to: other.to ?? 'the end' };
    return [refusal('MEMBER_STAYS_OVERLAP', details, { place: `join[${index}].id`, value: stay.id })];
  });

type Read = { readonly ok: true; readonly change: MembersChange } | { readonly ok: false; readonly rejections: readonly Rejection[] };

/** Reads who joins and who leaves, against the members of the terms in force. */
export const readMembersChange = (given: { readonly join?: unknown; readonly leave?: unknown }, terms: AgreementTerms): Read => {
  const parsed = changes.safeParse({ join: given.join, leave: given.leave });
  if (!parsed.success) return { ok: false, rejections: issuesToRejections(parsed.error.issues, '', given) };
  // Only what JSON holds: an end that is not given is no key at all.
  const change = JSON.parse(JSON.stringify({ join: parsed.data.join ?? [], leave: parsed.data.leave ?? [] })) as MembersChange;
  if (change.join.length + change.leave.length === 0) return { ok: false, rejections: [refusal('MEMBERS_UNCHANGED')] };
  if (terms.members === undefined) return { ok: false, rejections: [refusal('MEMBERS_NOT_LISTED', { agreement: terms.id })] };
  const rejections = [
    ...checkLeaving(terms.members, change),
    ...checkJoining(membersAfter(terms.members, { join: [], leave: change.leave }), change),
  ];
  return rejections.length > 0 ? { ok: false, rejections } : { ok: true, change };
};

/** Stays that go on to the last day of a term or beyond, and those that ended before it. */
export const staysAt = (members: Members, last: string): { readonly going: readonly Stay[]; readonly ended: readonly Stay[] } => ({
  going: members.filter((stay) => ends(stay) >= last),
  ended: members.filter((stay) => ends(stay) < last),
});
