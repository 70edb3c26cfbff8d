import type { SaleLine } from '#rebates';
import type { LedgerCommand } from '../ledger.ts';
import { AGREEMENT, type Negotiating, negotiating, TERMS, value } from '../negotiating.contract.ts';
import type { VariancesAnswer } from './answers.ts';

/** What the tests of two sides' records begin with: sales of both, and the words for them. */

export const PARTNERSHIP = 'acme~buildco';
/** 1 % from the first euro, 2 % on all of it from 10,000. */
export const STEPPED = {
  ...TERMS,
  people: undefined,
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '10000', percent: '2' },
        ],
      },
    },
  ],
};

export type Action = 'record' | 'correct' | 'void';

/** `document#line day product quantity price`, such as `INV-1#1 03-05 P 10 2.50`, in 2026. */
export const lineOf = (text: string, more: Partial<SaleLine> = {}): { readonly document: string; readonly line: SaleLine } => {
  const [key = '', day = '', product = '', quantity = '', unitPrice = ''] = text.split(' ');
  const [document = '', line = ''] = key.split('#');
  return { document, line: { line, date: `2026-${day}`, product, quantity, unitPrice, ...more } };
};

export const says = (
  reporter: 'supplier' | 'customer',
  text: string,
  more: Partial<SaleLine> = {},
  action: Action = 'record',
): LedgerCommand => {
  const { document, line } = lineOf(text, more);
  return { kind: 'RecordSales', partnership: PARTNERSHIP, document: { reporter, stage: 'invoiced', document, action, lines: [line] } };
};

export const resolve = (
  variances: readonly string[],
  by: 'supplier' | 'customer',
  accept: 'supplier' | 'customer' | 'agreed' | 'neither',
  more: object = {},
): LedgerCommand => ({
  kind: 'ResolveVariances',
  partnership: PARTNERSHIP,
  variances,
  accept,
  party: by,
  person: by === 'supplier' ? 'sue' : 'carl',
  ...more,
});

/** What is open, in short: kind, side, whose lines, value. */
export const short = ({ items }: VariancesAnswer): string[] =>
  items.map(({ kind, side, supplier, customer, value: worth }) =>
    [
      kind,
      ...(side === undefined ? [] : [`on ${side}`]),
      ...[supplier, customer].flatMap((one) => (one === undefined ? [] : [`${one.document}#${one.line}`])),
      worth,
    ].join(' '),
  );

export type World = Negotiating & {
  /** Questions see what was recorded before them. */
  readonly openOf: (more?: object) => Promise<VariancesAnswer>;
  readonly ids: () => Promise<readonly string[]>;
  /** The supplier's figure, the customer's, and the difference. */
  readonly figures: (on?: string) => Promise<readonly string[]>;
  readonly atLeast: () => string;
};

export const reconcilingWorld = (): World => {
  const world = negotiating();
  let atLeast = '0';
  const done: Negotiating['done'] = async (command, now) => {
    const executed = await world.done(command, now);
    if (executed.events.length > 0) atLeast = executed.token;
    return executed;
  };
  const openOf: World['openOf'] = (more = {}) =>
    value(world.ledger().reconciliation.variances({ partnership: PARTNERSHIP, atLeast, ...more }));
  return {
    ...world,
    done,
    openOf,
    atLeast: () => atLeast,
    ids: async () => (await openOf()).items.map(({ variance }) => variance),
    figures: async (on = '2026-12-31') => {
      const { supplier, customer, difference } = await value(world.ledger().reconciliation.sides({ agreement: AGREEMENT, on, atLeast }));
      return [supplier, customer, difference];
    },
  };
};
