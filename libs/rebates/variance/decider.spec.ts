import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { heldText, storyOf, type ToResolve, type VarianceCommand, varianceDecider } from './decider.ts';
import { type VarianceEvent, varianceEventData } from './events.ts';

const lineOf = (quantity: string) => ({ line: '1', date: '2026-03-05', product: 'A', quantity, unitPrice: '2.50' });
const held = (quantity: string) => ({ document: 'D', ...lineOf(quantity) });
const variance = (more: Partial<ToResolve> = {}): ToResolve => ({
  partnership: 'acme~buildco',
  variance: 'v-1',
  kind: 'quantity',
  supplier: held('10'),
  customer: held('12'),
  quantity: '2',
  value: '5',
  corrections: [{ reporter: 'acme', stage: 'invoiced', document: 'D', lines: [lineOf('12')] }],
  ...more,
});
const command = (more: Partial<VarianceCommand> = {}): VarianceCommand => ({
  kind: 'ResolveVariances',
  partnership: 'acme~buildco',
  variances: [variance()],
  accept: 'customer',
  party: 'supplier',
  person: 'sue',
  ...more,
});
const decided = (sent: VarianceCommand, ...before: readonly VarianceCommand[]) => {
  const history: VarianceEvent[] = [];
  for (const one of before) {
    const decision = varianceDecider.decide(one, fold(varianceDecider, history));
    if (decision.kind === 'rejected') throw new Error(JSON.stringify(decision.rejections));
    history.push(...decision.events);
  }
  return varianceDecider.decide(sent, fold(varianceDecider, history));
};
/** `type party`, or `code place`. */
const said = (sent: VarianceCommand, ...before: readonly VarianceCommand[]): string[] => {
  const decision = decided(sent, ...before);
  if (decision.kind === 'rejected') return decision.rejections.map(({ code, place }) => `${code} ${place ?? ''}`.trim());
  for (const { type, data } of decision.events) expect(varianceEventData[type].parse(data)).toEqual(data);
  return decision.events.map(({ type, data }) => `${type} ${data.party}`);
};
const BY_CUSTOMER = { party: 'customer', person: 'carl' } as const;

describe('resolving a variance', () => {
  test("a side gives way alone: the other's figure holds, with what is to be recorded", () => {
    const { corrections, ...kept } = variance();
    expect(decided(command({ reason: 'They are right.' }))).toEqual({
      kind: 'events',
      events: [
        {
          type: 'VarianceResolved',
          data: {
            ...kept,
            accept: 'customer',
            reason: 'They are right.',
            party: 'supplier',
            person: 'sue',
            corrections: corrections.map((one) => ({ action: 'record', ...one })),
          },
        },
      ],
    });
    expect(said(command({ accept: 'supplier', ...BY_CUSTOMER }))).toEqual(['VarianceResolved customer']);
    expect(said(command({ accept: 'neither', reason: 'Small.' }))).toEqual(['VarianceResolved supplier']);
  });

  test("what favours oneself waits for the other's word, and is in force with it", () => {
    const own = command({ accept: 'supplier' });
    expect(said(own)).toEqual(['ResolutionProposed supplier']);
    expect(said(own, own)).toEqual([]);
    expect(said(command({ accept: 'supplier', ...BY_CUSTOMER }), own)).toEqual(['VarianceResolved customer']);
  });

  test('a figure that is new to both needs both to say the same', () => {
    const agreed = (quantity: string, by: Partial<VarianceCommand> = {}) => command({ accept: 'agreed', agreed: { quantity }, ...by });
    expect(said(agreed('11'))).toEqual(['ResolutionProposed supplier']);
    expect(said(agreed('11.5', BY_CUSTOMER), agreed('11'))).toEqual(['ResolutionProposed customer']);
    expect(said(agreed('11', BY_CUSTOMER), agreed('11'))).toEqual(['VarianceResolved customer']);
    expect(said(agreed('11'), agreed('11', BY_CUSTOMER))).toEqual(['VarianceResolved supplier']);
  });

  test('once it is resolved the same changes nothing, and anything else is refused', () => {
    expect(said(command(), command())).toEqual([]);
    expect(said(command({ ...BY_CUSTOMER }), command())).toEqual([]);
    expect(said(command({ accept: 'neither', reason: 'Small.' }), command())).toEqual(['VARIANCE_RESOLVED']);
    expect(decided(command({ accept: 'supplier' }), command())).toMatchObject({
      rejections: [{ details: { person: 'sue', party: 'supplier', how: "the customer's line holds" } }],
    });
  });

  test('a line that is said anew makes it another variance, of which nothing was said', () => {
    const anew = [variance({ customer: held('13'), quantity: '3' })];
    expect(said(command({ accept: 'neither', reason: 'Small.', variances: anew }), command())).toEqual(['VarianceResolved supplier']);
    expect(
      said(
        command({ accept: 'supplier', ...BY_CUSTOMER, variances: [variance({ supplier: held('9') })] }),
        command({ accept: 'supplier' }),
      ),
    ).toEqual(['VarianceResolved customer']);
    expect(
      said(
        command({ accept: 'agreed', agreed: { quantity: '1' }, ...BY_CUSTOMER, variances: anew }),
        command({ accept: 'agreed', agreed: { quantity: '1' } }),
      ),
    ).toEqual(['ResolutionProposed customer']);
  });

  test('what both held tells a missing line from one that stands', () => {
    expect(
      new Set([{ supplier: held('1') }, { customer: held('1') }, { supplier: held('1'), customer: held('1') }, {}].map(heldText)).size,
    ).toBe(4);
    expect(storyOf(varianceDecider.initial, 'v-1', 'x')).toEqual({ held: 'x', resolved: undefined, proposed: [] });
  });

  test('of a command all or none are resolved, and those that stand so already are passed over', () => {
    const two = [variance(), variance({ variance: 'v-2' })];
    expect(said(command({ variances: two }), command())).toEqual(['VarianceResolved supplier']);
    expect(said(command({ variances: two, accept: 'neither', reason: 'Small.' }), command())).toEqual(['VARIANCE_RESOLVED']);
  });

  test('folds of two histories do not know of each other', () => {
    const history = [command(), command({ variances: [variance({ variance: 'v-2' })] })].flatMap((one) => {
      const decision = varianceDecider.decide(one, varianceDecider.initial);
      return decision.kind === 'events' ? decision.events : [];
    });
    expect(fold(varianceDecider, history).size).toBe(2);
    expect(fold(varianceDecider, history.slice(1)).size).toBe(1);
    expect(varianceDecider.initial.size).toBe(0);
  });
});

