import { addMonths, formatDay, holds, parseDay, Rational, type Rejection, sum, toDay } from '#kernel';
import { changedTerms, compileProgramme } from './compile.ts';
import { checkConditions } from './conditions.ts';
import { termOf } from './measurement-periods.ts';
import { staysOverlap } from './members.ts';
import { refusal } from './refusals.ts';
import { checkSettle, measuredBy } from './settle.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms, WindowKind } from './terms.ts';
import { amended, inForce, type Timeline, timelinesOf } from './timeline.ts';
import { checkUnits } from './units.ts';

/** Contradictions between parts of an agreement, each well-formed alone. Places are paths in the file. */

const LONGEST_TERM_YEARS = 50;
const MOST_AMENDMENTS = 1000;
/** What a carry cannot change: the volume before it is measured by these. */
const MEASURED_BY = ['period', 'scope', 'by'] as const;

type Ranged = { readonly from?: string | undefined; readonly to?: string | undefined };
const backwards = (range: Ranged, path: string): Rejection[] => {
  const { from, to } = range;
  if (from === undefined || to === undefined || from <= to) return [];
  return [refusal('TERM_BACKWARDS', { from, to }, { place: path === '' ? 'to' : `${path}.to`, value: to })];
};

const duplicates = (items: readonly { readonly id: string }[], key: string): Rejection[] =>
  items.flatMap(({ id }, index) =>
    items.findIndex((item) => item.id === id) === index
      ? []
      : [refusal('DUPLICATE_ID', { id, what: key }, { place: `${key}[${index}].id`, value: id })],
  );

/** A member may leave and join again: its stays follow each other and never overlap. */
const checkStays = (members: NonNullable<AgreementTerms['members']>): Rejection[] =>
  members.flatMap((member, index) => {
    const other = members.slice(0, index).find((earlier) => earlier.id === member.id && staysOverlap(earlier, member));
    if (other === undefined) return [];
    const details = { member: member.id, from: other.from ?? 'the start', to: other.to ?? 'the end' };
    return [refusal('MEMBER_STAYS_OVERLAP', details, { place: `members[${index}].id`, value: member.id })];
  });

/** Zones that were found to be known: asking for one is slow, and a large import asks for the same thousands of times. */
const knownZones = new Set<string>(['UTC']);

const isTimeZone = (name: string): boolean => knownZones.has(name) || (asksForZone(name) && knownZones.add(name).has(name));

const asksForZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const checkTerm = (terms: AgreementTerms): Rejection[] => {
  const { from, to } = terms;
  const reversed = backwards(terms, '');
  if (reversed.length > 0) return reversed;
  if (toDay(to) < addMonths(toDay(from), LONGEST_TERM_YEARS * 12)) return [];
  return [refusal('TERM_TOO_LONG', { from, to, years: String(LONGEST_TERM_YEARS) }, { place: 'to', value: to })];
};

const checkHead = (terms: AgreementTerms): Rejection[] => {
  const rejections: Rejection[] = [];
  const { supplier, customer, timeZone, yearStartsOn, rounding, decimals } = terms;
  if (supplier === customer) rejections.push(refusal('SAME_PARTY', { party: customer }, { place: 'customer', value: customer }));
  if (!isTimeZone(timeZone)) rejections.push(refusal('TIME_ZONE_UNKNOWN', { timeZone }, { place: 'timeZone', value: timeZone }));
  // 2024 is a leap year: 02-29 is the last of February in the others.
  if (parseDay(`2024-${yearStartsOn}`) === undefined) {
    rejections.push(refusal('YEAR_START_UNKNOWN', { day: yearStartsOn }, { place: 'yearStartsOn', value: yearStartsOn }));
  }
  const inner = typeof rounding === 'string' ? undefined : rounding.decimals;
  if (inner !== undefined && decimals !== undefined && inner !== decimals) {
    rejections.push(
      refusal('DECIMALS_TWICE', { inner: String(inner), outer: String(decimals) }, { place: 'decimals', value: String(decimals) }),
    );
  }
  return rejections;
};

const checkGoals = (terms: AgreementTerms): Rejection[] =>
  (terms.goals ?? []).flatMap(({ id, by }, index) =>
    holds(termOf(terms), toDay(by))
      ? []
      : [
          refusal(
            'GOAL_OUTSIDE_TERM',
            { goal: id, by, termFrom: terms.from, termTo: terms.to },
            { place: `goals[${index}].by`, value: by },
          ),
        ],
  );

const checkLimits = (terms: AgreementTerms): Rejection[] =>
  (terms.limits ?? []).flatMap((limit, index) => [
    ...limit.programmes.flatMap((id, at) => {
      const [place, value] = [`limits[${index}].programmes[${at}]`, id];
      if (!terms.programmes.some((programme) => programme.id === id))
        return [refusal('LIMIT_PROGRAMME_UNKNOWN', { programme: id }, { place, value })];
      return limit.programmes.indexOf(id) === at
        ? []
        : [refusal('DUPLICATE_ID', { id, what: 'programmes of the limit' }, { place, value })];
    }),
  ]);

