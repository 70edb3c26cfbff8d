import { amountAtStake, approversOf, mayApprove } from './approvals.ts';
import { PARTIES } from './events.ts';
import type { Filter, Selection } from './fields.ts';
import type { AgreementState } from './state.ts';
import { periodApart } from './settle.ts';
import type { AgreementTerms, ProgrammeTerms } from './terms.ts';
import { timelinesOf } from './timeline.ts';

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

const ofProgramme = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const warnings: Warning[] = [];
  if (programme.target !== undefined && excludesAll(programme.target, programme.eligible ?? {})) {
    warnings.push({
      code: 'TARGET_EXCLUDES_ELIGIBLE',
      message: `Nothing that earns in ${programme.id} counts toward its steps: the target set excludes all that is eligible.`,
      place: `${place}.target`,
    });
  }
  if (JSON.stringify(periodApart(terms, programme)) !== JSON.stringify(programme.period)) {
    warnings.push({
      code: 'SETTLED_APART',
      message: `${programme.id} settles each ${programme.settle?.every ?? 'part'} on its own, and its balance is measured over longer periods: what is settled need not add up to what is earned.`,
      place: `${place}.settle.parts`,
    });
  }
  const { bestOf } = programme;
  if (bestOf !== undefined && terms.programmes.filter((other) => other.bestOf === bestOf).length === 1) {
    warnings.push({ code: 'BEST_OF_ALONE', message: `${programme.id} is alone in the group ${bestOf}, so it is always the best.`, place: `${place}.bestOf` });
  }
  return warnings;
};

/** Approvers of a side who all have a limit below what the agreement can pay: nobody could approve it. */
const ofApprovers = (terms: AgreementTerms): Warning[] => {
  const amount = amountAtStake(terms, terms.amendments ?? []);
  return PARTIES.flatMap((party) => {
    const approvers = approversOf(terms, party);
    if (approvers.length === 0 || approvers.some(({ person }) => mayApprove(approvers, person, amount))) return [];
    const most = amount === undefined ? 'any amount, since nothing caps it in money' : `${terms.currency} ${amount.toExact()}`;
    return [{ code: 'NOBODY_CAN_APPROVE', message: `All who approve for the ${party} have limits below what this can pay: ${most}.`, place: 'people.approve' }];
  });
};

export const warningsOf = (terms: AgreementTerms): Warning[] => [
  ...terms.programmes.flatMap((programme, index) => ofProgramme(terms, programme, `programmes[${index}]`)),
  ...ofApprovers(terms),
];

/** Warnings about what waits for signatures, as it would be in force; none where nothing is open. */
export const warningsOfOpen = (state: AgreementState): Warning[] => {
  if (state.status === 'none' || state.openProposal === null) return [];
  const { terms, amendments, openProposal: open } = state;
  const timelines = timelinesOf(terms, [...amendments, ...open.amendments]);
  return warningsOf({ ...terms, programmes: terms.programmes.map((programme) => timelines.get(programme.id)?.at(-1)?.programme.terms ?? programme) });
};
