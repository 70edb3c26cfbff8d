import { formatFixed, Rational, roundUnits, sum } from '#kernel';
import { type AccountRole, type Account, accountOf, type Accounts, taxAccountOf } from '../accounts/accounts.ts';
import type { BookedRow, BookedUse, Booking } from '../booking/events.ts';
import type { Settlement } from '../claim/state.ts';
import { csvOf } from './csv.ts';

/**
 * Double entries of one party for what it booked: a pure function of the booking, the settlements that it names and the
 * accounts of its version, so the same booking gives the same entries for ever.
 */

/** Amounts are positive; one of the two is left out. */
export type JournalLine = {
  readonly account: string;
  readonly name: string;
  readonly debit?: string;
  readonly credit?: string;
  readonly taxCode?: string;
};
export type JournalEntry = {
  readonly entry: string;
  readonly date: string;
  readonly programme: string;
  readonly text: string;
  readonly reference: string | null;
  readonly lines: readonly JournalLine[];
};

export type JournalInput = {
  readonly booking: Booking;
  /** The booking before, for what changed since. */
  readonly before: Booking | undefined;
  readonly settlements: ReadonlyMap<string, Settlement>;
  readonly accounts: Accounts;
  readonly decimals: number;
};

/** A positive amount is a debit. */
type Posting = { readonly account: Account; readonly amount: Rational; readonly taxCode?: string | undefined };
type Draft = Omit<JournalEntry, 'entry' | 'lines'> & { readonly postings: readonly Posting[] };

const amountOf = (text: string | undefined): Rational => Rational.parse(text ?? '0');

class Poster {
  private readonly input: JournalInput;

  constructor(input: JournalInput) {
    this.input = input;
  }

  account(role: AccountRole, programme: string): Account {
    const {
      booking: { party, agreement },
      accounts,
    } = this.input;
    return accountOf(accounts, party, role, { agreement, programme });
  }

  draft(programme: string, text: string, debit: AccountRole, credit: AccountRole, amount: Rational): Draft[] {
    if (amount.sign === 0) return [];
    const postings = [
      { account: this.account(debit, programme), amount },
      { account: this.account(credit, programme), amount: amount.negated() },
    ];
    return [{ date: this.input.booking.period.to, programme, text, reference: null, postings }];
  }

  /** What is charged against revenue or cost; upfront payments wait on an account of their own, and are spread over the term. */
  ofRow(row: BookedRow): Draft[] {
    const { party } = this.input.booking;
    const { programme } = row;
    const before = this.input.before?.rows.find((one) => one.programme === programme);
    const isUpfront = row.amortised !== undefined;
    const [charged, released] = [amountOf(row.charged), amountOf(row.released)];
    const amortised = amountOf(row.amortised).minus(amountOf(before?.amortised));
    const inStock = amountOf(row.inStock).minus(amountOf(before?.inStock));
    if (party === 'supplier') {
      const cost: AccountRole = isUpfront ? 'upfront' : 'revenue';
      return [
        ...this.draft(programme, 'Rebate accrued', cost, 'liability', charged),
        ...this.draft(programme, 'Accrual released', 'liability', cost, released),
        ...this.draft(programme, 'Upfront payment spread over the term', 'revenue', 'upfront', amortised),
      ];
    }
    const income: AccountRole = isUpfront ? 'upfront' : 'costOfSales';
    return [
      ...this.draft(programme, 'Rebate accrued', 'receivable', income, charged),
      ...this.draft(programme, 'Accrual released', income, 'receivable', released),
      ...this.draft(programme, 'Upfront payment spread over the term', 'upfront', 'costOfSales', amortised),
      ...this.draft(programme, 'Rebate on goods in stock', 'costOfSales', 'inventory', inStock),
    ];
  }

