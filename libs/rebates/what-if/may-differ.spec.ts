import { describe, expect, test } from '@jest/globals';
import { agreementOf, documentOf, sold } from '../accrual/testing/build.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { programmesThatMayDiffer } from './may-differ.ts';
import { TrialSales } from './terms-set.ts';

/** Sets of terms on the same sales. */
const differing = (base: AgreementTerms, own: AgreementTerms): readonly string[] => {
  const trial = new TrialSales(
    [base, own].map((terms, index) => ({ name: `set ${index + 1}`, terms })),
    false,
  );
  trial.add(documentOf(sold('2026-02-10', '600'), 0));
  const [first, second] = trial.sets();
  if (first === undefined || second === undefined) throw new Error('two sets are tried');
  return programmesThatMayDiffer(first, second);
};
const percent = (text: string, more: Record<string, unknown> = {}) => ({ earn: { percent: text }, ...more });
const three = (first: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  agreementOf([first, percent('2', { deducts: ['p1'] }), percent('3')], more);

describe('programmes whose figures may differ', () => {
  test('are none where the terms are the same, whatever the agreement and its people are called', () => {
    const terms = three(percent('1'));
    expect(differing(terms, { ...terms, id: 'other', name: 'Other', people: [] } as AgreementTerms)).toEqual([]);
  });
  test('are the one that changed and those that deduct it, and no more', () => {
    expect(differing(three(percent('1')), three(percent('1.5')))).toEqual(['p1', 'p2']);
    const last = (text: string) => agreementOf([percent('1'), percent('2', { deducts: ['p1'] }), percent(text)]);
    expect(differing(last('3'), last('4'))).toEqual(['p3']);
  });
  test('are also those of its group of which the best pays', () => {
    const grouped = (text: string) =>
      agreementOf([percent(text, { bestOf: 'g' }), percent('2', { bestOf: 'g' }), percent('3', { bestOf: 'h' }), percent('4')]);
    expect(differing(grouped('1'), grouped('5'))).toEqual(['p1', 'p2']);
  });
  test('are also those under one limit, and what deducts one of these', () => {
    const limits = [{ programmes: ['p1', 'p2'], cap: { amount: '1000' } }];
    const limited = (text: string) =>
      agreementOf([percent(text), percent('2'), percent('3', { deducts: ['p2'] }), percent('4')], { limits });
    expect(differing(limited('1'), limited('5'))).toEqual(['p1', 'p2', 'p3']);
  });
  test('are all where something of the agreement itself differs', () => {
    expect(differing(three(percent('1')), three(percent('1'), { to: '2026-11-30' }))).toEqual(['p1', 'p2', 'p3']);
  });
  test('are those that only one of the two has', () => {
    const ids = differing(agreementOf([percent('1')]), agreementOf([percent('1'), percent('2')]));
    expect(ids).toContain('p2');
  });
});