/** How a deduction leads back to the programme it begins with, or only the two programmes where it does not. */
const chainOf = (programmes: readonly ProgrammeTerms[], from: string, to: string): string[] => {
  const queue: string[][] = [[from, to]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const last = path.at(-1) ?? '';
    if (last === from) return path;
    if (seen.has(last)) continue;
    seen.add(last);
    const next = programmes.find((programme) => programme.id === last)?.deducts ?? [];
    for (const id of next) queue.push([...path, id]);
  }
  return [from, to];
};

const checkDeducts = (programmes: readonly ProgrammeTerms[], own: ProgrammeTerms, path: string): Rejection[] => {
  const index = programmes.findIndex((programme) => programme.id === own.id);
  return (own.deducts ?? []).flatMap((deducted, at) => {
    const where = { place: `${path}.deducts[${at}]`, value: deducted };
    const found = programmes.findIndex((programme) => programme.id === deducted);
    if (found < 0) return [refusal('DEDUCTS_UNKNOWN', { programme: own.id, deducted }, where)];
    if (found < index) return [];
    const chain = chainOf(
      programmes.map((programme) => (programme.id === own.id ? own : programme)),
      own.id,
      deducted,
    );
    const words = chain.at(-1) === own.id ? `a cycle, ${chain.join(' → ')}` : chain.join(' → ');
    return [refusal('DEDUCTS_NOT_EARLIER', { programme: own.id, deducted, chain: words }, where)];
  });
};

const checkOwnPeriods = (terms: AgreementTerms, programme: ProgrammeTerms, path: string): Rejection[] => {
  if (typeof programme.period === 'string') return [];
  const placed = programme.period.map((period, index) => ({ ...period, place: `${path}.period[${index}]` }));
  const order = [...placed].sort((a, b) => toDay(a.from) - toDay(b.from));
  const outside = placed
    .filter((period) => period.from < terms.from || period.to > terms.to)
    .map(({ from, to, place }) =>
      refusal('PERIOD_OUTSIDE_TERM', { from, to, termFrom: terms.from, termTo: terms.to }, { place, value: `${from} to ${to}` }),
    );
  const overlaps = order.flatMap((period, index) => {
    const previous = order[index - 1];
    if (previous === undefined || previous.to < period.from) return [];
    return [refusal('PERIODS_OVERLAP', { from: period.from, to: previous.to }, { place: `${period.place}.from`, value: period.from })];
  });
  return [...placed.flatMap((period) => backwards(period, period.place)), ...outside, ...overlaps];
};

const checkMoney = (programme: ProgrammeTerms, path: string): Rejection[] => {
  const { cap, floor, guarantee, settle, period } = programme;
  const rejections: Rejection[] = [];
  // A measurement period of a calendar is the calendar's own window.
  const windowOf = (per: WindowKind = 'period'): string => (per === 'period' && typeof period === 'string' ? period : per);
  const isAbove = (other: typeof floor): other is NonNullable<typeof floor> =>
    other !== undefined &&
    cap?.amount !== undefined &&
    windowOf(other.per) === windowOf(cap.per) &&
    Rational.parse(cap.amount).lt(Rational.parse(other.amount));
  const [amount, at] = [cap?.amount ?? '', { place: `${path}.cap.amount`, value: cap?.amount ?? '' }];
  if (isAbove(floor)) rejections.push(refusal('CAP_BELOW_FLOOR', { cap: amount, floor: floor.amount }, at));
  if (isAbove(guarantee)) rejections.push(refusal('CAP_BELOW_GUARANTEE', { cap: amount, guarantee: guarantee.amount }, at));
  const total = sum((settle?.payTo ?? []).map((payee) => Rational.parse(payee.share)));
  if (settle?.payTo !== undefined && !total.equals(Rational.int(100))) {
    rejections.push(refusal('SHARES_NOT_WHOLE', { total: total.toExact() }, { place: `${path}.settle.payTo`, value: total.toExact() }));
  }
  return rejections;
};

