import type { Day, Result } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Calculation } from '../accrual/calculate.ts';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import { file, promo, termsOf, volume } from '../agreement/given.contract.ts';
import type { AgreementTerms, AmendmentTerms } from '../agreement/terms.ts';
import type { SalesDocument } from '../sales/line.ts';
import { type Replica, replicate, type ReplicaRequest } from './replicate.ts';

const replica = (more: object = {}, request: ReplicaRequest = {}, amendments: readonly AmendmentTerms[] = []): Replica => {
  const result: Result<Replica> = replicate({ terms: termsOf({ ...file, ...more }), amendments }, request);
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
const codes = (request: ReplicaRequest, more: object = {}): string[] => {
  const result = replicate({ terms: termsOf({ ...file, ...more }), amendments: [] }, request);
  return result.ok ? [] : result.rejections.map(({ code }) => code);
};

describe('the next term from this one', () => {
  it('begins on the day after, is as long, and has its own id', () => {
    expect(replica().terms).toEqual(termsOf({ ...file, id: 'acme-buildco-2027', from: '2027-01-01', to: '2027-12-31' }));
    expect(replica({ id: 'framework', name: 'Year 2026' }).terms).toMatchObject({ id: 'framework-2027', name: 'Year 2027' });
    expect(replica({}, { id: 'other' }).terms.id).toBe('other');
  });

  it('moves every day by as many months: goals, own periods, filters, and days on which something falls due', () => {
    const terms = replica({
      goals: [{ id: 'grow', measure: 'value', target: '700000', by: '2026-06-30' }],
      programmes: [
        {
          ...promo,
          eligible: { include: [{ category: ['pipes'], from: '2026-03-01', to: '2026-04-30' }] },
          period: [
            { from: '2026-01-01', to: '2026-02-28' },
            { from: '2026-03-01', to: '2026-12-31' },
          ],
        },
        { id: 'bonus', earn: { lumpSum: '1000', on: '2026-06-30' } },
      ],
    }).terms;
    expect(terms).toMatchObject({
      goals: [{ by: '2027-06-30' }],
      programmes: [
        {
          eligible: { include: [{ from: '2027-03-01', to: '2027-04-30' }] },
          period: [
            { from: '2027-01-01', to: '2027-02-28' },
            { from: '2027-03-01', to: '2027-12-31' },
          ],
        },
        { earn: { on: '2027-06-30' } },
      ],
    });
  });

  it('keeps the end of February the end of February, and leaves bounds of steps alone', () => {
    const terms = replica({ from: '2026-03-01', to: '2027-02-28', programmes: [{ ...volume, deducts: undefined }] }).terms;
    expect([terms.from, terms.to]).toEqual(['2027-03-01', '2028-02-29']);
    expect(terms.programmes[0]?.earn).toEqual(volume.earn);
  });

  it('moves by days where the year does not begin on the same day of a month', () => {
    const terms = replica({
      from: '2026-01-05',
      to: '2027-01-03',
      calendar: '4-4-5',
      goals: [{ id: 'g', measure: 'value', target: '1', by: '2026-02-01' }],
    }).terms;
    expect([terms.from, terms.to, terms.goals?.[0]?.by]).toEqual(['2027-01-04', '2028-01-02', '2027-01-31']);
  });

  it('holds the terms in force at the end, with the amendments folded in', () => {
    const amendments: AmendmentTerms[] = [
      { effective: '2026-04-01', programme: 'promo', mode: 'carry', change: { earn: { percent: '3' } } },
    ];
    const { terms, notes } = replica({}, {}, amendments);
    expect(terms.programmes[0]?.earn).toEqual({ percent: '3' });
    expect('amendments' in terms).toBe(false);
    expect(notes).toEqual(['The amendment of promo from 2026-04-01 is part of the new terms from their first day.']);
  });

  it('has those as members who are members at the end', () => {
    const members = [
      { id: 'north' },
      { id: 'south', from: '2026-05-01' },
      { id: 'west', to: '2026-06-30' },
      { id: 'east', from: '2026-01-01', to: '2026-12-31' },
      { id: 'back', to: '2026-03-31' },
      { id: 'back', from: '2026-09-01' },
    ];
    const { terms, notes } = replica({ members });
    expect(terms.members).toEqual([
      { id: 'north' },
      { id: 'south', from: '2027-01-01' },
      { id: 'east', from: '2027-01-01', to: '2027-12-31' },
      { id: 'back', from: '2027-01-01' },
    ]);
    expect(notes).toEqual(['west left after 2026-06-30 and is no member of the new term.']);
  });

  it('takes the measured volume as the baseline of growth where it is given', () => {
    const growth = { id: 'growth', earn: { growth: 'all', baseline: '2000000', steps: [{ from: '110', percent: '2' }] } };
    expect(replica({ programmes: [growth] }, { baselines: { growth: '2345678.90' } })).toMatchObject({
      terms: { programmes: [{ earn: { baseline: '2345678.90' } }] },
      notes: ['The baseline of growth is 2345678.90, as measured; it was 2000000.'],
    });
    expect(replica({ programmes: [growth] }).notes).toEqual(['The baseline of growth stays 2000000.']);
  });

  it('is refused where it would begin inside the old term, or would not hold', () => {
    expect(codes({ from: '2026-12-31' })).toEqual(['REPLICA_NOT_LATER']);
    expect(codes({ from: '2027-02-30' })).toEqual(['DAY_NOT_ALLOWED']);
    expect(codes({ id: 'a b' })).toEqual(['VALUE_NOT_ALLOWED']);
    expect(codes({}, { members: [{ id: 'm', to: '2026-06-30' }] })).toEqual(['VALUE_NOT_ALLOWED']);
  });

  it('earns on the same sales of a year later what this one earned, on every day', () => {
    const later = (documents: readonly SalesDocument[]): SalesDocument[] =>
      JSON.parse(JSON.stringify(documents).replaceAll('2026-', '2027-').replaceAll('2025-', '2026-')) as SalesDocument[];
    const earned = (terms: AgreementTerms, documents: readonly SalesDocument[], on: Day): string => {
      const calculation = new Calculation(terms);
      for (const document of documents) calculation.add(document);
      return calculation.balance(on).earned;
    };
    fc.assert(
      fc.property(agreements, histories, days, (terms, documents, on) => {
        // Weeks, and years of weeks, begin on other days of the next year; who is a member, and amendments, are tested above.
        fc.pre(terms.calendar === 'months' && !JSON.stringify(terms).includes('"week"'));
        // A share by days of a year that begins in another month is of a window that a leap day may make longer.
        fc.pre(terms.yearStartsOn === '01-01' || !JSON.stringify(terms).includes('"shortPeriod":"days"'));
        const plain: AgreementTerms = { ...terms };
        delete plain.members;
        delete plain.amendments;
        const next = replicate({ terms: plain, amendments: [] }, {});
        // Random terms can contradict themselves, which a proposal never does.
        if (!next.ok) return;
        expect(earned(next.value.terms, later(documents), on + 365)).toBe(earned(plain, documents, on));
      }),
      { numRuns: 60 },
    );
  });

  it('of the next term again moves on by a year', () => {
    const next = replica().terms;
    const after = replicate({ terms: next, amendments: [] }, {});
    expect(after.ok ? after.value.terms : after).toEqual(
      termsOf({ ...file, id: 'acme-buildco-2028', from: '2028-01-01', to: '2028-12-31' }),
    );
  });
});
