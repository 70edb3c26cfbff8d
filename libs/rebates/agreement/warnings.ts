import { approversOf, mayApprove } from './approvals.ts';
import { amountAtStake, capsBelow, limitsBelowGuarantees } from './at-stake.ts';
import { PARTIES } from './events.ts';
import { neverPaid } from './never-paid.ts';
import { rateWarnings } from './rate-warnings.ts';
import { setWarnings, setWarningsOfAgreement } from './set-warnings.ts';
import type { AgreementState } from './state.ts';
import { periodApart } from './settle.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms } from './terms.ts';
import { timelinesOf } from './timeline.ts';
import type { Warning } from './warning.ts';

const ofProgramme = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const warnings: Warning[] = [
    ...setWarnings(terms, programme, place),
    ...rateWarnings(programme, place),
    ...neverPaid(terms, programme, place),
  ];
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

/** Both sides sign: where one person alone may, that person would have to act for both. */
const ofLoneSigner = ({ people }: AgreementTerms): Warning[] => {
  const [signer, ...others] = new Set(people?.sign);
  return signer === undefined || others.length > 0
    ? []
    : [{ code: 'ONE_SIGNS', message: `Only ${signer} may sign, and both sides have to.`, place: 'people.sign' }];
};

/** Caps of one window against floors and guarantees of another; those of the same are refused. */
const ofCaps = (terms: AgreementTerms): Warning[] =>
  capsBelow(terms).map(({ index, id, what, cap, other }) => ({
    ...(what === 'floor'
      ? {
          code: 'CAP_BELOW_FLOOR',
          message: `The cap of ${id} lets ${terms.currency} ${cap.toDecimal()} through where its floor asks for ${terms.currency} ${other.toDecimal()}: what reaches the floor is cut below it.`,
        }
      : {
          code: 'CAP_BELOW_GUARANTEE',
          message: `${id} guarantees ${terms.currency} ${other.toDecimal()} over the term, and its cap lets ${terms.currency} ${cap.toDecimal()} through: the rest of the guarantee would not be paid.`,
        }),
    place: `programmes[${index}].cap.amount`,
  }));

const ofLimits = (terms: AgreementTerms): Warning[] =>
  limitsBelowGuarantees(terms).map(({ index, limit, guaranteed, programmes }) => ({
    code: 'LIMIT_BELOW_GUARANTEE',
    message: `${programmes.length === 1 ? `${programmes.join()} guarantees` : `Together ${programmes.join(' and ')} guarantee`} ${terms.currency} ${guaranteed.toDecimal()} over the term, and the limit lets ${terms.currency} ${limit.toDecimal()} through: the rest of the guarantee would not be paid.`,
    place: `limits[${index}].cap`,
  }));

export const warningsOf = (terms: AgreementTerms): Warning[] => [
  ...terms.programmes.flatMap((programme, index) => ofProgramme(terms, programme, `programmes[${index}]`)),
  ...setWarningsOfAgreement(terms),
  ...ofCaps(terms),
  ...ofLimits(terms),
  ...ofApprovers(terms),
  ...ofLoneApprovers(terms),
  ...ofLoneSigner(terms),
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
