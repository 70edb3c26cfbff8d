import type { LineTest } from '../agreement/compile.ts';
import type { Agreement } from '../agreement/resolve.ts';

/** Sets of an agreement's tests, as bits. */
export type Masks = {
  /** Tests that make a line count in a programme: its eligible and its target sets. */
  readonly programmes: bigint;
  /** The same, or toward a goal or a baseline: a line that passes none of these does not count. */
  readonly counting: bigint;
  readonly baseline: bigint;
  /** Baselines of those who are members now. */
  readonly membersAsNow: bigint;
  /** Tests of what was paid. */
  readonly paid: bigint;
  /** Tests of programmes with measures of their own, in the order of `measures`. */
  readonly ofMeasures: readonly bigint[];
};

export const masksOf = ({ tests, programmes, goals, measures }: Agreement): Masks => {
  const bitsWhere = (holds: (test: LineTest, index: number) => boolean): bigint =>
    tests.reduce((all, test, index) => (holds(test, index) ? all | (1n << BigInt(index)) : all), 0n);
  const earning = new Set(programmes.flatMap(({ testsOf }) => [...testsOf.values()].flatMap(({ eligible, target }) => [eligible, target])));
  const ofGoals = new Set(goals.map(({ test }) => test));
  const baseline = bitsWhere((test) => test.baseline !== undefined);
  const ofProgrammes = bitsWhere((_, index) => earning.has(index));
  return {
    programmes: ofProgrammes,
    counting: ofProgrammes | baseline | bitsWhere((_, index) => ofGoals.has(index)),
    baseline,
    membersAsNow: bitsWhere((test) => test.baseline === 'asNow'),
    paid: bitsWhere(({ stage }) => stage === 'paid'),
    ofMeasures: measures.map(({ key }) => bitsWhere(({ measure }) => measure === key)),
  };
};
