import { type Rational, sum } from '#kernel';
import type { Entry, EarnedStretch } from './entry.ts';
import { measureEntry, type MeasureInput } from './measure-entry.ts';

/** What of a stretch lies on the lines of one member; the steps stay those that the group reached. */
const ofMember = (stretch: EarnedStretch, isOwn: (signature: number) => boolean): EarnedStretch => {
  const places = stretch.signatures.flatMap((signature, place) => (isOwn(signature) ? [place] : []));
  const pick = <T>(list: readonly T[]): T[] => places.flatMap((place) => list[place] ?? []);
  const perCell = pick(stretch.earning.perCell);
  return {
    ...stretch,
    signatures: pick(stretch.signatures),
    cells: pick(stretch.cells),
    earning: { ...stretch.earning, perCell, total: sum(perCell) },
  };
};

const partOf = (group: Entry, input: MeasureInput, member: string): Entry => {
  const stretches = group.stretches.map((stretch) => ofMember(stretch, (signature) => input.sums.signatures[signature]?.member === member));
  const by = stretches.at(-1)?.programme.terms.by ?? 'value';
  const own = (measure: 'value' | typeof by): Rational =>
    sum(stretches.flatMap(({ cells }) => cells.map(({ amounts }) => amounts[measure])));
  return {
    ...group,
    scope: { member },
    stretches,
    earningAmount: own(by),
    value: own('value'),
    bySteps: sum(stretches.map(({ earning }) => earning.total)),
  };
};

/**
 * Each member takes the better of the two, in money: its part of what the group earned, or what it earns for itself by
 * its own steps (domain.md §5). The group's on a tie.
 */
export const higherOf = (input: MeasureInput, members: readonly string[]): Entry[] => {
  const group = measureEntry({ ...input, scope: null });
  return members.map((member) => {
    const own = measureEntry({ ...input, scope: { member }, asMember: true });
    const part = partOf(group, input, member);
    return part.bySteps.lt(own.bySteps) ? own : part;
  });
};
