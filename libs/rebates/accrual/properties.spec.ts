import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, roundText, sum, toDay } from '#kernel';
import type { AgreementTerms } from '../agreement/terms.ts';
import type { SalesDocument } from '../sales/line.ts';
import { earnedTotal } from './balance.ts';
import { Calculation } from './calculate.ts';
import type { Cell } from './cell.ts';
import { type Effect, EffectFold } from './effects.ts';
import { Evaluation } from './evaluation.ts';
import { planOf } from './plan.ts';
import { addOwn, Sums } from './sums.ts';
import { agreements, days, histories } from './testing/arbitraries.ts';
import { measuredOf } from './testing/measured.ts';

/** What must hold for every agreement and every history (domain.md §3, §4). */

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 10) };

const calculated = (terms: AgreementTerms, documents: readonly SalesDocument[]): Calculation => {
  const calculation = new Calculation(terms);
  for (const document of documents) calculation.add(document);
  return calculation;
};
const evaluated = (terms: AgreementTerms, documents: readonly SalesDocument[], on: number) => {
  const { agreement, changes } = measuredOf(terms, documents);
  const sums = new Sums();
  for (const cell of changes.flatMap((change) => change.cells)) sums.add(cell);
  return new Evaluation(agreement, sums).all(on);
};
const totals = (terms: AgreementTerms, documents: readonly SalesDocument[], on: number): Record<string, string> => {
  const paid = evaluated(terms, documents, on);
  return Object.fromEntries(
    terms.programmes.map(({ id }) => [id, sum(paid.filter(({ entry }) => entry.programme === id).map(({ amount }) => amount)).toExact()]),
  );
};
const byCause = (effects: readonly Effect[]): Record<string, string> => {
  const keys = [...new Set(effects.map(({ programme, cause }) => `${programme} ${cause}`))].sort();
  const amounts = keys.map((key): [string, string] => [
    key,
    sum(effects.filter(({ programme, cause }) => `${programme} ${cause}` === key).map(({ amount }) => amount)).toExact(),
  ]);
  return Object.fromEntries(amounts.filter(([, amount]) => amount !== '0'));
};

/** All programmes together, by cause. */
const allOf = (effects: readonly Effect[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(byCause(effects.map((effect) => ({ ...effect, programme: '' })))).map(([key, amount]) => [key.slice(1), amount]),
  );

/** Another order in which the same could have arrived: what is about one document stays in its order. */
const shuffled = (documents: readonly SalesDocument[], order: readonly number[]): SalesDocument[] => {
  const slots = documents.map((_, index) => index).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
  const queues = new Map<string, SalesDocument[]>();
  for (const document of documents) queues.set(document.document, [...(queues.get(document.document) ?? []), document]);
  return slots.flatMap((slot) => {
    const document = queues.get(documents[slot]?.document ?? '')?.shift();
    return document === undefined ? [] : [document];
  });
};
const orders = fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 });

test('the order of arrival never changes what is earned, also by kinds that take lines in order', () => {
  fc.assert(
    fc.property(agreements, histories, days, orders, (terms, documents, on, order) => {
      const rows = (list: readonly SalesDocument[]): string[] =>
        evaluated(terms, list, on).map(
          ({ entry, amount }) => `${entry.programme} ${JSON.stringify(entry.scope)} ${entry.period.from} ${amount.toExact()}`,
        );
      expect(rows(shuffled(documents, order))).toEqual(rows(documents));
    }),
    RUNS,
  );
});

test('nor the rest of the balance, what is ahead included', () => {
  fc.assert(
    fc.property(agreements, histories, days, orders, (terms, documents, on, order) => {
      expect(calculated(terms, shuffled(documents, order)).balance(on)).toEqual(calculated(terms, documents).balance(on));
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 3) },
  );
});

test('sending everything twice changes nothing', () => {
  fc.assert(
    fc.property(agreements, histories, days, (terms, documents, on) => {
      // Corrections are new facts each time; records are the ones that are sent again.
      const records = documents.filter((document) => document.action === undefined);
      expect(calculated(terms, [...records, ...records]).explain(on)).toEqual(calculated(terms, records).explain(on));
    }),
    RUNS,
  );
});

test('the effects of all lines add up to what each programme earned', () => {
  fc.assert(
    fc.property(agreements, histories, days, (terms, documents, on) => {
      const { agreement, changes } = measuredOf(terms, documents);
      const fold = new EffectFold(agreement, new Sums(), on);
      const effects = [...fold.dueWithoutLines(), ...changes.flatMap((change) => fold.apply(change))];
      const sums = Object.fromEntries(
        terms.programmes.map(({ id }) => [
          id,
          sum(effects.filter(({ programme }) => programme === id).map(({ amount }) => amount)).toExact(),
        ]),
      );
      expect(sums).toEqual(totals(terms, documents, on));
      expect(calculated(terms, documents).explain(on).causes).toEqual(allOf(effects));
    }),
    RUNS,
  );
});

test('lines taken together have the same effects as one by one, however they are split', () => {
  fc.assert(
    fc.property(agreements, histories, days, fc.array(fc.nat(12), { maxLength: 3 }), (terms, documents, on, cuts) => {
      const { agreement, changes } = measuredOf(terms, documents);
      const [single, together] = [new EffectFold(agreement, new Sums(), on), new EffectFold(agreement, new Sums(), on)];
      const bounds = [0, ...[...new Set(cuts)].filter((cut) => cut > 0 && cut < changes.length).sort((a, b) => a - b), changes.length];
      const runs = bounds.slice(1).map((end, index) => changes.slice(bounds[index], end));
      expect(byCause(runs.flatMap((run) => together.applyAll(run)))).toEqual(byCause(changes.flatMap((change) => single.apply(change))));
    }),
    RUNS,
  );
});