  /** What was settled, with its tax; a part of a settlement has its part of the tax. */
  ofUse(use: BookedUse): Draft[] {
    const {
      booking: { party, agreement },
      settlements,
      accounts,
    } = this.input;
    const settlement = settlements.get(use.settlement);
    if (settlement === undefined) return [];
    const { recorded, reversed } = settlement;
    const sign = use.reversed === true ? Rational.of(-1n) : Rational.one;
    const net = Rational.parse(use.amount);
    const taxes = this.taxOf(settlement, use).map(({ code, amount }) => ({
      account: taxAccountOf(accounts, party, code, { agreement, programme: use.programme }),
      taxCode: code,
      amount,
    }));
    const gross = net.plus(sum(taxes.map(({ amount }) => amount)));
    const money: AccountRole = recorded.kind === 'payment' ? 'bank' : party === 'supplier' ? 'receivables' : 'payables';
    const own = this.account(party === 'supplier' ? 'liability' : 'receivable', use.programme);
    // The supplier's liability and tax go down against what the customer owes; the customer's side mirrors it.
    const side = party === 'supplier' ? sign : sign.negated();
    const postings = [
      { account: own, amount: net },
      ...taxes,
      { account: this.account(money, use.programme), amount: gross.negated() },
    ].map((posting) => ({ ...posting, amount: posting.amount.times(side) }));
    const text = `${KINDS[recorded.kind]}${use.reversed === true ? ' reversed' : ''}`;
    return [
      {
        date: use.reversed === true ? (reversed?.on ?? recorded.on) : recorded.on,
        programme: use.programme,
        text,
        reference: recorded.reference,
        postings,
      },
    ];
  }

  /** By programme the tax is the difference of two running totals, so that the parts add up to each code's tax. */
  private taxOf({ recorded }: Settlement, use: BookedUse): { readonly code: string | undefined; readonly amount: Rational }[] {
    const { decimals } = this.input;
    const whole = Rational.parse(recorded.amount);
    if (whole.sign === 0) return [];
    const programmes = [...new Set(recorded.parts.map(({ programme }) => programme))];
    const through = (count: number): Rational =>
      sum(recorded.parts.filter(({ programme }) => programmes.indexOf(programme) < count).map(({ amount }) => Rational.parse(amount)));
    const place = programmes.indexOf(use.programme);
    return (recorded.tax ?? []).flatMap(({ code, tax }) => {
      const upTo = (count: number): bigint =>
        roundUnits(Rational.parse(tax).times(through(count)).over(whole), { mode: 'half-up', decimals });
      const units = upTo(place + 1) - upTo(place);
      return units === 0n ? [] : [{ code, amount: Rational.parse(formatFixed(units, decimals)) }];
    });
  }
}

const KINDS = { creditNote: 'Credit note', payment: 'Payment', deduction: 'Deduction' } as const;

const lineOf = ({ account, amount, taxCode }: Posting, decimals: number): JournalLine => {
  const text = formatFixed(roundUnits(amount.sign < 0 ? amount.negated() : amount, { mode: 'half-up', decimals }), decimals);
  return {
    account: account.number,
    name: account.name ?? '',
    ...(amount.sign < 0 ? { credit: text } : { debit: text }),
    ...(taxCode === undefined ? {} : { taxCode }),
  };
};

const entriesOf = (drafts: readonly Draft[], prefix: string, decimals: number): JournalEntry[] =>
  drafts.map(({ postings, ...draft }, index) => ({
    entry: `${prefix}-${index + 1}`,
    ...draft,
    lines: postings.filter(({ amount }) => amount.sign !== 0).map((posting) => lineOf(posting, decimals)),
  }));

/** The entries of one booking. */
export const journalOf = (input: JournalInput): JournalEntry[] => {
  const posting = new Poster(input);
  const { booking, decimals } = input;
  return entriesOf(
    [...booking.rows.flatMap((row) => posting.ofRow(row)), ...booking.uses.flatMap((use) => posting.ofUse(use))],
    booking.booking,
    decimals,
  );
};

/** A booking that was wrong is undone by entries that turn each of its own around. */
export const reversalOf = (entries: readonly JournalEntry[], reason: string): JournalEntry[] =>
  entries.map(({ entry, text, lines, ...rest }) => ({
    entry: `${entry}-reversed`,
    ...rest,
    text: `${text}, reversed: ${reason}`,
    lines: lines.map(({ debit, credit, ...line }) => ({
      ...line,
      ...(credit === undefined ? {} : { debit: credit }),
      ...(debit === undefined ? {} : { credit: debit }),
    })),
  }));

const COLUMNS = [
  'entry',
  'line',
  'date',
  'account',
  'name',
  'debit',
  'credit',
  'currency',
  'programme',
  'taxCode',
  'reference',
  'text',
] as const;

/** The same entries give the same bytes. */
export const journalCsv = (entries: readonly JournalEntry[], currency: string): string => {
  const rows = entries.flatMap(({ entry, date, programme, text, reference, lines }) =>
    lines.map(({ account, name, debit = '', credit = '', taxCode = '' }, index) => [
      entry,
      String(index + 1),
      date,
      account,
      name,
      debit,
      credit,
      currency,
      programme,
      taxCode,
      reference ?? '',
      text,
    ]),
  );
  return csvOf(COLUMNS, rows);
};
