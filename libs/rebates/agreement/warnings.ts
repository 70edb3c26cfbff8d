import { approversOf, mayApprove } from './approvals.ts';
import { amountAtStake, limitsBelowGuarantees } from './at-stake.ts';
import { PARTIES } from './events.ts';
import { rateWarnings } from './rate-warnings.ts';
import { groupFilters, type StepTerms } from '../programmes/steps.ts';
import type { Selection } from './fields.ts';
import { excludesAll, matchesNothing } from './selections.ts';
import type { AgreementState } from './state.ts';
import { periodApart } from './settle.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms } from './terms.ts';
import { timelinesOf } from './timeline.ts';
import type { Warning } from './warning.ts';

const nothing = (selection: Selection | undefined, terms: AgreementTerms, place: string): Warning[] => {
  const why = selection === undefined ? undefined : matchesNothing(selection, terms);
  return why === undefined
    ? []
    : [{ code: 'SELECTION_MATCHES_NOTHING', message: `No line of the term can be in ${place}: ${why}.`, place }];
};

type EarnParts = {
  readonly share?: { readonly of?: Selection };
  readonly steps?: readonly StepTerms[];
  readonly shipAndDebit?: { readonly prices?: readonly { readonly from?: string; readonly to?: string }[] };
};

/** Sets, rate groups and special prices that no line can be in. */
const unmatchable = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const { share, steps, shipAndDebit } = programme.earn as EarnParts;
  return [
    ...nothing(programme.eligible, terms, `${place}.eligible`),
    ...nothing(programme.target, terms, `${place}.target`),
    ...nothing(share?.of, terms, `${place}.earn.share.of`),
    ...(steps ?? []).flatMap((own, step) =>
      groupFilters([own]).flatMap((filter, index) => nothing({ include: [filter] }, terms, `${place}.earn.steps[${step}].rates[${index}]`)),
    ),
    ...(shipAndDebit?.prices ?? []).flatMap(({ from, to }, index) =>
      nothing(
        { include: [{ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }] },
        terms,
        `${place}.earn.shipAndDebit.prices[${index}]`,
      ),
    ),
  ];
};

const ofProgramme = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const warnings: Warning[] = unmatchable(terms, programme, place);
  if (programme.target !== undefined && warnings.length === 0 && excludesAll(programme.target, programme.eligible ?? {})) {
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
    warnings.push({
      code: 'BEST_OF_ALONE',
      message: `${programme.id} is alone in the group ${bestOf}, so it is always the best.`,
      place: `${place}.bestOf`,
    });
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
    return [
      {
        code: 'NOBODY_CAN_APPROVE',
        message: `All who approve for the ${party} have limits below what this can pay: ${most}.`,
        place: 'people.approve',
      },
    ];
  });
};

/** Author and approver differ: where each who may propose is the only one who may approve for a side, nothing can be signed. */
const ofLoneApprovers = (terms: AgreementTerms): Warning[] => {
  const proposers = terms.people?.propose ?? [];
  const stuck = proposers.flatMap((proposer) => {
    const party = PARTIES.find((side) => {
      const approvers = approversOf(terms, side);
      return approvers.length > 0 && approvers.every(({ person }) => person === proposer);
    });
    return party === undefined ? [] : [`what ${proposer} proposes could only be approved for the ${party} by ${proposer}`];
  });
  if (stuck.length === 0 || stuck.length < proposers.length) return [];
  return [
    {
      code: 'ONLY_AUTHOR_APPROVES',
      message: `Author and approver differ, so nothing could be signed: ${stuck.join(', and ')}.`,
      place: 'people.approve',
    },
  ];
};

const ofLimits = (terms: AgreementTerms): Warning[] =>
  limitsBelowGuarantees(terms).map(({ index, limit, guaranteed, programmes }) => ({
    code: 'LIMIT_BELOW_GUARANTEE',
    message: `${programmes.join(' and ')} guarantee ${terms.currency} ${guaranteed.toDecimal()} together over the term, and the limit lets ${terms.currency} ${limit.toDecimal()} through: the rest of the guarantee would not be paid.`,
    place: `limits[${index}].cap`,
  }));

export const warningsOf = (terms: AgreementTerms): Warning[] => [
  ...terms.programmes.flatMap((programme, index) => [
    ...ofProgramme(terms, programme, `programmes[${index}]`),
    ...rateWarnings(programme, `programmes[${index}]`),
  ]),
  ...(terms.goals ?? []).flatMap(({ eligible }, index) => nothing(eligible, terms, `goals[${index}].eligible`)),
  ...ofLimits(terms),
  ...ofApprovers(terms),
  ...ofLoneApprovers(terms),
];

/** Warnings about terms as their amendments leave them at the end. */
export const warningsOfAmended = ({
  terms,
  amendments,
}: {
  readonly terms: AgreementTerms;
  readonly amendments: readonly AmendmentTerms[];
}): Warning[] => {
  const timelines = timelinesOf(terms, amendments);
  return warningsOf({
    ...terms,
    programmes: terms.programmes.map((programme) => timelines.get(programme.id)?.at(-1)?.programme.terms ?? programme),
  });
};

/** Warnings about what waits for signatures, as it would be in force; none where nothing is open. */
export const warningsOfOpen = (state: AgreementState): Warning[] => {
  if (state.status === 'none' || state.openProposal === null) return [];
  const { terms, amendments, openProposal: open } = state;
  return warningsOfAmended({ terms, amendments: [...amendments, ...open.amendments] });
};
