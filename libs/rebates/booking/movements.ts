import { formatFixed, lengthOf, Rational, roundUnits, sum, toDay } from '#kernel';
import type { ClaimsState } from '../claim/state.ts';
import type { BookedRow, BookedUse, Booking } from './events.ts';
import { type BookingState, standingBookings } from './state.ts';

/** What a party accrues at a period's end: a row for each programme and measurement period, under its own policy. */
export type AccruedRow = { readonly programme: string; readonly to: string; readonly accrued: string };

/** How a party books a programme beside its account: the share of its goods still in stock, and upfront payments. */
export type BookedAs = { readonly upfront: boolean; readonly inStock: string | undefined };

export type BookingFacts = {
  readonly decimals: number;
  readonly programmes: readonly string[];
  readonly accrued: readonly AccruedRow[];
  readonly claims: ClaimsState;
  readonly term: { readonly from: string; readonly to: string };
  readonly bookedAs: (programme: string) => BookedAs;
};

type Part = { readonly settlement: string; readonly to: string; readonly amount: Rational; readonly final: boolean };
const totalOf = (parts: readonly { readonly amount: Rational }[]): Rational => sum(parts.map(({ amount }) => amount));

/** What settlements used of each programme through a day, net of reversals, by settlement. */
const usesThrough = ({ settlements }: ClaimsState, day: string): { readonly settlement: string; readonly programme: string; readonly reversed: boolean; readonly amount: Rational }[] =>
  [...settlements.values()].flatMap(({ recorded, reversed }) =>
    recorded.on > day ? [] : recorded.parts.flatMap(({ programme, amount }) => {
      const use = { settlement: recorded.settlement, programme, amount: Rational.parse(amount) };
      return [{ ...use, reversed: false }, ...(reversed !== undefined && reversed.on <= day ? [{ ...use, reversed: true }] : [])];
    }),
  );

const keyOf = (use: { readonly settlement: string; readonly programme: string; readonly reversed?: boolean | undefined }): string => `${use.settlement}\n${use.programme}\n${use.reversed === true ? 'reversed' : ''}`;

/** What settlements of days up to the period's end used that no booking has taken yet: also those recorded late. */
export const newUses = (state: BookingState, { claims, decimals }: BookingFacts, to: string): BookedUse[] => {
  const booked = new Set(standingBookings(state).flatMap(({ uses }) => uses.map(keyOf)));
  const found = new Map<string, { readonly use: Omit<BookedUse, 'amount'>; readonly amount: Rational }>();
  for (const { settlement, programme, reversed, amount } of usesThrough(claims, to)) {
    const use = { settlement, programme, ...(reversed ? { reversed: true as const } : {}) };
    const key = keyOf(use);
    if (!booked.has(key)) found.set(key, { use, amount: amount.plus(found.get(key)?.amount ?? Rational.zero) });
  }
  return [...found.values()].map(({ use, amount }) => ({ ...use, amount: formatFixed(roundUnits(amount, { mode: 'down', decimals }), decimals) }));
};

const settledOf = ({ settlements }: ClaimsState, programme: string, day: string): Part[] =>
  [...settlements.values()].flatMap(({ recorded, reversed }) =>
    recorded.on > day || (reversed !== undefined && reversed.on <= day) ? [] : recorded.parts.filter((part) => part.programme === programme).map((part) => ({ settlement: recorded.settlement, to: part.period.to, amount: Rational.parse(part.amount), final: part.final === true })),
  );

const waivedOf = ({ waivers }: ClaimsState, programme: string, day: string): Part[] =>
  [...waivers.values()].flatMap(({ requested, status, decided }) =>
    status === 'waived' && decided !== undefined && decided.on <= day && requested.programme === programme ? [{ settlement: '', to: requested.period.to, amount: Rational.parse(requested.amount), final: false }] : [],
  );

/** Releases that were approved by a day and that no booking has taken yet. */
const newReleases = (state: BookingState, day: string): readonly { readonly release: string; readonly programme: string; readonly amount: Rational }[] => {
  const booked = new Set(standingBookings(state).flatMap(({ releases }) => releases));
  return [...state.releases].flatMap(([release, { requested, status, releasedOn }]) =>
    status === 'released' && (releasedOn ?? '') <= day && !booked.has(release) ? [{ release, programme: requested.programme, amount: Rational.parse(requested.amount) }] : [],
  );
};

type Before = { readonly row: BookedRow | undefined; readonly charged: Rational; readonly used: Rational; readonly released: Rational };