describe('a resolution is refused', () => {
  const agreed = (line: object): Partial<VarianceCommand> => ({ accept: 'agreed', agreed: line });
  test.each<[string, Partial<VarianceCommand>, string[]]>([
    ['by nobody, of nothing', { person: '', variances: [] }, ['PERSON_MISSING', 'RESOLUTION_EMPTY']],
    [
      'of too many at once',
      { variances: Array.from({ length: 501 }, (_, index) => variance({ variance: `v-${index}` })) },
      ['RESOLUTION_TOO_MANY'],
    ],
    ['where it is passed over without a reason', { accept: 'neither' }, ['RESOLUTION_REASON_MISSING reason']],
    ['with a reason that says nothing', { reason: ' ' }, ['RESOLUTION_REASON_MISSING reason']],
    ['with a reason that is too long', { reason: 'x'.repeat(2001) }, ['RESOLUTION_REASON_MISSING reason']],
    ["with a figure where a side's holds", { agreed: { quantity: '1' } }, ['AGREED_LINE_NOT_ALLOWED agreed.line']],
    ['without the figure that both agree on', { accept: 'agreed' }, ['AGREED_LINE_MISSING agreed']],
    ['with a figure that says nothing', agreed({}), ['AGREED_LINE_MISSING agreed']],
    ['with a column that there is not', agreed({ colour: 'red' }), ['AGREED_LINE_NOT_ALLOWED agreed.line']],
    ['with a number instead of a text', agreed({ quantity: 1 }), ['AGREED_LINE_NOT_ALLOWED agreed.quantity']],
    [
      'with decimals that are none',
      agreed({ quantity: '1,5', net: 'x', unitPrice: '1e3' }),
      ['AGREED_LINE_NOT_ALLOWED agreed.quantity', 'AGREED_LINE_NOT_ALLOWED agreed.net', 'AGREED_LINE_NOT_ALLOWED agreed.unitPrice'],
    ],
    [
      'with texts that are empty or too long',
      agreed({ product: '', unit: 'x'.repeat(201), member: 'm' }),
      ['AGREED_LINE_NOT_ALLOWED agreed.product', 'AGREED_LINE_NOT_ALLOWED agreed.unit'],
    ],
    [
      'with a day or a currency that is none',
      agreed({ date: '2026-02-30', currency: 'EURO' }),
      ['AGREED_LINE_NOT_ALLOWED agreed.date', 'AGREED_LINE_NOT_ALLOWED agreed.currency'],
    ],
    ['with a currency in small letters', agreed({ currency: 'xEUR' }), ['AGREED_LINE_NOT_ALLOWED agreed.currency']],
  ])('%s', (_, more, refusals) => {
    expect(said(command(more))).toEqual(refusals);
  });

  test('and not at the limits', () => {
    expect(
      said(
        command({ variances: Array.from({ length: 500 }, (_, index) => variance({ variance: `v-${index}` })), reason: 'x'.repeat(2000) }),
      ),
    ).toHaveLength(500);
    expect(
      said(
        command(
          agreed({
            quantity: '-1.5',
            net: '2',
            unitPrice: '0',
            product: 'x'.repeat(200),
            unit: 'u',
            member: 'm',
            date: '2026-02-28',
            currency: 'USD',
          }),
        ),
      ),
    ).toEqual(['ResolutionProposed supplier']);
  });
});
