import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { agreementOf, documentOf, type Sale, sold } from '../accrual/testing/build.ts';
import { Bridge, type BridgePoint, isBack } from './bridge.ts';
import { History } from './testing/walked.ts';

/** Bridges of open and of projected figures: what was settled or is projected stands beside what was earned. */

const TERMS = agreementOf([{ earn: { percent: '1' } }, { earn: { percent: '2' }, scope: 'product' }]);
const SALES: readonly Sale[] = [sold('2026-02-01', '10000'), sold('2026-03-01', '20000'), sold('2026-04-15', '5000')];
const history = new History(
  TERMS,
  SALES.map((sale, index) => ({ kind: 'sales', document: documentOf(sale, index) })),
);
const point = (on: string, knownAt: number): BridgePoint => ({ on: toDay(on), knownAt });
const amounts = (of: Record<string, string>) => new Map(Object.entries(of).map(([id, text]) => [id, Rational.parse(text)]));
const PAGE = { skip: 0, limit: 20 };

type Beside = { readonly figure: 'open' | 'projected'; readonly start: Record<string, string>; readonly end: Record<string, string> };
/** A bridge at the start of its way: `take` walks the rest of it. */
const walked = (from: BridgePoint, to: BridgePoint, { figure, start, end }: Beside, take: (bridge: Bridge) => void, page = PAGE) => {
  const [first, last] = isBack(from, to) ? [to, from] : [from, to];
  const bridge = new Bridge(from, to, history.at(first.knownAt).known, page, { figure, start: amounts(start), end: amounts(end) });
  for (let position = first.knownAt + 1; position <= last.knownAt; position += 1)
    bridge.lines(history.at(position).changes.filter(({ change }) => change.position === position));
  take(bridge);
  return bridge.answer();
};
const isWhole = ({ change, causes }: { readonly change: string; readonly causes: Readonly<Record<string, string>> }): void => {
  expect(sum(Object.values(causes).map((text) => Rational.parse(text))).equals(Rational.parse(change))).toBe(true);
};

