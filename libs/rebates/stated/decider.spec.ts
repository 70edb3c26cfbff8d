import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { type StatedCommand, statedDecider } from './decider.ts';
import type { StatedEvent } from './events.ts';

const command = (more: Partial<StatedCommand> = {}): StatedCommand => ({
  kind: 'StateFigures', agreement: 'a', partnership: 'acme~buildco', party: 'customer', person: 'carl', period: { from: '2026-01-01', to: '2026-03-31' }, figures: [{ programme: 'volume', earned: '100.00' }], ...more,
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
