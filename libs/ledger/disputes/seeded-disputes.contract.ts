import type { SaleLine } from '#rebates';
import type { LedgerCommand } from '../ledger.ts';
import { AGREEMENT } from '../negotiating.contract.ts';
import { type Action, PARTNERSHIP, says } from '../reconciliation/reconciling.contract.ts';
import type { Parting } from './answers.ts';

/** Two businesses that agree on ten lines, and one thing between them that goes wrong: seeded, so that it can be repeated. */

type Side = 'supplier' | 'customer';
type Choose = (below: number) => number;
export type Step = { readonly command: LedgerCommand; /** Here the two sides part. */ readonly parts?: true };
export type Fault = {
  readonly name: string;
  /** What both sides do after they agree. */
  readonly steps: readonly Step[];
  /** What a side holds, where it is not what its own record gives. */
  readonly holds?: { readonly side: Side; readonly figure: 'known before' } | { readonly side: Side; readonly figure: string };
  readonly cause: Parting['cause'];
  readonly side: Side;
  /** Whose record, or view, was wrong, and so gives way. */
  readonly wrong: Side;
};

const seeded = (seed: number): Choose => {
  let state = ((seed + 1) * 48_271) % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

export const TERMS = {
  id: AGREEMENT,
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  members: [{ id: 'north' }],
  exchange: { table: 'ecb', on: 'date' },
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '10000', percent: '2' },
          { from: '20000', percent: '3' },
        ],
      },
    },
  ],
};

const DAYS = ['01-12', '02-03', '03-18', '04-22', '05-09', '06-30', '07-01', '08-15', '09-27', '10-04'];
const OWN = { member: 'north', unit: 'piece' } as const;
type Common = { readonly lines: readonly SaleLine[]; readonly total: number };

/** Lines that both sides have alike: between 3,000 and 18,000 together, in whole euros. */
const common = (seed: number): Common => {
  const choose = seeded(seed);
  const lines = DAYS.map((day, index): SaleLine => ({
    line: String(index + 1),
    date: `2026-${day}`,
    product: 'P',
    quantity: String(10 + choose(20)),
    unitPrice: String(30 + choose(30)),
    ...OWN,
  }));
  return { lines, total: lines.reduce((sum, { quantity, unitPrice }) => sum + Number(quantity) * Number(unitPrice), 0) };
};

export const beginning = (seed: number): readonly LedgerCommand[] => [
  {
    kind: 'RecordRates',
    partnership: PARTNERSHIP,
    table: 'ecb',
    to: 'EUR',
    rates: [{ currency: 'USD', from: '2026-01-01', rate: '0.9' }],
  } as const,
  ...(['supplier', 'customer'] as const).map(
    (reporter) =>
      ({
        kind: 'RecordSales',
        partnership: PARTNERSHIP,
        document: { reporter, stage: 'invoiced', document: 'INV', lines: common(seed).lines },
      }) as const,
  ),
];

const say = (side: Side, text: string, more: Partial<SaleLine> = {}, action: Action = 'record'): LedgerCommand =>
  says(side, text, { ...OWN, ...more }, action);
const other = (side: Side): Side => (side === 'supplier' ? 'customer' : 'supplier');
type Made = Pick<Fault, 'steps' | 'side'>;

/** Said rightly by one side, then wrongly by the other: there they part. */
const misread = (wrong: Side, right: string, theirs: string, more: Partial<SaleLine> = {}, wrongMore: Partial<SaleLine> = more): Made => ({
  side: wrong,
  steps: [{ command: say(other(wrong), right, more) }, { command: say(wrong, theirs, wrongMore), parts: true }],
});
/** Said alike by both, and then something more by one of them. */
const after = (wrong: Side, text: string, last: LedgerCommand): Made => ({
  side: wrong,
  steps: [{ command: say(other(wrong), text) }, { command: say(wrong, text) }, { command: last, parts: true }],
});
/** Said by one side only. */
const alone = (wrong: Side, text: string, more: Partial<SaleLine> = {}): Made => ({
  side: other(wrong),
  steps: [{ command: say(other(wrong), text, more), parts: true }],
});

