import { groupFilters, type StepTerms } from '../programmes/steps.ts';
import type { Filter, Selection } from './fields.ts';
import { covers, excludesAll, matchesNothing } from './selections.ts';
import type { AgreementTerms, ProgrammeTerms } from './terms.ts';
import type { Warning } from './warning.ts';

/** Sets, rate groups, special prices and parts of a bundle that no line can be in, or that an earlier one takes all lines of. */

type Ranged = { readonly from?: string; readonly to?: string };
type EarnParts = {
  readonly share?: { readonly of?: Selection };
  readonly steps?: readonly StepTerms[];
  readonly shipAndDebit?: { readonly prices?: readonly (Ranged & { readonly product: string; readonly endCustomer?: string })[] };
  readonly bundle?: readonly { readonly product: string }[];
};

const NOTHING = 'SELECTION_MATCHES_NOTHING';

const nothing = (selection: Selection, terms: AgreementTerms, place: string): Warning[] => {
  const why = matchesNothing(selection, terms);
  return why === undefined ? [] : [{ code: NOTHING, message: `No line of the term can be in ${place}: ${why}.`, place }];
};

/** Members that a set names beside others that are known: a slip of the pen that leaves out what they buy. */
const strangers = ({ include = [] }: Selection, { members }: AgreementTerms, place: string): Warning[] => {
  const unknown = include.flatMap(({ member = [] }) => member.filter((id) => members?.every((known) => known.id !== id) === true));
  return unknown.length === 0
    ? []
    : [{ code: 'MEMBER_UNKNOWN', message: `${place} names ${unknown.join(', ')}, and the agreement has no such member.`, place }];
};

const ofSet = (selection: Selection | undefined, terms: AgreementTerms, place: string): Warning[] => {
  if (selection === undefined) return [];
  const empty = nothing(selection, terms, place);
  return empty.length > 0 ? empty : strangers(selection, terms, place);
};

const rangeOf = ({ from, to }: Ranged): Filter => ({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });

type Part = { readonly selection: Selection; readonly place: string };
/** What a kind selects by itself of the lines that earn. */
const partsOf = ({ steps = [], shipAndDebit, bundle = [] }: EarnParts, place: string): Part[] => [
  ...steps.flatMap((own, step) =>
    groupFilters([own]).map((filter, index) => ({ selection: { include: [filter] }, place: `${place}.steps[${step}].rates[${index}]` })),
  ),
  ...(shipAndDebit?.prices ?? []).map(({ product, endCustomer, ...range }, index) => ({
    selection: {
      include: [{ product: [product], ...(endCustomer === undefined ? {} : { endCustomer: [endCustomer] }), ...rangeOf(range) }],
    },
    place: `${place}.shipAndDebit.prices[${index}]`,
  })),
  ...bundle.map(({ product }, index) => ({ selection: { include: [{ product: [product] }] }, place: `${place}.bundle[${index}]` })),
];

const within = (outer: Selection | undefined, { selection, place }: Part, terms: AgreementTerms, counts: string): Warning[] => {
  const empty = nothing(selection, terms, place);
  if (empty.length > 0 || outer === undefined || !excludesAll(outer, selection)) return empty;
  return [{ code: NOTHING, message: `No line can be in ${place}: nothing of it ${counts}.`, place }];
};

const shadowed = ({ steps = [] }: EarnParts, terms: AgreementTerms, id: string, place: string): Warning[] =>
  steps.flatMap((own, step) => {
    const filters = groupFilters([own]);
    return filters.flatMap((filter, index) =>
      filters.slice(0, index).some((earlier) => covers(earlier, filter)) && matchesNothing({ include: [filter] }, terms) === undefined
        ? [
            {
              code: 'RATE_NEVER_USED',
              message: `No line takes this rate of ${id}: a group before it takes all that it names, and a line takes the first.`,
              place: `${place}.steps[${step}].rates[${index}]`,
            },
          ]
        : [],
    );
  });

const ofTarget = ({ id, target, eligible }: ProgrammeTerms, place: string): Warning[] =>
  target !== undefined && excludesAll(target, eligible ?? {})
    ? [
        {
          code: 'TARGET_EXCLUDES_ELIGIBLE',
          message: `Nothing that earns in ${id} counts toward its steps: the target set excludes all that is eligible.`,
          place: `${place}.target`,
        },
      ]
    : [];

export const setWarnings = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const { id, eligible, target } = programme;
  const earn = programme.earn as EarnParts;
  const sets = [...ofSet(eligible, terms, `${place}.eligible`), ...ofSet(target, terms, `${place}.target`)];
  // Within a set that holds nothing, or that is apart from the other, all else would be said again.
  if (sets.some(({ code }) => code === NOTHING)) return sets;
  const apart = ofTarget(programme, place);
  if (apart.length > 0) return [...sets, ...apart];
  const { of } = earn.share ?? {};
  return [
    ...sets,
    ...(of === undefined
      ? []
      : within(target ?? eligible, { selection: of, place: `${place}.earn.share.of` }, terms, `counts toward the steps of ${id}`)),
    ...partsOf(earn, `${place}.earn`).flatMap((part) => within(eligible, part, terms, `earns in ${id}`)),
    ...shadowed(earn, terms, id, `${place}.earn`),
  ];
};

/** Goals that nothing counts toward, and members who are in it on no day. */
export const setWarningsOfAgreement = (terms: AgreementTerms): Warning[] => [
  ...(terms.goals ?? []).flatMap(({ eligible }, index) => ofSet(eligible, terms, `goals[${index}].eligible`)),
  ...(terms.members ?? []).flatMap(({ id, from, to }, index) =>
    (from ?? terms.from) > terms.to || (to ?? terms.to) < terms.from
      ? [
          {
            code: NOTHING,
            message: `No line of the term can be of member ${id}: its days lie outside the term ${terms.from} to ${terms.to}.`,
            place: `members[${index}]`,
          },
        ]
      : [],
  ),
];
