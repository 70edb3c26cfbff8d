import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum, toDay } from '#kernel';
import type { SettlementAnswer } from '../accrual/answers.ts';
import { Calculation } from '../accrual/calculate.ts';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import { type AgreementTerms, agreementSchema, type Settle } from '../agreement/terms.ts';
import type { SalesDocument } from '../sales/line.ts';
import { PayeeShares } from './payees.ts';

/** What must hold for every agreement with settlement plans and every history. */

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };
const YEAR_END = toDay('2026-12-31');

const every = fc.constantFrom<Settle['every']>('month', 'quarter', 'half', 'year', 'term');
const payTo = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 3 }).map((cuts) => {
  const bounds = [0, ...cuts.sort((a, b) => a - b), 1000];
  return bounds.slice(1).map((bound, index) => ({ member: `m-${index}`, share: String((bound - (bounds[index] ?? 0)) / 10) }));
});
const plans = fc.record({
  every,
  payTo,
  minimum: fc.option(fc.constantFrom('1', '5', '20'), { nil: undefined }),
  belowMinimum: fc.constantFrom<Settle['belowMinimum']>('carry', 'forfeit', 'pay'),
});

const settledBy = (terms: AgreementTerms, plan: object): AgreementTerms =>
  agreementSchema.parse({
    ...terms,
    programmes: terms.programmes.map((programme) => ({ ...programme, settle: JSON.parse(JSON.stringify(plan)) as unknown })),
  });
const balanceOf = (terms: AgreementTerms, documents: readonly SalesDocument[], on = YEAR_END) => {
  const calculation = new Calculation(terms);
  for (const document of documents) calculation.add(document);
  return calculation.balance(on);
};
const total = (texts: readonly string[]): string => sum(texts.map((text) => Rational.parse(text))).toExact();
const ofProgramme = (settlements: readonly SettlementAnswer[] | undefined, id: string): readonly SettlementAnswer[] =>
  (settlements ?? []).filter(({ programme }) => programme === id);

describe('settlements', () => {
  test('what is paid and forfeited adds up to what the year earned, to the cent', () => {
    fc.assert(
      fc.property(agreements, plans, histories, (terms, plan, documents) => {
        const { programmes, settlements } = balanceOf(settledBy(terms, plan), documents);
        for (const { id } of terms.programmes) {
          const earned = total(programmes.filter((one) => one.id === id).map((one) => one.earned));
          const own = ofProgramme(settlements, id);
          expect(total(own.flatMap(({ amount, forfeited = '0' }) => [amount, forfeited]))).toBe(earned);
          expect(own.at(-1)).not.toHaveProperty('carried');
        }
      }),
      RUNS,
    );
  });

  test('on any day, what is paid, forfeited and carried is what was earned when the last settled period ended', () => {
    fc.assert(
      fc.property(agreements, plans, histories, days, (terms, plan, documents, on) => {
        const known = settledBy(terms, plan);
        const { settlements } = balanceOf(known, documents, on);
        for (const { id } of terms.programmes) {
          const own = ofProgramme(settlements, id);
          const last = own.at(-1);
          if (last === undefined) continue;
          const earned = balanceOf(known, documents, toDay(last.period.to)).programmes.filter((one) => one.id === id);
          expect(total([...own.flatMap(({ amount, forfeited = '0' }) => [amount, forfeited]), last.carried ?? '0'])).toBe(
            total(earned.map((one) => one.earned)),
          );
        }
      }),
      RUNS,
    );
  });

  test('payees add up to each settlement, whoever they are and however often they change', () => {
    const movements = fc.array(fc.tuple(fc.bigInt({ min: -100n, max: 1_000_000n }), payTo), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(movements, (settled) => {
        const shares = new PayeeShares(2);
        for (const [units, payees] of settled) {
          expect(shares.split(units, payees).reduce((all, payee) => all + payee.units, 0n)).toBe(units);
        }
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  test('separate parts are what the same terms earn with the settlement period as measurement period', () => {
    fc.assert(
      fc.property(
        agreements,
        fc.constantFrom<'month' | 'quarter' | 'half' | 'year'>('month', 'quarter', 'half', 'year'),
        histories,
        (terms, period, documents) => {
          const single = {
            ...terms,
            amendments: undefined,
            limits: undefined,
            returns: 'returnPeriod' as const,
            programmes: terms.programmes.slice(0, 1).map((programme) => ({ ...programme, period: 'year' as const })),
          };
          const settled = ofProgramme(balanceOf(settledBy(single, { every: period, parts: 'separate' }), documents).settlements, 'p1');
          const measured = balanceOf(
            { ...single, programmes: single.programmes.map((programme) => ({ ...programme, period })) },
            documents,
          ).programmes;
          expect(total(settled.map(({ amount }) => amount))).toBe(total(measured.map(({ earned }) => earned)));
        },
      ),
      RUNS,
    );
  });
});
