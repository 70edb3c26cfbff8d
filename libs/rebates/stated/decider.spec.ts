import { describe, expect, test } from '@jest/globals';
import { fold, Rational } from '#kernel';
import { resolutionOf, type ResolveStatedCommand, type StatedCommand, statedDecider, type StateFiguresCommand } from './decider.ts';
import type { StatedEvent } from './events.ts';

const command = (more: Partial<StateFiguresCommand> = {}): StateFiguresCommand => ({
  kind: 'StateFigures',
  agreement: 'a',
  partnership: 'acme~buildco',
  party: 'customer',
  person: 'carl',
  period: { from: '2026-01-01', to: '2026-03-31' },
  figures: [{ programme: 'volume', earned: '100.00' }],
  ...more,
});
const after = (...said: readonly StatedCommand[]) => {
  let happened: readonly StatedEvent[] = [];
  for (const one of said) {
    const decision = statedDecider.decide(one, fold(statedDecider, happened));
    if (decision.kind === 'events') happened = [...happened, ...decision.events];
  }
  return fold(statedDecider, happened);
};
const decided = (sent: StatedCommand, ...before: readonly StatedCommand[]): string[] => {
  const decision = statedDecider.decide(sent, after(...before));
  return decision.kind === 'rejected' ? decision.rejections.map(({ code }) => code) : decision.events.map(({ type }) => type);
};

describe("a side's own figures", () => {
  test('are stated once a period; sent again they change nothing', () => {
    expect(decided(command())).toEqual(['FiguresStated']);
    expect(decided(command(), command())).toEqual([]);
    expect(decided(command({ period: { from: '2026-04-01', to: '2026-06-30' } }), command())).toEqual(['FiguresStated']);
    expect(decided(command({ party: 'supplier' }), command())).toEqual(['FiguresStated']);
  });

  test('are not replaced unless that is said', () => {
    const other = command({ figures: [{ programme: 'volume', earned: '99.00' }] });
    expect(decided(other, command())).toEqual(['STATED_OTHERWISE']);
    expect(decided({ ...other, corrects: true }, command())).toEqual(['FiguresStated']);
    expect(decided(command(), command(), { ...other, corrects: true })).toEqual(['STATED_OTHERWISE']);
  });

  test('are exact amounts, by a person', () => {
    expect(decided(command({ figures: [] }))).toEqual(['STATED_EMPTY']);
    expect(decided(command({ figures: [{ programme: 'volume', earned: '1,000' }] }))).toEqual(['STATED_AMOUNT_NOT_ALLOWED']);
    expect(decided(command({ person: '' }))).toEqual(['PERSON_MISSING']);
  });
});

describe('a figure that a side states otherwise than it is earned', () => {
  const of = {
    agreement: 'a',
    partnership: 'acme~buildco',
    of: 'customer',
    period: { from: '2026-01-01', to: '2026-03-31' },
    programme: 'volume',
  } as const;
  const give = (
    accept: ResolveStatedCommand['accept'],
    party: 'supplier' | 'customer',
    more: Partial<ResolveStatedCommand> = {},
  ): ResolveStatedCommand => ({ kind: 'ResolveStatedFigure', ...of, party, person: 'p', earned: '97.00', accept, ...more });

  test('is resolved by the side that gives way, or passed over with a reason', () => {
    expect(decided(give('earned', 'customer'), command())).toEqual(['StatedFigureResolved']);
    expect(decided(give('earned', 'supplier'), command())).toEqual(['STATED_NOT_YOURS']);
    expect(decided(give('stated', 'supplier'), command())).toEqual(['StatedFigureResolved']);
    expect(decided(give('stated', 'customer'), command())).toEqual(['STATED_NOT_YOURS']);
    expect(decided(give('neither', 'supplier'), command())).toEqual(['STATED_REASON_MISSING']);
    expect(decided(give('neither', 'supplier', { reason: 'three euros' }), command())).toEqual(['StatedFigureResolved']);
    expect(decided(give('earned', 'customer', { person: '' }), command())).toEqual(['PERSON_MISSING']);
  });
  test('needs a figure that is stated and differs, and is resolved once', () => {
    expect(decided(give('earned', 'customer', { programme: 'promo' }), command())).toEqual(['STATED_UNKNOWN']);
    expect(decided(give('earned', 'customer'))).toEqual(['STATED_UNKNOWN']);
    expect(decided(give('earned', 'customer', { earned: '100' }), command())).toEqual([]);
    expect(decided(give('earned', 'customer'), command(), give('earned', 'customer'))).toEqual([]);
  });
  test('is open again once either figure is another', () => {
    const known = after(command(), give('earned', 'customer'));
    const at = (stated: string, earned: string) =>
      resolutionOf(known, of, { stated: Rational.parse(stated), earned: Rational.parse(earned) })?.accept;
    expect([at('100', '97'), at('100', '98'), at('99', '97')]).toEqual(['earned', undefined, undefined]);
  });
});
