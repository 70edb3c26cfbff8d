import { formatFixed, lengthOf, Rational, roundUnits, sum, toDay } from '#kernel';
import type { ClaimsState } from '../claim/state.ts';
import type { BookedRow, BookedUse, Booking } from './events.ts';
import { type BookingState, standingBookings } from './state.ts';

/** What a party accrues at a period's end: a row for each programme and measurement period, under its own policy. */
export type AccruedRow = { readonly programme: string; readonly from: string; readonly to: string; readonly accrued: string };

/** What was accrued and settled as known when a final settlement was recorded: what is learned after it is no rest of it. */
export type KnownAtFinal = { readonly accrued: readonly AccruedRow[]; readonly claims: ClaimsState };

/** How a party books a programme beside its account: the share of its goods still in stock, and upfront payments. */
export type BookedAs = { readonly upfront: boolean; readonly inStock: string | undefined };

export type BookingFacts = {
  readonly decimals: number;
  readonly programmes: readonly string[];
  readonly accrued: readonly AccruedRow[];
  readonly claims: ClaimsState;
  /** By the id of the settlement, for each final one that no booking has seen. */
  readonly finals: ReadonlyMap<string, KnownAtFinal>;
  readonly term: { readonly from: string; readonly to: string };
  readonly bookedAs: (programme: string) => BookedAs;
};

type Part = { readonly settlement: string; readonly to: string; readonly amount: Rational; readonly final: boolean };
const totalOf = (parts: readonly { readonly amount: Rational }[]): Rational => sum(parts.map(({ amount }) => amount));

/** What settlements used of each programme through a day, net of reversals, by settlement. */
const usesThrough = (
  { settlements }: ClaimsState,
  day: string,
): { readonly settlement: string; readonly programme: string; readonly reversed: boolean; readonly amount: Rational }[] =>
  [...settlements.values()].flatMap(({ recorded, reversed }) =>
    recorded.on > day
      ? []
      : recorded.parts.flatMap(({ programme, amount }) => {
          const use = { settlement: recorded.settlement, programme, amount: Rational.parse(amount) };
          return [{ ...use, reversed: false }, ...(reversed !== undefined && reversed.on <= day ? [{ ...use, reversed: true }] : [])];
        }),
  );

const keyOf = (use: { readonly settlement: string; readonly programme: string; readonly reversed?: boolean | undefined }): string =>
  `${use.settlement}\n${use.programme}\n${use.reversed === true ? 'reversed' : ''}`;

/** What settlements of days up to the period's end used that no booking has taken yet: also those recorded late. */
export const newUses = (state: BookingState, { claims, decimals }: BookingFacts, to: string): BookedUse[] => {
  const booked = new Set(standingBookings(state).flatMap(({ uses }) => uses.map(keyOf)));
  const found = new Map<string, { readonly use: Omit<BookedUse, 'amount'>; readonly amount: Rational }>();
  for (const { settlement, programme, reversed, amount } of usesThrough(claims, to)) {
    const use = { settlement, programme, ...(reversed ? { reversed: true as const } : {}) };
    const key = keyOf(use);
    if (!booked.has(key)) found.set(key, { use, amount: amount.plus(found.get(key)?.amount ?? Rational.zero) });
  }
  return [...found.values()].map(({ use, amount }) => ({
    ...use,
    amount: formatFixed(roundUnits(amount, { mode: 'down', decimals }), decimals),
  }));
};

const settledOf = ({ settlements }: ClaimsState, programme: string, day: string): Part[] =>
  [...settlements.values()].flatMap(({ recorded, reversed }) =>
    recorded.on > day || (reversed !== undefined && reversed.on <= day)
      ? []
      : recorded.parts
          .filter((part) => part.programme === programme)
          .map((part) => ({
            settlement: recorded.settlement,
            to: part.period.to,
            amount: Rational.parse(part.amount),
            final: part.final === true,
          })),
  );

const waivedOf = ({ waivers }: ClaimsState, programme: string, day: string): Part[] =>
  [...waivers.values()].flatMap(({ requested, status, decided }) =>
    status === 'waived' && decided !== undefined && decided.on <= day && requested.programme === programme
      ? [{ settlement: '', to: requested.period.to, amount: Rational.parse(requested.amount), final: false }]
      : [],
  );

/** Releases that were approved by a day and that no booking has taken yet. */
const newReleases = (
  state: BookingState,
  day: string,
): readonly { readonly release: string; readonly programme: string; readonly amount: Rational }[] => {
  const booked = new Set(standingBookings(state).flatMap(({ releases }) => releases));
  return [...state.releases].flatMap(([release, { requested, status, releasedOn }]) =>
    status === 'released' && (releasedOn ?? '') <= day && !booked.has(release)
      ? [{ release, programme: requested.programme, amount: Rational.parse(requested.amount) }]
      : [],
  );
};

type Before = { readonly row: BookedRow | undefined; readonly charged: Rational; readonly used: Rational; readonly released: Rational };

const beforeOf = (bookings: readonly Booking[], programme: string): Before => {
  const rows = bookings.flatMap(({ rows: own }) => own.filter((row) => row.programme === programme));
  const total = (key: 'charged' | 'used' | 'released'): Rational => sum(rows.map((row) => Rational.parse(row[key])));
  return { row: rows.at(-1), charged: total('charged'), used: total('used'), released: total('released') };
};

