import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreements } from '../accrual/testing/arbitraries.ts';
import { file, promo, termsOf, volume } from '../agreement/given.contract.ts';
import type { AmendmentTerms } from '../agreement/terms.ts';
import { diffTerms, type SignedTerms } from './diff.ts';

const of = (more: object = {}, amendments: readonly AmendmentTerms[] = []): SignedTerms => ({
  terms: termsOf({ ...file, ...more }),
  amendments,
});
const words = (before: SignedTerms, after: SignedTerms): string[] => diffTerms(before, after).map((change) => change.words);
const earning = (steps: readonly object[]): object => ({ programmes: [promo, { ...volume, earn: { ...volume.earn, steps } }] });

describe('what changed, term by term', () => {
  it('is a list of paths with the value before and after, and a sentence for each', () => {
    expect(diffTerms(of(), of({ to: '2027-03-31', programmes: [{ ...promo, earn: { percent: '2.5' } }, volume] }))).toEqual([
      { path: 'to', before: '2026-12-31', after: '2027-03-31', words: 'To: 2026-12-31 becomes 2027-03-31.' },
      { path: 'programmes[promo].earn.percent', before: '2', after: '2.5', words: 'Programme promo, percent: 2 becomes 2.5.' },
    ]);
  });

  it('tells steps apart by their bounds, so that a new first step is one change', () => {
    const steps = [{ from: '50000', percent: '0.5' }, ...volume.earn.steps];
    expect(diffTerms(of(), of(earning(steps)))).toEqual([
      {
        path: 'programmes[volume].earn.steps[from 50000]',
        after: { from: '50000', percent: '0.5' },
        words: 'Programme volume, step from 50000 is added: from 50000, percent 0.5.',
      },
    ]);
  });

  it('says who comes into a list and who goes out', () => {
    const products = (...product: string[]): object => ({ programmes: [{ ...promo, eligible: { include: [{ product }] } }, volume] });
    expect(words(of(products('A', 'B')), of(products('B', 'C')))).toEqual([
      'Programme promo, eligible, included filter 1, product: C added; A taken out.',
    ]);
  });

  it('says that the order of programmes changed, because it is the order of stacking', () => {
    const alone = { ...volume, deducts: undefined };
    expect(words(of({ programmes: [promo, alone] }), of({ programmes: [alone, promo] }))).toEqual([
      'Programmes: the order promo, volume becomes volume, promo.',
    ]);
  });

  it('names an amendment by what it does: what it changes stands beside it', () => {
    const amendment: AmendmentTerms = { effective: '2026-04-01', programme: 'promo', mode: 'carry', change: { earn: { percent: '3' } } };
    expect(words(of(), of({}, [amendment]))).toEqual([
      'Programme promo, percent: 2 becomes 3.',
      'Amendment 1 is added: carry promo from 2026-04-01.',
    ]);
  });

  it('tells two stays of one member apart', () => {
    const stay = { id: 'm', to: '2026-03-31' };
    const before = of({ members: [stay] });
    expect(words(before, of({ members: [stay, { id: 'm', from: '2026-06-01' }] }))).toEqual([
      'Member m from 2026-06-01 is added: id m, from 2026-06-01.',
    ]);
  });

  it('shows an amendment by what it makes of the programme, and beside it when and how', () => {
    const amendment: AmendmentTerms = { effective: '2026-04-01', programme: 'promo', mode: 'carry', change: { earn: { percent: '3' } } };
    expect(diffTerms(of(), of({}, [amendment])).map(({ path }) => path)).toEqual(['programmes[promo].earn.percent', 'amendments[0]']);
    const later = { ...amendment, effective: '2026-05-01' };
    expect(words(of({}, [amendment]), of({}, [later]))).toEqual(['Amendment 1, effective: 2026-04-01 becomes 2026-05-01.']);
  });

  it('of equal terms is nothing, and of any two it leads from the one to the other', () => {
    const signed = ({ amendments = [], ...terms }: ReturnType<typeof termsOf>): SignedTerms => ({ terms, amendments });
    fc.assert(
      fc.property(agreements, agreements, (one, other) => {
        expect(diffTerms(signed(one), signed(one))).toEqual([]);
        const forth = diffTerms(signed(one), signed(other));
        const back = diffTerms(signed(other), signed(one));
        expect(new Set(back.map(({ path }) => path))).toEqual(new Set(forth.map(({ path }) => path)));
        const turned = new Map(back.map((change) => [change.path, change]));
        for (const { path, before, after } of forth) expect([turned.get(path)?.after, turned.get(path)?.before]).toEqual([before, after]);
      }),
      { numRuns: 40 },
    );
  });
});
