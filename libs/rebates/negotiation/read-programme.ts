import { conditionsInWords } from '../agreement/conditions.ts';
import { claimsInWords } from '../agreement/settle.ts';
import type { Cap, ProgrammeTerms, Settle, Stage, WindowKind } from '../agreement/terms.ts';
import { kindOf } from '../programmes/index.ts';
import { selectionWords } from './read-selection.ts';

/** One version of a programme, read aloud: one plain sentence for each rule, in the order in which they work. */

const STAGES: Readonly<Record<Stage, string>> = {
  ordered: 'when they are ordered',
  shipped: 'when they are shipped',
  received: 'when they are received',
  accepted: 'when they are accepted',
  invoiced: 'when they are invoiced',
  paid: 'as far as they are paid',
  sellOut: 'when they are sold out through a wholesaler',
};

const SCOPES: Readonly<Record<ProgrammeTerms['scope'], string>> = {
  group: 'for the group as a whole',
  member: 'for each member',
  product: 'for each product',
  higherOf: 'for the group and for each member, who takes the better of both in money',
};

const perWords = (per: WindowKind | undefined): string =>
  per === undefined || per === 'period' ? 'for each measurement period' : per === 'term' ? 'over the term' : `for each ${per}`;

const periodWords = (period: ProgrammeTerms['period']): string => {
  if (typeof period !== 'string') return `in these periods: ${period.map(({ from, to }) => `${from} to ${to}`).join(', ')}`;
  return period === 'term' ? 'over the whole term' : `over each ${period}`;
};

export const capWords = (cap: Cap, currency: string): string =>
  `${cap.amount === undefined ? `${cap.percent ?? '0'} % of the measured value` : `${currency} ${cap.amount}`} ${perWords(cap.per)}`;

const countingWords = ({ stage, eligible, target, by, period, scope, attribute, shortPeriod }: ProgrammeTerms): string[] => [
  `What earns: ${selectionWords(eligible)}, ${STAGES[stage]}.`,
  ...(target === undefined ? [] : [`What counts toward the steps: ${selectionWords(target)}.`]),
  `It is measured by ${by} ${periodWords(period)}, ${SCOPES[scope]}.`,
  ...(attribute === 'inOrder' ? ['A step pays on the very units that fall into it, in the order of date, document and line.'] : []),
  ...(shortPeriod === 'full' ? [] : [`A period that the term cuts short counts in part, by ${shortPeriod}.`]),
];

const earningWords = ({ earn, memberSteps, by }: ProgrammeTerms, currency: string): string[] => {
  const words = (terms: Readonly<Record<string, unknown>>): readonly string[] => kindOf(terms)?.words(terms, { by, currency }) ?? [];
  return [
    ...words(earn),
    ...(memberSteps === undefined ? [] : ['Each member has steps of its own:', ...words({ ...earn, steps: memberSteps })]),
  ];
};

const boundWords = ({ floor, guarantee, cap, deducts, bestOf }: ProgrammeTerms, currency: string): string[] => [
  ...(deducts === undefined ? [] : [`What ${deducts.join(', ')} earned on a line is taken off it first.`]),
  ...(floor === undefined ? [] : [`Below ${currency} ${floor.amount} ${perWords(floor.per)} nothing is paid.`]),
  ...(guarantee === undefined
    ? []
    : [
        `At least ${currency} ${guarantee.amount} is paid ${perWords(guarantee.per)}${guarantee.carryExcess ? '; what is earned beyond it counts toward the next one' : ''}.`,
      ]),
  ...(cap === undefined ? [] : [`At most ${capWords(cap, currency)} is paid.`]),
  ...(bestOf === undefined ? [] : [`Of the programmes of group ${bestOf} only the one that earns most pays.`]),
];

const BELOW: Readonly<Record<Settle['belowMinimum'], string>> = {
  carry: 'is carried into the next settlement',
  forfeit: 'is forfeited',
  pay: 'is paid all the same',
};
const BY: Readonly<Record<Settle['by'], string>> = { creditNote: 'a credit note', payment: 'a payment', deduction: 'a deduction' };

const settleWords = (settle: Settle | undefined, currency: string): string[] => {
  if (settle === undefined) return [];
  const { every, parts, graceDays, dueDays, claimWithinDays, minimum, belowMinimum, payTo } = settle;
  const part =
    parts === 'cumulative' ? 'what was earned since the measurement period began, less what was settled before' : 'each part on its own';
  return [
    `It is settled ${every === 'term' ? 'at the end of the term' : `every ${every}`}, ${part}, by ${BY[settle.by]}.`,
    ...(graceDays === 0 ? [] : [`A settlement waits ${graceDays} days for late lines.`]),
    ...(dueDays === 0 ? [] : [`It is due ${dueDays} days later.`]),
    ...(claimWithinDays === undefined ? [] : [`It can be claimed within ${claimWithinDays} days.`]),
    ...(minimum === undefined ? [] : [`A settlement below ${currency} ${minimum} ${BELOW[belowMinimum]}.`]),
    ...claimsInWords(settle.claims, currency),
    ...(payTo === undefined ? [] : [`It is paid to ${payTo.map(({ member, share }) => `${member} (${share} %)`).join(', ')}.`]),
  ];
};

const ENDING: Readonly<Record<ProgrammeTerms['onTermination'], string>> = {
  earnedToDate: 'what was earned by the last day is paid',
  forfeit: 'what was earned in the period that ends early is forfeited',
  prorate: 'bounds and fixed amounts of the period that ends early are scaled to its days',
  clawback: 'what was earned is paid back',
};

export const programmeWords = (programme: ProgrammeTerms, currency: string): string[] => [
  ...countingWords(programme),
  ...earningWords(programme, currency),
  ...boundWords(programme, currency),
  ...conditionsInWords(programme, currency),
  ...settleWords(programme.settle, currency),
  `If the agreement is terminated, ${ENDING[programme.onTermination]}.`,
];
