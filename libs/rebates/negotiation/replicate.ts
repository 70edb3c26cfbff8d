import { addMonths, civilOf, type Day, formatDay, parseDay, refused, type Result, toDay } from '#kernel';
import { staysAt } from '../agreement/members.ts';
import { parseAgreement } from '../agreement/parse.ts';
import { refusal } from '../agreement/refusals.ts';
import type { AgreementTerms, ProgrammeTerms } from '../agreement/terms.ts';
import { timelinesOf } from '../agreement/timeline.ts';
import type { SignedTerms } from './diff.ts';

/** The next year's terms from this year's: as in force at the end, with every day moved, to be read over and proposed. */
export type Replica = {
  readonly terms: AgreementTerms;
  /** What a reader should look at, in words. */
  readonly notes: readonly string[];
};

export type ReplicaRequest = {
  /** First day of the new term; the day after the old one where left out. */
  readonly from?: string;
  readonly id?: string;
  /** Growth baselines by programme: what was measured, for those whose baseline is a fixed amount. */
  readonly baselines?: Readonly<Record<string, string>>;
};

type Shift = { readonly first: (day: Day) => Day; readonly last: (day: Day) => Day };

/**
 * By whole months where both terms begin on the same day of a month, else by days (weeks of a 4-4-5 calendar). A last
 * day moves with the day after it, so that the end of February stays the end of February.
 */
const shiftBetween = (old: Day, next: Day): Shift => {
  const [before, after] = [civilOf(old), civilOf(next)];
  if (before.day !== after.day) return { first: (day) => day + next - old, last: (day) => day + next - old };
  const months = (after.year - before.year) * 12 + after.month - before.month;
  const first = (day: Day): Day => addMonths(day, months);
  return { first, last: (day) => first(day + 1) - 1 };
};

/** Keys that hold days; the bounds of steps are called `from` too, and are no days. */
const FIRST_DAYS: ReadonlySet<string> = new Set(['from', 'on', 'by']);
const LAST_DAYS: ReadonlySet<string> = new Set(['to']);

const moved = (value: unknown, shift: Shift, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((entry) => moved(entry, shift));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([own, entry]) => [own, moved(entry, shift, own)]));
  const day = typeof value === 'string' ? parseDay(value) : undefined;
  if (day === undefined) return value;
  if (LAST_DAYS.has(key)) return formatDay(shift.last(day));
  return FIRST_DAYS.has(key) ? formatDay(shift.first(day)) : value;
};

/** "Year 2026" becomes "Year 2027"; a name without its year in it stays. */
const renamed = (text: string, old: Day, next: Day): string => text.replaceAll(String(civilOf(old).year), String(civilOf(next).year));

/** An id must be another one: without its year in it, the new year is put behind. */
const idAfter = (id: string, old: Day, next: Day): string => {
  const other = renamed(id, old, next);
  return other === id ? `${id}-${civilOf(next).year}` : other;
};

const isFixedGrowth = ({ earn }: ProgrammeTerms): boolean => 'growth' in earn && typeof earn['baseline'] === 'string';

const withBaseline = (programme: ProgrammeTerms, baselines: Readonly<Record<string, string>>): ProgrammeTerms => {
  const baseline = baselines[programme.id];
  return baseline === undefined || !isFixedGrowth(programme) ? programme : { ...programme, earn: { ...programme.earn, baseline } };
};

const baselineNotes = (programmes: readonly ProgrammeTerms[], baselines: Readonly<Record<string, string>>): string[] =>
  programmes.filter(isFixedGrowth).map((programme) => {
    const [old, next] = [String(programme.earn['baseline']), baselines[programme.id]];
    return next === undefined
      ? `The baseline of ${programme.id} stays ${old}.`
      : `The baseline of ${programme.id} is ${next}, as measured; it was ${old}.`;
  });

/** Who is a member at the end is one from the first day on. */
const nextMembers = (
  terms: AgreementTerms,
  shift: Shift,
  from: string,
): Pick<Replica, 'notes'> & { readonly members: AgreementTerms['members'] } => {
  if (terms.members === undefined) return { members: undefined, notes: [] };
  const { going, ended } = staysAt(terms.members, terms.to);
  const members = going.map((stay) => {
    const first = stay.from === undefined || stay.from <= terms.to ? from : formatDay(shift.first(toDay(stay.from)));
    return {
      id: stay.id,
      ...(stay.from === undefined ? {} : { from: first }),
      ...(stay.to === undefined ? {} : { to: formatDay(shift.last(toDay(stay.to))) }),
    };
  });
  return {
    members,
    notes: ended
      .filter(({ id }) => !going.some((stay) => stay.id === id))
      .map(({ id, to }) => `${id} left after ${to ?? ''} and is no member of the new term.`),
  };
};

const amendmentNotes = ({ amendments }: SignedTerms): string[] =>
  amendments.map(
    ({ programme, effective }) => `The amendment of ${programme} from ${effective} is part of the new terms from their first day.`,
  );

/** Reads as it was written: what a list of members without anybody in it would mean, nobody meant. */
const withMembers = (terms: object, members: AgreementTerms['members']): object => (members === undefined ? terms : { ...terms, members });

/** Terms for the term after this one. They are only proposed: both sides sign them like any others. */
export const replicate = ({ terms, amendments }: SignedTerms, { from, id, baselines = {} }: ReplicaRequest): Result<Replica> => {
  const [oldFirst, oldLast] = [toDay(terms.from), toDay(terms.to)];
  const text = from ?? formatDay(oldLast + 1);
  const first = parseDay(text);
  if (first === undefined) return refused(refusal('DAY_NOT_ALLOWED', { day: text }, { place: 'from', value: text }));
  if (first <= oldLast) return refused(refusal('REPLICA_NOT_LATER', { from: text, termTo: terms.to }, { place: 'from', value: text }));
  const shift = shiftBetween(oldFirst, first);
  const timelines = timelinesOf(terms, amendments);
  const programmes = terms.programmes.map((programme) => timelines.get(programme.id)?.at(-1)?.programme.terms ?? programme);
  const { members, notes } = nextMembers(terms, shift, text);
  // Members are no dates to be moved alone: they are put in below.
  const next = moved(
    { ...terms, members: undefined, programmes: programmes.map((programme) => withBaseline(programme, baselines)) },
    shift,
  ) as AgreementTerms;
  const named = {
    ...next,
    id: id ?? idAfter(terms.id, oldFirst, first),
    ...(terms.name === undefined ? {} : { name: renamed(terms.name, oldFirst, first) }),
  };
  const parsed = parseAgreement(JSON.parse(JSON.stringify(withMembers(named, members))));
  return parsed.ok
    ? {
        ok: true,
        value: {
          terms: parsed.value,
          notes: [...amendmentNotes({ terms, amendments }), ...notes, ...baselineNotes(programmes, baselines)],
        },
      }
    : parsed;
};
