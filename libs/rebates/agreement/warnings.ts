import type { Filter, Selection } from './fields.ts';
import type { AgreementTerms, ProgrammeTerms } from './terms.ts';

/** What is allowed and probably not meant. It never stops a proposal; the people who sign should see it. */
export type Warning = { readonly code: string; readonly message: string; readonly place: string };

const LISTS = ['product', 'brand', 'category', 'member', 'shipTo', 'channel', 'endCustomer'] as const;

/** True where no line can match both filters: both list values of one key, and share none. */
const apart = (a: Filter, b: Filter): boolean =>
  LISTS.some((key) => {
    const [left, right] = [a[key], b[key]];
    return left !== undefined && right !== undefined && !left.some((value) => right.includes(value));
  });

/** True where every line that matches `inner` matches `outer`. Days and prices are not compared: then it is not sure. */
const covers = (outer: Filter, inner: Filter): boolean =>
  outer.from === undefined &&
  outer.to === undefined &&
  outer.minPrice === undefined &&
  LISTS.every((key) => {
    const [all, some] = [outer[key], inner[key]];
    return all === undefined || (some?.every((value) => all.includes(value)) ?? false);
  });

const excludesAll = (target: Selection, eligible: Selection): boolean =>
  (eligible.include ?? [{}]).every((filter) => {
    const outside = target.include?.every((wanted) => apart(wanted, filter)) ?? false;
    return outside || (target.exclude?.some((unwanted) => covers(unwanted, filter)) ?? false);
  });

const ofProgramme = (programme: ProgrammeTerms, programmes: readonly ProgrammeTerms[], place: string): Warning[] => {
  const warnings: Warning[] = [];
  if (programme.target !== undefined && excludesAll(programme.target, programme.eligible ?? {})) {
    warnings.push({
      code: 'TARGET_EXCLUDES_ELIGIBLE',
      message: `Nothing that earns in ${programme.id} counts toward its steps: the target set excludes all that is eligible.`,
      place: `${place}.target`,
    });
  }
  const { bestOf } = programme;
  if (bestOf !== undefined && programmes.filter((other) => other.bestOf === bestOf).length === 1) {
    warnings.push({ code: 'BEST_OF_ALONE', message: `${programme.id} is alone in the group ${bestOf}, so it is always the best.`, place: `${place}.bestOf` });
  }
  return warnings;
};

export const warningsOf = (terms: AgreementTerms): Warning[] => {
  const warnings = terms.programmes.flatMap((programme, index) => ofProgramme(programme, terms.programmes, `programmes[${index}]`));
  if (terms.people?.approve !== undefined) {
    warnings.push({
      code: 'APPROVAL_NOT_ENFORCED',
      message: 'Approvals are not asked for by this version: proposals go from their author to the signatures.',
      place: 'people.approve',
    });
  }
  return warnings;
};