const LINE_FAULTS: Readonly<Record<string, (wrong: Side, choose: Choose, total: number) => Made>> = {
  'missing line': (wrong, choose) => alone(wrong, `X#1 05-20 P ${20 + choose(30)} 50`),
  'return not booked': (wrong, choose) => alone(wrong, `R#1 06-11 P -${3 + choose(5)} 40`, { kind: 'return' }),
  'wrong price': (wrong, choose) => misread(wrong, 'X#1 05-20 P 20 50', `X#1 05-20 P 20 ${51 + choose(20)}`),
  'wrong quantity': (wrong, choose) => misread(wrong, 'X#1 05-20 P 20 50', `X#1 05-20 P ${21 + choose(30)} 50`),
  'wrong product': (wrong) => misread(wrong, 'X#1 05-20 P 20 50', 'X#1 05-20 Q 20 50'),
  'wrong date': (wrong, choose) => misread(wrong, 'X#1 12-31 P 20 50', `X#1 01-${10 + choose(10)} P 20 50`),
  'wrong unit': (wrong, choose) => {
    const text = `X#1 05-20 P ${12 * (1 + choose(4))} 5`;
    return misread(wrong, text, text, {}, { unit: 'box' });
  },
  'wrong currency': (wrong, choose) => {
    const text = `X#1 05-20 P ${20 + choose(9)} 50`;
    return misread(wrong, text, text, { currency: 'EUR' }, { currency: 'USD' });
  },
  'wrong member': (wrong, choose) => {
    const text = `X#1 05-20 P ${20 + choose(9)} 50`;
    return misread(wrong, text, text, {}, { member: 'west' });
  },
  // The right line reaches the next step exactly, the wrong one misses it by a cent.
  'tier boundary': (wrong, _, total) => {
    const missing = (total < 10_000 ? 10_000 : 20_000) - total;
    return misread(wrong, `X#1 11-02 P 1 ${missing}`, `X#1 11-02 P 1 ${missing - 1}.99`);
  },
  'line sent twice': (wrong, choose) => {
    const amounts = `P ${10 + choose(20)} 45`;
    return after(wrong, `X#1 05-20 ${amounts}`, say(wrong, `X#2 05-20 ${amounts}`));
  },
  'corrected by one side alone': (wrong, choose) =>
    after(wrong, 'X#1 05-20 P 20 50', say(wrong, `X#1 05-20 P ${30 + choose(9)} 50`, {}, 'correct')),
  'struck out by one side alone': (wrong) => after(wrong, 'X#1 05-20 P 20 50', say(wrong, 'X#1 05-20 P 20 50', {}, 'void')),
};

const signed = (version: number): readonly Step[] => [
  { command: { kind: 'SignAgreement', agreement: AGREEMENT, version, party: 'supplier', person: 'sue' } },
  { command: { kind: 'SignAgreement', agreement: AGREEMENT, version, party: 'customer', person: 'carl' }, parts: true },
];
const byBoth = (text: string): readonly Step[] => (['supplier', 'customer'] as const).map((side) => ({ command: say(side, text) }));
const underFirstTerms = (total: number): string => ((total * (total < 10_000 ? 1 : total < 20_000 ? 2 : 3)) / 100).toFixed(2);

/** Both sides have every line; one of them reckons by terms, or by a knowledge, that have passed. */
const FIGURE_FAULTS: Readonly<Record<string, (choose: Choose, total: number) => Omit<Fault, 'name'>>> = {
  'wrong version of terms': (choose, total) => ({
    cause: 'terms',
    side: 'customer',
    wrong: 'customer',
    holds: { side: 'customer', figure: underFirstTerms(total + 1_000) },
    steps: [
      {
        command: {
          kind: 'ProposeAmendment',
          agreement: AGREEMENT,
          amendments: [
            { effective: '2026-01-01', programme: 'volume', mode: 'restate', change: { earn: { percent: `${4 + choose(3)}` } } },
          ],
          party: 'supplier',
          person: 'sue',
        },
      },
      ...signed(2),
      ...byBoth('X#1 11-20 P 20 50'),
    ],
  }),
  'member left': (choose, total) => ({
    cause: 'terms',
    side: 'supplier',
    wrong: 'supplier',
    holds: { side: 'supplier', figure: underFirstTerms(total + 1_000) },
    steps: [
      {
        command: {
          kind: 'ChangeMembers',
          agreement: AGREEMENT,
          join: [],
          leave: [{ id: 'north', on: `2026-0${5 + choose(4)}-28` }],
          party: 'customer',
          person: 'carl',
        },
      },
      ...signed(2),
      ...byBoth('X#1 11-20 P 20 50'),
    ],
  }),
  'late line after the close': (choose) => {
    const late = `L#1 03-${10 + choose(15)} P 20 50`;
    return {
      cause: 'later',
      side: 'customer',
      wrong: 'customer',
      holds: { side: 'customer', figure: 'known before' },
      steps: [{ command: say('supplier', late), parts: true }, { command: say('customer', late) }],
    };
  },
  'correction after the close': (choose) => {
    const corrected = `INV#4 04-22 P ${60 + choose(9)} 41`;
    return {
      cause: 'later',
      side: 'supplier',
      wrong: 'supplier',
      holds: { side: 'supplier', figure: 'known before' },
      steps: [{ command: say('supplier', corrected, {}, 'correct'), parts: true }, { command: say('customer', corrected, {}, 'correct') }],
    };
  },
};

const SEEDS = [0, 1, 2];

/** Fifty-one disputes of seventeen kinds, each with a seed of its own. */
export const seededFaults: readonly (Fault & { readonly seed: number })[] = [
  ...Object.entries(LINE_FAULTS).flatMap(([name, make], kind) =>
    SEEDS.map((number) => {
      const seed = 100 * kind + number;
      const choose = seeded(seed + 7);
      const wrong = choose(2) === 0 ? 'supplier' : 'customer';
      return { name, seed, cause: 'lines' as const, wrong, ...make(wrong, choose, common(seed).total) } as const;
    }),
  ),
  ...Object.entries(FIGURE_FAULTS).flatMap(([name, make], kind) =>
    SEEDS.map((number) => {
      const seed = 10_000 + 100 * kind + number;
      return { name, seed, ...make(seeded(seed + 7), common(seed).total) };
    }),
  ),
];
