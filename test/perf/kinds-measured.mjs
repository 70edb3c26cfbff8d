/** Terms of every kind whose speed is measured; each counts most of the lines, so that measuring them is work. */

const pipes = { include: [{ category: ['category-1', 'category-2', 'category-3'] }] };
const steps = [
  { from: '0', percent: '1' },
  { from: '100000', percent: '2' },
  { above: '1000000', percent: '3' },
];
const units = [
  { from: '0', perUnit: '0.1' },
  { from: '100000', perUnit: '0.2' },
];
const prices = (more) => Array.from({ length: 500 }, (_, index) => ({ product: `SKU-${index}`, downBy: '0.5', ...more(index) }));

export const ADDITIVE = {
  percentage: { earn: { percent: '2' } },
  'per unit': { earn: { perUnit: '0.5' } },
  'steps, retrospective': { earn: { tiers: 'retrospective', steps } },
  'steps, marginal': { earn: { tiers: 'marginal', steps } },
  'steps, rolling': { earn: { tiers: 'rolling', steps } },
  'steps, total': { earn: { tiers: 'total', steps } },
  'steps by quantity': { by: 'quantity', earn: { tiers: 'marginal', steps: units } },
  'rates by product group': {
    earn: {
      tiers: 'retrospective',
      steps: [
        { from: '0', rates: Array.from({ length: 10 }, (_, index) => ({ category: [`category-${index}`], percent: String(index + 1) })) },
      ],
    },
  },
  'target and earning set': { eligible: pipes, target: { exclude: [{ category: ['category-9'] }] }, earn: { tiers: 'marginal', steps } },
  'each member': { scope: 'member', earn: { tiers: 'retrospective', steps } },
  "each member's better of both": { scope: 'higherOf', earn: { tiers: 'retrospective', steps } },
  'growth over a fixed baseline': { earn: { growth: 'excess', baseline: '1000000', steps: [{ from: '110', percent: '2' }] } },
  'growth over the period before': {
    period: 'quarter',
    earn: { growth: 'all', baseline: { previousPeriod: 'full' }, steps: [{ from: '110', percent: '2' }] },
  },
  share: { earn: { share: { of: pipes }, steps: [{ from: '20', percent: '1' }] } },
  loyalty: { period: 'month', earn: { loyalty: { periods: 3, target: '1000' }, percent: '1' } },
  bundle: {
    earn: {
      bundle: [
        { product: 'SKU-1', quantity: '2' },
        { product: 'SKU-2', quantity: '1' },
      ],
      amount: '15',
    },
  },
  'lump sum on a day': { earn: { lumpSum: '10000', on: '2026-06-30' } },
  'free goods': { earn: { freeGoods: { free: '1', per: '100' } } },
  'special price': { earn: { shipAndDebit: { downBy: '0.5' } } },
  'special prices, 500': { earn: { shipAndDebit: { prices: prices(() => ({})) } } },
  'floor, guarantee and cap by quarter': {
    earn: { tiers: 'retrospective', steps },
    floor: { amount: '100', per: 'quarter' },
    guarantee: { amount: '1000', per: 'quarter' },
    cap: { amount: '5000000', per: 'quarter' },
  },
};

/** Their cells are single lines: what they earn costs time with the lines of the period. */
export const ORDERED = {
  'slices in order': { period: 'month', by: 'quantity', attribute: 'inOrder', earn: { tiers: 'marginal', steps: units } },
  'special prices with limits, 500': { period: 'month', earn: { shipAndDebit: { prices: prices(() => ({ limit: '1000' })) } } },
  'each document': { period: 'document', earn: { tiers: 'retrospective', steps: [{ from: '1000', percent: '1' }] } },
};