describe('a bridge of what is open', () => {
  test('goes down by what an event settled, and names the event', () => {
    const bridge = walked(
      point('2026-03-31', 0),
      point('2026-03-31', 1),
      { figure: 'open', start: { p1: '30' }, end: { p1: '130', p2: '40.5' } },
      (way) => {
        way.settled('recorded', amounts({ p1: '100', p2: '40.5', p3: '0' }), [7]);
      },
    );
    // Earned 100 + 200 of which 30 was settled; then 200 + 400 more, less 140.50 settled by the event.
    expect(bridge).toMatchObject({
      figure: 'open',
      from: { amount: '270.00' },
      to: { amount: '729.50' },
      change: '459.50',
      causes: { sale: '600', settlement: '-140.5' },
    });
    expect(bridge.events.at(-1)).toEqual({
      leg: 'recorded',
      position: 7,
      effects: [
        { programme: 'p1', cause: 'settlement', amount: '-100' },
        { programme: 'p2', cause: 'settlement', amount: '-40.5' },
      ],
      lines: [],
    });
    expect(bridge.causedBy.find(({ cause }) => cause === 'settlement')).toEqual({
      cause: 'settlement',
      amount: '-140.5',
      events: 1,
      positions: [7],
    });
    isWhole(bridge);
  });

  test('shows what was settled of a programme that earned nothing', () => {
    const bridge = walked(point('2026-03-31', 1), point('2026-04-30', 1), { figure: 'open', start: {}, end: { ghost: '5' } }, (way) => {
      way.days([]);
      way.settled('days', amounts({ ghost: '5' }), [8, 9]);
    });
    expect(bridge.programmes.find(({ id }) => id === 'ghost')).toEqual({
      id: 'ghost',
      scope: null,
      from: '0.00',
      to: '-5.00',
      change: '-5.00',
      causes: { settlement: '-5' },
    });
    expect(bridge.legs.days).toMatchObject({ causes: { settlement: '-5' } });
    isWhole(bridge);
  });

  test('turns what was settled round on the way back', () => {
    const settle = (way: Bridge): void => {
      way.settled('recorded', amounts({ p1: '100' }), [7]);
    };
    const there = walked(point('2026-03-31', 0), point('2026-03-31', 1), { figure: 'open', start: {}, end: { p1: '100' } }, settle);
    const back = walked(point('2026-03-31', 1), point('2026-03-31', 0), { figure: 'open', start: {}, end: { p1: '100' } }, settle);
    expect([there.causes['settlement'], back.causes['settlement']]).toEqual(['-100', '100']);
    expect(back.events.at(-1)?.effects).toEqual([{ programme: 'p1', cause: 'settlement', amount: '100' }]);
    isWhole(back);
  });

  test('gives back what was settled on days that a later position asks behind', () => {
    // From April as known at 0 to March as known at 1: the days are walked back.
    const bridge = walked(point('2026-04-30', 0), point('2026-03-31', 1), { figure: 'open', start: { p1: '10' }, end: {} }, (way) => {
      way.days([]);
      way.settled('days', amounts({ p1: '10' }), [5]);
    });
    expect(bridge.causes).toMatchObject({ settlement: '10' });
    isWhole(bridge);
  });

  test('an event that settled nothing more is no step of the way', () => {
    const bridge = walked(point('2026-03-31', 0), point('2026-03-31', 1), { figure: 'open', start: {}, end: {} }, (way) => {
      way.settled('recorded', amounts({ p1: '0' }), [7]);
    });
    expect(bridge.events.map(({ position }) => position)).toEqual([1]);
  });

  test('its steps are paged with the others, and the causes are those of all', () => {
    const settle = (way: Bridge): void => {
      for (const position of [7, 8, 9]) way.settled('recorded', amounts({ p1: '1' }), [position]);
    };
    const figures: Beside = { figure: 'open', start: {}, end: { p1: '3' } };
    const pages = [0, 2].map((skip) => walked(point('2026-03-31', 0), point('2026-03-31', 1), figures, settle, { skip, limit: 2 }));
    expect(pages.map(({ events }) => events.map(({ position }) => position))).toEqual([
      [1, 7],
      [8, 9],
    ]);
    expect(pages.map(({ nextCursor }) => nextCursor)).toEqual(['2', null]);
    expect(pages.map(({ causes }) => causes['settlement'])).toEqual(['-3', '-3']);
  });
});

describe('a bridge of what is projected', () => {
  const project = (way: Bridge): void => {
    way.forecast();
  };
  test('goes on from what was earned by what the forecast changed, which is no single event', () => {
    const bridge = walked(
      point('2026-03-31', 0),
      point('2026-03-31', 1),
      { figure: 'projected', start: { p1: '50', p2: '7' }, end: { p1: '80.25', p2: '7', p3: '1' } },
      project,
    );
    expect(bridge).toMatchObject({
      figure: 'projected',
      from: { amount: '357.00' },
      to: { amount: '988.25' },
      causes: { sale: '600', forecast: '31.25' },
    });
    expect(bridge.events.at(-1)).toEqual({
      leg: 'recorded',
      effects: [
        { programme: 'p1', cause: 'forecast', amount: '30.25' },
        { programme: 'p3', cause: 'forecast', amount: '1' },
      ],
      lines: [],
    });
    isWhole(bridge);
  });

  test('is a step of the days where days lie between, and none where the forecast stayed', () => {
    const between = (end: Record<string, string>) =>
      walked(point('2026-03-31', 1), point('2026-04-30', 1), { figure: 'projected', start: { p1: '50' }, end }, (way) => {
        way.days([]);
        way.forecast();
      });
    expect(between({}).legs.days).toMatchObject({ causes: { forecast: '-50' } });
    expect(between({ p1: '50' }).events).toEqual([]);
  });

  test('has no part in a bridge of what is open', () => {
    const bridge = walked(point('2026-03-31', 0), point('2026-03-31', 1), { figure: 'open', start: {}, end: {} }, project);
    expect(bridge.causes).not.toHaveProperty('forecast');
  });
});
