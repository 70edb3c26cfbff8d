import { canonicalJson } from '#kernel';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { TermsSet } from './terms-set.ts';

const text = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)) as never);

const timelineText = (programme: ResolvedProgramme | undefined): string =>
  programme === undefined
    ? ''
    : text([
        programme.timeline.map(({ from, joint, programme: { terms } }) => [from, joint, terms]),
        programme.periods.map(({ from, to }) => [from, to]),
      ]);

/** All of an agreement that is not a programme: if any of it differs, everything may. */
const frameText = ({ terms, terminatedOn }: Agreement): string => {
  const frame = {
    ...terms,
    programmes: terms.programmes.map(({ id }) => id),
    amendments: undefined,
    id: undefined,
    name: undefined,
    people: undefined,
  };
  return text([frame, terminatedOn ?? null]);
};

/** Programmes that act on each other's figures: by deduction, as a group of which the best pays, under one limit. */
const neighbours = ({ programmes, terms }: Agreement, id: string): readonly string[] => {
  const termsOf = (programme: ResolvedProgramme) => programme.timeline.map((stretch) => stretch.programme.terms);
  const own = programmes.find((programme) => programme.id === id);
  const groups = new Set(own === undefined ? [] : termsOf(own).flatMap(({ bestOf }) => bestOf ?? []));
  const deducting = programmes.filter((programme) =>
    termsOf(programme).some(({ deducts, bestOf }) => deducts?.includes(id) === true || (bestOf !== undefined && groups.has(bestOf))),
  );
  const limited = (terms.limits ?? []).filter((limit) => limit.programmes.includes(id)).flatMap((limit) => limit.programmes);
  return [...deducting.map((programme) => programme.id), ...limited];
};

/**
 * Programmes whose figures could differ between two sets. One whose terms are the same, on the same sums, and that no
 * programme with other terms acts on, earns the same on every day: its days need no walking.
 */
export const programmesThatMayDiffer = (base: TermsSet, own: TermsSet): readonly string[] => {
  const all = [...new Set([...base.agreement.programmes, ...own.agreement.programmes].map(({ id }) => id))];
  const alike = base.sums === own.sums && base.yearBefore === own.yearBefore && frameText(base.agreement) === frameText(own.agreement);
  if (!alike) return all;
  const find = ({ agreement }: TermsSet, id: string) => agreement.programmes.find((programme) => programme.id === id);
  const reached = new Set(all.filter((id) => timelineText(find(base, id)) !== timelineText(find(own, id))));
  for (const id of reached) for (const { agreement } of [base, own]) for (const next of neighbours(agreement, id)) reached.add(next);
  return [...reached];
};
