import { formatFixed, formatPeriod, type Period, Rational, roundUnits, sum } from '#kernel';
import type { Cause, CauseAmounts } from '../accrual/answers.ts';
import { RULES_VERSION } from '../accrual/balance.ts';
import type { Scope } from '../accrual/entry.ts';
import type { BridgeChange } from '../bridge/bridge.ts';
import type { Figures } from '../bridge/figures.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Statement, StatementFigures, StatementRow } from './events.ts';

/** What became of what a programme earned through a day. */
export type Standing = { readonly settled: Rational; readonly waived: Rational; readonly claimed: Rational; readonly approved: Rational };

export type StatementInput = {
  readonly agreement: Agreement;
  readonly partnership: string;
  readonly period: Period;
  readonly position: number;
  readonly previous: Statement | undefined;
  /** What was earned through the period's last day, and through the day before its first, both as known at the position. */
  readonly end: Figures;
  readonly before: Figures;
  /** What changed about the day before the period since the statement before it was computed. */
  readonly trueUps: readonly BridgeChange[];
  /** By programme, about the period's last day, as known at the position. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly inputs: string;
};

/** A statement is one event, so members and products have what its programmes leave; those that are left out are counted. */
const MOST_BYTES = 50_000;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

type Units = { readonly [Key in keyof StatementFigures]: bigint };
const FIGURES = [
  'opening',
  'earned',
  'trueUps',
  'settled',
  'waived',
  'closing',
  'unclaimed',
  'claimed',
  'approved',
] as const satisfies readonly (keyof StatementFigures)[];

/** Whole minor units, and texts of them. */
class Money {
  private readonly agreement: Agreement;

  constructor(agreement: Agreement) {
    this.agreement = agreement;
  }

  readonly units = (amount: Rational): bigint => roundUnits(amount, this.agreement.rounding);
  readonly read = (text: string | undefined): bigint => (text === undefined ? 0n : this.units(Rational.parse(text)));
  readonly text = (units: bigint): string => formatFixed(units, this.agreement.rounding.decimals);
  readonly figures = (units: Units): StatementFigures => {
    const { opening, earned, trueUps, settled, waived, closing, unclaimed, claimed, approved } = units;
    const text = this.text;
    return {
      opening: text(opening),
      earned: text(earned),
      trueUps: text(trueUps),
      settled: text(settled),
      waived: text(waived),
      closing: text(closing),
      unclaimed: text(unclaimed),
      claimed: text(claimed),
      approved: text(approved),
    };
  };

  /** Each cause to the minor unit; what that leaves is rounding, so that they add up. */
  causes(exact: ReadonlyMap<Cause, Rational>, total: bigint): CauseAmounts {
    const rounded = [...exact]
      .filter(([cause]) => cause !== 'rounding')
      .map(([cause, amount]): [Cause, bigint] => [cause, this.units(amount)]);
    const rest = total - rounded.reduce((all, [, units]) => all + units, 0n);
    const all: [Cause, bigint][] = [...rounded, ['rounding', rest]];
    return Object.fromEntries(all.filter(([, units]) => units !== 0n).map(([cause, units]) => [cause, this.text(units)]));
  }
}

type Earned = { readonly scope: Scope; readonly end: bigint; readonly before: bigint; readonly then: bigint };

/** What each scope of a programme had earned: through the end, before the period, and before it as it was known then. */
const earnedBy = (input: StatementInput, money: Money, programme: string): Earned[] => {
  const { end, before, trueUps } = input;
  const units = (figures: Figures, key: string): bigint => money.units(figures.get(key)?.printed ?? Rational.zero);
  const changes = new Map(trueUps.filter((change) => change.programme === programme).map((change) => [change.key, change]));
  const keys = new Set([...end, ...before].flatMap(([key, figure]) => (figure.programme === programme ? [key] : [])));
  return [...new Set([...keys, ...changes.keys()])].map((key) => ({
    scope: (end.get(key) ?? before.get(key) ?? changes.get(key))?.scope ?? null,
    end: units(end, key),
    before: units(before, key),
    then: money.units(changes.get(key)?.from ?? Rational.zero),
  }));
};

const causesOf = ({ trueUps }: StatementInput, programme: string): ReadonlyMap<Cause, Rational> => {
  const totals = new Map<Cause, Rational>();
  for (const change of trueUps) {
    if (change.programme !== programme) continue;
    for (const [cause, amount] of change.causes) totals.set(cause, (totals.get(cause) ?? Rational.zero).plus(amount));
  }
  return totals;
};

const scopesOf = (earned: readonly Earned[], money: Money, room: number): Pick<StatementRow, 'scopes' | 'scopesLeftOut'> => {
  const scoped = earned.flatMap(({ scope, end, before, then }) =>
    scope === null ? [] : [{ scope, earned: money.text(end - before), trueUps: money.text(before - then), toDate: money.text(end) }],
  );
  if (scoped.length === 0) return {};
  return bytesOf(scoped) > room ? { scopesLeftOut: String(scoped.length) } : { scopes: scoped };
};

const total = (list: readonly bigint[]): bigint => list.reduce((all, one) => all + one, 0n);

type Made = { readonly row: StatementRow; readonly units: Units; readonly earned: readonly Earned[] };

const rowOf = (input: StatementInput, money: Money, programme: string): Made => {
  const last = input.previous?.programmes.find((row) => row.programme === programme);
  const earned = earnedBy(input, money, programme);
  const [end, before] = [total(earned.map((one) => one.end)), total(earned.map((one) => one.before))];
  const standing = input.standings.get(programme);
  const toDate = {
    earned: end,
    settled: money.units(standing?.settled ?? Rational.zero),
    waived: money.units(standing?.waived ?? Rational.zero),
  };
  const trueUps = before - money.read(last?.toDate.earned);
  const opening = money.read(last?.closing);
  const [settled, waived] = [toDate.settled - money.read(last?.toDate.settled), toDate.waived - money.read(last?.toDate.waived)];
  const closing = opening + end - before + trueUps - settled - waived;
  const [claimed, approved] = [money.units(standing?.claimed ?? Rational.zero), money.units(standing?.approved ?? Rational.zero)];
  const units: Units = {
    opening,
    earned: end - before,
    trueUps,
    settled,
    waived,
    closing,
    unclaimed: closing - claimed - approved,
    claimed,
    approved,
  };
  const row: StatementRow = {
    programme,
    ...money.figures(units),
    causes: money.causes(causesOf(input, programme), trueUps),
    toDate: { earned: money.text(toDate.earned), settled: money.text(toDate.settled), waived: money.text(toDate.waived) },
  };
  return { row, units, earned };
};

/** The statement of a period: exact, from what is given alone, so that it can be computed again at any later time. */
export const statementOf = (input: StatementInput): Statement => {
  const { agreement, previous, period } = input;
  const { terms } = agreement;
  const money = new Money(agreement);
  const names = new Set([...terms.programmes.map(({ id }) => id), ...(previous?.programmes ?? []).map(({ programme }) => programme)]);
  const rows = [...names].map((name) => rowOf(input, money, name));
  let room = MOST_BYTES - bytesOf(rows.map(({ row }) => row));
  const programmes = rows.map(({ row, earned }): StatementRow => {
    const scopes = scopesOf(earned, money, room);
    room -= bytesOf(scopes);
    return { ...row, ...scopes };
  });
  const sums = Object.fromEntries(FIGURES.map((key) => [key, total(rows.map(({ units }) => units[key]))])) as Units;
  return {
    agreement: terms.id,
    partnership: input.partnership,
    currency: terms.currency,
    number: String(Number(previous?.number ?? '0') + 1),
    period: formatPeriod(period),
    ...(previous === undefined ? {} : { previous: { number: previous.number, to: previous.period.to, position: previous.position } }),
    position: String(input.position),
    rules: String(RULES_VERSION),
    inputs: input.inputs,
    programmes,
    total: money.figures(sums),
  };
};

/** What had been earned over the agreement's life through the period's last day, as the statement froze it. */
export const earnedToDateOf = ({ programmes, total: { closing } }: Statement): string => {
  const decimals = closing.split('.')[1]?.length ?? 0;
  return formatFixed(
    roundUnits(sum(programmes.map(({ toDate }) => Rational.parse(toDate.earned))), { mode: 'half-up', decimals }),
    decimals,
  );
};