/** As the ledger keeps them: what is alike on a day is one sum. */
const summed = (cells: readonly Cell[]): Cell[] => {
  const sums = new Map<string, Cell>();
  for (const cell of cells) {
    const key = [cell.signature, cell.on, cell.countedOn, cell.cause].join('\n');
    const sum = sums.get(key);
    sums.set(
      key,
      sum === undefined
        ? cell
        : {
            ...cell,
            value: sum.value + cell.value,
            quantity: sum.quantity + cell.quantity,
            weight: sum.weight + cell.weight,
            own: addOwn(sum.own, cell.own),
            lines: sum.lines + cell.lines,
          },
    );
  }
  return [...sums.values()];
};

test('sums of lines have the effects of their lines, wherever sums alone say what these are', () => {
  fc.assert(
    fc.property(agreements, histories, days, fc.nat(12), (terms, documents, on, begin) => {
      const { agreement, changes } = measuredOf(terms, documents);
      const plan = planOf(agreement);
      fc.pre(!plan.looksUpSales && !plan.countsPayments);
      const [single, together] = [new EffectFold(agreement, new Sums(), on), new EffectFold(agreement, new Sums(), on)];
      for (const fold of [single, together]) for (const change of changes.slice(0, begin)) fold.apply(change);
      const effects = together.applySums(summed(changes.slice(begin).flatMap(({ cells }) => cells)));
      if (effects !== undefined) expect(byCause(effects)).toEqual(byCause(changes.slice(begin).flatMap((change) => single.apply(change))));
    }),
    RUNS,
  );
});

test('late sale is the cause of exactly the sales before the highest day that counted so far', () => {
  fc.assert(
    fc.property(agreements, histories, (terms, documents) => {
      let highest = -Infinity;
      for (const { change, cells } of measuredOf(terms, documents).changes) {
        const own = cells.find(
          (cell) =>
            cell.lines === 1 &&
            change.line !== undefined &&
            cell.on === toDay(change.line.date) &&
            !change.corrects &&
            cell.cause !== 'return' &&
            cell.cause !== 'price credit',
        );
        if (own !== undefined) expect(own.cause).toBe(own.on < highest ? 'late sale' : 'sale');
        for (const cell of cells) highest = Math.max(highest, cell.on);
      }
    }),
    RUNS,
  );
});

describe('what was never sold', () => {
  const sales = histories.map((documents) =>
    documents.filter(
      (document) => document.action === undefined && document.lines[0]?.kind !== 'price' && document.lines[0]?.returns === undefined,
    ),
  );
  test('a return of everything equals never having sold', () => {
    fc.assert(
      fc.property(agreements, sales, days, (terms, documents, on) => {
        const returns = documents.map((document, index): SalesDocument => ({
          ...document,
          document: `r-${index}`,
          lines: document.lines.map((line) => ({ ...line, quantity: `-${line.quantity}`, returns: `${document.document}#1` })),
        }));
        const once = [...new Map(documents.map((document) => [document.document, document])).values()];
        const back = returns.filter((_, index) => documents.findIndex((other) => other.document === documents[index]?.document) === index);
        expect(totals(terms, [...once, ...back], on)).toEqual(totals(terms, [], on));
      }),
      RUNS,
    );
  });
  test('a line in two parts earns what it earns whole', () => {
    fc.assert(
      fc.property(agreements, sales, days, (terms, documents, on) => {
        const parts = documents.map((document): SalesDocument => ({
          ...document,
          lines: document.lines.flatMap((line) => {
            const [first, second] = [Math.floor(Number(line.quantity) / 2), Math.ceil(Number(line.quantity) / 2)];
            return first === 0
              ? [line]
              : [
                  { ...line, quantity: String(first) },
                  { ...line, line: '2', quantity: String(second) },
                ];
          }),
        }));
        expect(totals(terms, parts, on)).toEqual(totals(terms, documents, on));
      }),
      RUNS,
    );
  });
});

test('movements of twelve months add up to the rounded balance, and a day asked alone is the day in a row', () => {
  fc.assert(
    fc.property(agreements, histories, (terms, documents) => {
      const calculation = calculated(terms, documents);
      const sums = new Sums();
      for (const cell of calculation.changes.flatMap((change) => change.cells)) sums.add(cell);
      const ends = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].map((_, month) =>
        toDay(`2026-${String(month + 1).padStart(2, '0')}-28`),
      );
      const figures = [...ends, toDay('2026-12-31')].map((on) => earnedTotal(calculation.agreement, sums, on));
      const movements = figures.map((figure, index) => figure.minus(figures[index - 1] ?? Rational.zero));
      const last = calculated(terms, documents).balance(toDay('2026-12-31'));
      expect(sum(movements).toExact()).toBe(Rational.parse(last.earned).toExact());
      const scopes = new Set(last.programmes.map((row) => JSON.stringify([row.id, row.scope])));
      const paid = evaluated(terms, documents, toDay('2026-12-31'));
      const rounded = [...scopes].map((key) => {
        const exact = sum(paid.filter(({ entry }) => JSON.stringify([entry.programme, entry.scope]) === key).map(({ amount }) => amount));
        return Rational.parse(roundText(exact, calculation.agreement.rounding));
      });
      expect(Rational.parse(last.earned).toExact()).toBe(sum(rounded).toExact());
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 3) },
  );
});