const beforeOf = (bookings: readonly Booking[], programme: string): Before => {
  const rows = bookings.flatMap(({ rows: own }) => own.filter((row) => row.programme === programme));
  const total = (key: 'charged' | 'used' | 'released'): Rational => sum(rows.map((row) => Rational.parse(row[key])));
  return { row: rows.at(-1), charged: total('charged'), used: total('used'), released: total('released') };
};

/** What is left of the periods that a final settlement has closed since the booking before. */
const finalRest = (facts: BookingFacts, programme: string, parts: readonly Part[], waived: readonly Part[], before: { readonly charged: Rational; readonly accruedBefore: Rational; readonly releasedOtherwise: Rational }, to: string): Rational => {
  const accrued = sum(facts.accrued.filter((row) => row.programme === programme && row.to <= to).map((row) => Rational.parse(row.accrued)));
  // What was charged beyond the policy, where a final settlement was dearer than it.
  const extra = before.charged.minus(before.accruedBefore);
  const within = (all: readonly Part[]): Rational => totalOf(all.filter((part) => part.to <= to));
  return accrued.plus(extra).minus(within(parts)).minus(within(waived)).minus(before.releasedOtherwise);
};

/** The movements of one programme from the booking before to the period's end. */
const rowOf = (state: BookingState, facts: BookingFacts, programme: string, period: Booking['period']): { readonly row: BookedRow; readonly final: string | undefined } => {
  const bookings = standingBookings(state);
  const before = beforeOf(bookings, programme);
  const [parts, waived] = [settledOf(facts.claims, programme, period.to), waivedOf(facts.claims, programme, period.to)];
  const accrued = sum(facts.accrued.filter((row) => row.programme === programme).map((row) => Rational.parse(row.accrued)));
  const accruedBefore = Rational.parse(before.row?.accrued ?? '0');
  const waivedBefore = sum(bookings.flatMap(({ rows }) => rows.filter((row) => row.programme === programme).map((row) => Rational.parse(row.waived))));
  const [waivedNow, approvedNow] = [totalOf(waived).minus(waivedBefore), totalOf(newReleases(state, period.to).filter((one) => one.programme === programme))];
  const used = totalOf(parts).minus(before.used);
  // A final settlement that no booking has seen yet closes its periods; one after it, of a difference, closes them again.
  const seen = new Set(bookings.flatMap(({ uses }) => uses.map(({ settlement }) => settlement)));
  const final = parts.filter((part) => part.final && !seen.has(part.settlement)).map(({ to }) => to).sort().at(-1);
  const rest = final !== undefined ? finalRest(facts, programme, parts, waived, { charged: before.charged, accruedBefore, releasedOtherwise: before.released.minus(waivedBefore).plus(approvedNow) }, final) : Rational.zero;
  const charged = accrued.minus(accruedBefore).plus(rest.sign < 0 ? rest.negated() : Rational.zero);
  const released = waivedNow.plus(approvedNow).plus(rest.max(Rational.zero));
  const opening = Rational.parse(before.row?.closing ?? '0');
  const closing = opening.plus(charged).minus(used).minus(released);
  const text = (value: Rational): string => formatFixed(roundUnits(value, { mode: 'half-up', decimals: facts.decimals }), facts.decimals);
  const net = before.charged.plus(charged).minus(before.released).minus(released);
  const { upfront, inStock } = facts.bookedAs(programme);
  return {
    final,
    row: {
      programme, opening: text(opening), charged: text(charged), used: text(used), released: text(released), closing: text(closing), accrued: text(accrued), waived: text(waivedNow),
      ...(upfront ? { amortised: text(net.times(elapsed(facts, period.to))) } : {}),
      ...(!upfront && inStock !== undefined ? { inStock: text(net.times(Rational.percent(inStock))) } : {}),
    },
  };
};

/** The part of the term that is over at the end of a day: upfront payments are spread over all of its days alike. */
const elapsed = ({ term }: BookingFacts, day: string): Rational => {
  const whole = { from: toDay(term.from), to: toDay(term.to) };
  const through = Math.max(whole.from - 1, Math.min(toDay(day), whole.to));
  return Rational.of(BigInt(through - whole.from + 1), BigInt(lengthOf(whole)));
};

export const movementsOf = (state: BookingState, facts: BookingFacts, period: Booking['period']): Pick<Booking, 'rows' | 'uses' | 'releases' | 'final'> => {
  const rows = facts.programmes.map((programme) => ({ programme, ...rowOf(state, facts, programme, period) }));
  return {
    rows: rows.map(({ row }) => row),
    uses: newUses(state, facts, period.to),
    releases: newReleases(state, period.to).map(({ release }) => release),
    final: rows.flatMap(({ programme, final }) => (final === undefined ? [] : [{ programme, to: final }])),
  };
};
