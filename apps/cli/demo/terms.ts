/** The terms of the demonstration, written as people would: each is an agreement file (docs/reference). */

export const SUPPLIER = 'acme';
export const YEAR = { from: '2026-01-01', to: '2026-12-31' } as const;
export const LEAVES_ON = '2026-06-30';

/** By their opaque ids: names are kept beside the ledger, never in it. See people.ts. */
export const ANNA = 'u-anna';
export const TOM = 'u-tom';
export const INES = 'u-ines';
export const FRED = 'u-fred';
const PEOPLE = { propose: [ANNA, TOM, INES], sign: [ANNA, TOM, INES] };

/** A buying group: one branch leaves at mid-year. Retrospective steps, a promotion that they deduct, money per piece. */
export const BUILDCO = {
  id: 'acme-buildco-2026',
  name: 'Acme and Buildco, 2026',
  supplier: SUPPLIER,
  customer: 'buildco',
  members: [{ id: 'hamburg' }, { id: 'berlin' }, { id: 'munich', to: LEAVES_ON }, { id: 'cologne' }],
  ...YEAR,
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  people: PEOPLE,
  goals: [{ id: 'grow', measure: 'value', target: '1500000', by: '2026-12-31', owners: [ANNA, TOM] }],
  programmes: [
    {
      id: 'promo',
      name: 'Pipes promotion, by quarter',
      eligible: { include: [{ category: ['pipes'] }] },
      period: 'quarter',
      earn: { percent: '1.5' },
      settle: { every: 'quarter', dueDays: 30, claims: { raised: 'automatic', decideWithinDays: 14 } },
    },
    {
      id: 'volume',
      name: 'Annual volume',
      eligible: { include: [{ category: ['pipes', 'boards', 'insulation'] }] },
      deducts: ['promo'],
      period: 'year',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '250000', percent: '1' },
          { from: '600000', percent: '1.5' },
          { from: '1200000', percent: '2' },
        ],
      },
      cap: { amount: '30000', per: 'year' },
      settle: {
        every: 'quarter',
        graceDays: 10,
        dueDays: 30,
        claimWithinDays: 90,
        claims: { tolerance: { amount: '5.00' }, decideWithinDays: 14 },
      },
    },
    {
      id: 'anchors',
      name: 'Anchors, per piece',
      eligible: { include: [{ product: ['FX-100'] }] },
      period: 'quarter',
      earn: { perUnit: '0.12' },
      settle: { every: 'quarter', dueDays: 30, by: 'deduction' },
    },
  ],
};

/** Signed in June, effective on 1 April: what was earned before is frozen, what comes after earns the new steps. */
export const BUILDCO_AMENDMENT = {
  reason: 'Better steps from April, against the promise of a second warehouse',
  amendments: [
    {
      effective: '2026-04-01',
      programme: 'volume',
      mode: 'carry',
      change: {
        earn: {
          tiers: 'retrospective',
          steps: [
            { from: '250000', percent: '1.25' },
            { from: '600000', percent: '2' },
            { from: '1200000', percent: '2.75' },
          ],
        },
      },
    },
  ],
};
export const SIGNED_ON = '2026-06-17';

/** One shop: marginal steps with a guarantee by quarter and a cap for the year. */
export const NORDBAU = {
  id: 'acme-nordbau-2026',
  name: 'Acme and Nordbau, 2026',
  supplier: SUPPLIER,
  customer: 'nordbau',
  ...YEAR,
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  people: PEOPLE,
  programmes: [
    {
      id: 'volume',
      name: 'Quarterly volume',
      period: 'quarter',
      earn: {
        tiers: 'marginal',
        steps: [
          { from: '0', percent: '0.5' },
          { from: '80000', percent: '1.5' },
          { from: '160000', percent: '2.5' },
        ],
      },
      guarantee: { amount: '1500', per: 'quarter' },
      cap: { amount: '2600', per: 'quarter' },
      settle: { every: 'quarter', dueDays: 30, by: 'payment' },
    },
    {
      id: 'tools',
      name: 'Tools, per piece',
      eligible: { include: [{ category: ['tools'] }] },
      period: 'half',
      earn: { perUnit: '0.75' },
      settle: { every: 'half', dueDays: 30, by: 'payment' },
    },
  ],
};
