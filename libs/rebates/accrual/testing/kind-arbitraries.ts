import fc from 'fast-check';

/** Random terms of every kind beside flat rates and plain steps, each with the settings that it needs. */

type Earn = Readonly<Record<string, unknown>>;
/** `earn`, what an amendment changes it to, settings that belong to it, and keys that it cannot have. */
export type KindTerms = {
  readonly earn: Earn;
  readonly changed: Earn;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly without: readonly string[];
};

const percent = fc.constantFrom('1', '2.5', '10').map((rate) => ({ percent: rate }));
const rate = fc.oneof(
  percent,
  fc.constantFrom('0.5', '3').map((perUnit) => ({ perUnit })),
);
const stepsAt = (...bounds: readonly number[]) =>
  fc
    .tuple(fc.subarray([...bounds], { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(rate, fc.boolean()), { minLength: 3, maxLength: 3 }))
    .map(([own, rates]) =>
      own.map((bound, index) => {
        const [pays, inclusive] = rates[index] ?? [{ percent: '1' }, true];
        return { [inclusive ? 'from' : 'above']: String(bound), ...pays };
      }),
    );
const volumes = stepsAt(0, 5, 10, 50, 100, 250, 400);

const kind = (
  earn: fc.Arbitrary<Earn>,
  settings: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.constant({}),
  without: readonly string[] = [],
): fc.Arbitrary<KindTerms> => fc.record({ earn, changed: earn, settings, without: fc.constant(without) });

const pipes = { include: [{ category: ['pipes'] }] };
const share = kind(fc.record({ share: fc.constant({ of: pipes }), steps: stepsAt(0, 25, 50, 60, 100) }));
const growthOver = (baseline: fc.Arbitrary<unknown>) =>
  fc.record({ growth: fc.constantFrom('all', 'excess', 'slices'), baseline, steps: stepsAt(50, 80, 100, 110, 150) });
const growth = kind(
  fc.oneof(
    growthOver(fc.constantFrom('100', '200')),
    growthOver(fc.record({ previousPeriod: fc.constant('full'), members: fc.constantFrom('asThen', 'asNow') })),
    growthOver(fc.constant({ previousPeriod: 'full', members: 'asThen' })),
  ),
);
const loyalty = kind(
  fc
    .tuple(fc.record({ periods: fc.integer({ min: 1, max: 3 }), target: fc.constantFrom('5', '25', '100') }), rate)
    .map(([terms, pays]) => ({ loyalty: terms, ...pays })),
  fc.record({ period: fc.constantFrom('month', 'quarter') }),
);
const bundle = kind(
  fc.constantFrom('15', '7').map((amount) => ({
    bundle: [
      { product: 'A', quantity: '2' },
      { product: 'C', quantity: '1' },
    ],
    amount,
  })),
  fc.record({ scope: fc.constantFrom('group', 'member') }),
  ['target'],
);
const freeGoods = kind(
  fc.constantFrom('3', '5').map((per) => ({ freeGoods: { free: '1', per } })),
  fc.constant({}),
  ['target'],
);
const lumpSum = kind(
  fc.oneof(
    fc.constantFrom('2026-03-31', '2026-07-02').map((on) => ({ lumpSum: '40', on })),
    fc.constant({ lumpSum: '30', when: { goal: 'grow' } }),
  ),
  fc.constant({}),
  ['target'],
);

const price = fc.constantFrom({ downTo: '10' }, { downTo: '12.5' }, { downBy: '1.5' }, { downByPercent: '10' });
const limit = fc.option(fc.constantFrom('3', '6', '10'), { nil: undefined });
const onePrice = fc.tuple(price, limit).map(([terms, most]) => ({ ...terms, ...(most === undefined ? {} : { limit: most }) }));
const priceList = fc.array(fc.tuple(onePrice, onePrice, fc.boolean()), { minLength: 3, maxLength: 3 }).map((prices) => ({
  prices: ['A', 'B', 'C'].flatMap((product, index) => {
    const [first, second, parted] = prices[index] ?? [{ downBy: '1' }, { downBy: '2' }, false];
    return parted
      ? [
          { product, ...first, to: '2026-06-30' },
          { product, ...second, from: '2026-07-01' },
        ]
      : [{ product, ...first }];
  }),
}));
const shipAndDebit = kind(
  fc.oneof(onePrice, priceList).map((terms) => ({ shipAndDebit: terms })),
  fc.constant({}),
  ['target', 'deducts'],
);

const tiers = (...methods: readonly string[]) => fc.record({ tiers: fc.constantFrom(...methods), steps: volumes });
const otherTiers = kind(tiers('rolling', 'total'));
const inOrder = kind(tiers('marginal'), fc.constant({ attribute: 'inOrder', by: 'quantity' }));
const byDocument = kind(fc.oneof(rate, tiers('retrospective', 'marginal')), fc.constant({ period: 'document', scope: 'group' }), [
  'floor',
  'guarantee',
  'conditions',
]);
const higherOf = kind(
  tiers('retrospective', 'marginal'),
  fc.oneof(
    fc.constant({ scope: 'higherOf' }),
    volumes.map((memberSteps) => ({ scope: 'higherOf', memberSteps })),
  ),
  ['conditions'],
);

/** What a value earns does not hang on how lines are cut. */
export const kinds: fc.Arbitrary<KindTerms> = fc.oneof(
  share,
  growth,
  loyalty,
  bundle,
  freeGoods,
  lumpSum,
  shipAndDebit,
  shipAndDebit,
  otherTiers,
  inOrder,
  byDocument,
  higherOf,
);