/** A lump sum must fall due in some measurement period: otherwise it would never be paid, and nobody would be told. */
const checkLumpSum = (terms: AgreementTerms, { earn, period }: ProgrammeTerms, path: string): Rejection[] => {
  const goal = 'lumpSum' in earn ? (earn['when'] as { readonly goal?: unknown } | undefined)?.goal : undefined;
  if (typeof goal === 'string' && terms.goals?.some(({ id }) => id === goal) !== true)
    return [refusal('GOAL_UNKNOWN', { goal }, { place: `${path}.earn.when.goal`, value: goal })];
  const on = 'lumpSum' in earn && typeof earn['on'] === 'string' ? parseDay(earn['on']) : undefined;
  if (on === undefined) return [];
  const periods = typeof period === 'string' ? [termOf(terms)] : period.map((own) => ({ from: toDay(own.from), to: toDay(own.to) }));
  if (periods.some((own) => holds(own, on)) && holds(termOf(terms), on)) return [];
  const value = formatDay(on);
  return [refusal('LUMP_SUM_IN_NO_PERIOD', { on: value, termFrom: terms.from, termTo: terms.to }, { place: `${path}.earn.on`, value })];
};

/** What contradicts itself inside one programme, or between it and the agreement that holds it. */
const checkProgramme = (terms: AgreementTerms, programme: ProgrammeTerms, path: string): Rejection[] => [
  ...checkDeducts(terms.programmes, programme, path),
  ...checkOwnPeriods(terms, programme, path),
  ...checkMoney(programme, path),
  ...checkConditions(programme, path),
  ...checkSettle(terms, programme, path),
  ...checkLumpSum(terms, programme, path),
];

/** Contradictions of the terms alone; amendments are checked after them. */
export const checkAgreement = (terms: AgreementTerms): Rejection[] => {
  const programmes = terms.programmes.flatMap((programme, index) => checkProgramme(terms, programme, `programmes[${index}]`));
  return [
    ...checkTerm(terms),
    ...checkHead(terms),
    ...(terms.members ?? []).flatMap((member, index) => backwards(member, `members[${index}]`)),
    ...checkStays(terms.members ?? []),
    ...checkUnits(terms.units ?? []),
    ...duplicates(terms.goals ?? [], 'goals'),
    ...duplicates(terms.programmes, 'programmes'),
    ...checkGoals(terms),
    ...programmes,
    ...checkLimits(terms),
  ];
};

const checkCarry = (before: ProgrammeTerms, after: ProgrammeTerms, path: string): Rejection[] => {
  const measures = [
    ...MEASURED_BY.map((key) => ({ key, old: JSON.stringify(before[key]), changed: JSON.stringify(after[key]) })),
    { key: 'settle', old: measuredBy(before), changed: measuredBy(after) },
  ];
  return measures.flatMap(({ key, old, changed }) =>
    old === changed ? [] : [refusal('CARRY_CHANGES_MEASURE', { key, old, new: changed }, { place: `${path}.${key}`, value: changed })],
  );
};

/** The change must hold for the terms in force on its day, and for all later stretches, which it changes as well. */
const checkChange = (terms: AgreementTerms, timeline: Timeline, amendment: AmendmentTerms, path: string): Rejection[] => {
  const effective = toDay(amendment.effective);
  const here = inForce(timeline, effective);
  for (const stretch of [here, ...timeline.filter((later) => later.from > effective)]) {
    const changed = changedTerms(stretch.programme.terms, amendment.change, path);
    if (!changed.ok) return changed.rejections;
    const compiled = compileProgramme(changed.terms, path);
    const rejections = [
      ...('rejections' in compiled ? compiled.rejections : []),
      ...checkProgramme(terms, changed.terms, path),
      ...(amendment.mode === 'carry' && stretch === here ? checkCarry(stretch.programme.terms, changed.terms, path) : []),
    ];
    if (rejections.length > 0) return rejections;
  }
  return [];
};

/** Contradictions of amendments, each against the terms after those before it. `terms` and `already` were accepted. */
export const checkAmendments = (
  terms: AgreementTerms,
  already: readonly AmendmentTerms[],
  added: readonly AmendmentTerms[],
): Rejection[] => {
  const count = already.length + added.length;
  if (count > MOST_AMENDMENTS)
    return [refusal('TOO_MANY_AMENDMENTS', { count: String(count), limit: String(MOST_AMENDMENTS) }, { place: 'amendments' })];
  const timelines = timelinesOf(terms, already);
  return added.flatMap((amendment, index) => {
    const { programme, effective } = amendment;
    const path = `amendments[${index}]`;
    const timeline = timelines.get(programme);
    if (timeline === undefined)
      return [refusal('AMENDMENT_PROGRAMME_UNKNOWN', { programme }, { place: `${path}.programme`, value: programme })];
    if (!holds(termOf(terms), toDay(effective))) {
      return [
        refusal(
          'AMENDMENT_OUTSIDE_TERM',
          { effective, termFrom: terms.from, termTo: terms.to },
          { place: `${path}.effective`, value: effective },
        ),
      ];
    }
    const rejections = checkChange(terms, timeline, amendment, `${path}.change`);
    if (rejections.length === 0) timelines.set(programme, amended(timeline, terms, amendment));
    return rejections;
  });
};