type Otherwise = { readonly charged: Rational; readonly accruedBefore: Rational; readonly released: Rational };

/** A final settlement closes the measurement periods that are over with its period: none, where its own goes on. */
const closedRows = (
  { accrued }: KnownAtFinal,
  programme: string,
  to: string,
): { readonly rows: readonly AccruedRow[]; readonly next: string | undefined } => {
  const own = accrued.filter((row) => row.programme === programme);
  const next = own
    .filter((row) => row.to > to)
    .map(({ from }) => from)
    .sort()[0];
  return { rows: next !== undefined && next <= to ? [] : own.filter((row) => row.to <= to), next };
};

/** What was left of the periods that a final settlement closed, when it was recorded; undefined where it closed none. */
const finalRest = (
  known: KnownAtFinal,
  { programme, to }: { readonly programme: string; readonly to: string },
  otherwise: Otherwise,
  through: string,
): Rational | undefined => {
  const { rows, next } = closedRows(known, programme, to);
  if (rows.length === 0) return undefined;
  const within = (all: readonly Part[]): Rational => totalOf(all.filter((part) => part.to <= to && (next === undefined || part.to < next)));
  // What was charged beyond the policy, where an earlier final settlement was dearer than it.
  const extra = otherwise.charged.minus(otherwise.accruedBefore);
  const accrued = sum(rows.map((row) => Rational.parse(row.accrued)));
  return accrued
    .plus(extra)
    .minus(within(settledOf(known.claims, programme, through)))
    .minus(within(waivedOf(known.claims, programme, through)))
    .minus(otherwise.released);
};

/** The newest final settlement that no booking has seen, of the latest period; one of a difference after it closes its periods again. */
const newestFinal = (bookings: readonly Booking[], parts: readonly Part[]): Part | undefined => {
  const seen = new Set(bookings.flatMap(({ uses }) => uses.map(({ settlement }) => settlement)));
  return parts
    .filter((part) => part.final && !seen.has(part.settlement))
    .reduce<Part | undefined>((latest, part) => (latest === undefined || part.to >= latest.to ? part : latest), undefined);
};

/** The movements of one programme from the booking before to the period's end. */
const rowOf = (
  state: BookingState,
  facts: BookingFacts,
  programme: string,
  period: Booking['period'],
): { readonly row: BookedRow; readonly final: string | undefined } => {
  const bookings = standingBookings(state);
  const before = beforeOf(bookings, programme);
  const [parts, waived] = [settledOf(facts.claims, programme, period.to), waivedOf(facts.claims, programme, period.to)];
  const accrued = sum(facts.accrued.filter((row) => row.programme === programme).map((row) => Rational.parse(row.accrued)));
  const accruedBefore = Rational.parse(before.row?.accrued ?? '0');
  const waivedBefore = sum(
    bookings.flatMap(({ rows }) => rows.filter((row) => row.programme === programme).map((row) => Rational.parse(row.waived))),
  );
  const [waivedNow, approvedNow] = [
    totalOf(waived).minus(waivedBefore),
    totalOf(newReleases(state, period.to).filter((one) => one.programme === programme)),
  ];
  const used = totalOf(parts).minus(before.used);
  const final = newestFinal(bookings, parts);
  const known = final === undefined ? undefined : facts.finals.get(final.settlement);
  const otherwise = { charged: before.charged, accruedBefore, released: before.released.minus(waivedBefore).plus(approvedNow) };
  const left = final === undefined || known === undefined ? undefined : finalRest(known, { programme, to: final.to }, otherwise, period.to);
  const rest = left ?? Rational.zero;
  const charged = accrued.minus(accruedBefore).plus(rest.sign < 0 ? rest.negated() : Rational.zero);
  const released = waivedNow.plus(approvedNow).plus(rest.max(Rational.zero));
  const opening = Rational.parse(before.row?.closing ?? '0');
  const closing = opening.plus(charged).minus(used).minus(released);
  const text = (value: Rational): string => formatFixed(roundUnits(value, { mode: 'half-up', decimals: facts.decimals }), facts.decimals);
  const net = before.charged.plus(charged).minus(before.released).minus(released);
  const { upfront, inStock } = facts.bookedAs(programme);
  return {
    final: left === undefined ? undefined : final?.to,
    row: {
      programme,
      opening: text(opening),
      charged: text(charged),
      used: text(used),
      released: text(released),
      closing: text(closing),
      accrued: text(accrued),
      waived: text(waivedNow),
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

export const movementsOf = (
  state: BookingState,
  facts: BookingFacts,
  period: Booking['period'],
): Pick<Booking, 'rows' | 'uses' | 'releases' | 'final'> => {
  const rows = facts.programmes.map((programme) => ({ programme, ...rowOf(state, facts, programme, period) }));
  return {
    rows: rows.map(({ row }) => row),
    uses: newUses(state, facts, period.to),
    releases: newReleases(state, period.to).map(({ release }) => release),
    final: rows.flatMap(({ programme, final }) => (final === undefined ? [] : [{ programme, to: final }])),
  };
};
