import { formatDay } from '#kernel';
import { PARTIES } from '../agreement/events.ts';
import { approverNames, approversOf } from '../agreement/approvals.ts';
import { roundingOf } from '../agreement/currency.ts';
import { type AgreementTerms, reporterOf } from '../agreement/terms.ts';
import { type Stretch, timelinesOf } from '../agreement/timeline.ts';
import type { SignedTerms } from './diff.ts';
import { capWords, programmeWords } from './read-programme.ts';
import { selectionWords } from './read-selection.ts';

/** The terms as plain sentences, made from the terms alone, so that both sides read the same. */
export type Reading = {
  readonly agreement: readonly string[];
  readonly programmes: readonly { readonly id: string; readonly name: string; readonly words: readonly string[] }[];
};

const partiesWords = ({ id, name, supplier, customer, from, to, currency }: AgreementTerms): string[] => [
  `${name ?? id}: an agreement between ${supplier}, the supplier, and ${customer}, the customer, from ${from} to ${to}, both days included, in ${currency}.`,
];

const YEARS = { months: '', '4-4-5': '4, 4 and 5 weeks', '4-5-4': '4, 5 and 4 weeks', '5-4-4': '5, 4 and 4 weeks' } as const;

const calendarWords = ({ timeZone, yearStartsOn, calendar }: AgreementTerms): string[] => [
  `Days are those of the time zone ${timeZone}.`,
  ...(yearStartsOn === '01-01' ? [] : [`Years begin on ${yearStartsOn} (month and day).`]),
  ...(calendar === 'months' ? [] : [`The months of a quarter have ${YEARS[calendar]}.`]),
];

const memberWords = ({ members }: AgreementTerms): string[] => {
  if (members === undefined) return ['Every line of the customer counts.'];
  const stays = members.map(
    ({ id, from, to }) => `${id}${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` up to ${to}`}`,
  );
  return [`Only lines of members count, from the day they join to the day they leave: ${stays.join(', ')}.`];
};

const MODES = { 'half-up': 'half away from zero', 'half-even': 'half to even', down: 'toward zero' } as const;
const BASES = { net: 'its net amount', gross: 'its amount before the line discount', list: 'its amount at list price' } as const;
const added = (what: 'include' | 'exclude'): string => (what === 'include' ? 'with' : 'without');

const countingWords = (terms: AgreementTerms): string[] => {
  const { value, returns, units, exchange } = terms;
  const { mode, decimals } = roundingOf(terms);
  return [
    `Lines count as ${reporterOf(terms, terms.countsFrom)} reports them; the other side's are evidence.`,
    `The value of a line is ${BASES[value.of]}, ${added(value.tax)} tax and ${added(value.freight)} freight.`,
    `A return counts in the period of ${returns === 'returnPeriod' ? 'its own day' : 'the sale that it takes back'}.`,
    ...(units ?? []).map(
      ({ product, from, to, factor }) => `One ${from}${product === undefined ? '' : ` of ${product}`} is ${factor} ${to}.`,
    ),
    ...(exchange === undefined
      ? []
      : [
          `Other currencies are converted at the rate of table ${exchange.table} on the day of the line, or the last one of the ${exchange.maxAgeDays} days before it.`,
        ]),
    `Balances are rounded ${MODES[mode]} to ${decimals} decimals, once, at the end.`,
  ];
};

const peopleWords = (terms: AgreementTerms): string[] => {
  const { propose, sign } = terms.people ?? {};
  return [
    ...(propose === undefined ? [] : [`These may propose: ${propose.join(', ')}.`]),
    ...PARTIES.flatMap((party) => {
      const approvers = approversOf(terms, party);
      return approvers.length === 0
        ? []
        : [`Before the ${party} signs, one of these approves, who is not the author: ${approverNames(approvers)}.`];
    }),
    ...(sign === undefined ? [] : [`These may sign: ${sign.join(', ')}.`]),
  ];
};

const sharedWords = ({ goals, limits, currency }: AgreementTerms): string[] => [
  ...(goals ?? []).map(
    ({ id, measure, target, by, owners, eligible }) =>
      `Goal ${id}: a ${measure} of ${target}${eligible === undefined ? '' : ` from ${selectionWords(eligible)}`} by ${by}${owners === undefined ? '' : `, owned by ${owners.join(', ')}`}.`,
  ),
  ...(limits ?? []).map(({ programmes, cap }) => `${programmes.join(' and ')} together pay at most ${capWords(cap, currency)}.`),
];

const JOINTS: Readonly<Record<Stretch['joint'], string>> = {
  start: '',
  restated: 'restated: for the whole measurement period that begins on this day',
  cut: 'restarted: a new measurement period begins at zero',
  carry: 'carried: what was earned before stays under the terms before, and all volume of the period counts toward the steps',
};

/** Terms that an amendment changed are read once for each stretch of days. */
const stretchWords = (timeline: readonly Stretch[], currency: string): string[] =>
  timeline.flatMap((stretch, index) => [
    ...(timeline.length === 1 ? [] : [`From ${formatDay(stretch.from)}${index === 0 ? '' : `, ${JOINTS[stretch.joint]}`}:`]),
    ...programmeWords(stretch.programme.terms, currency),
  ]);

export const readAloud = ({ terms, amendments }: SignedTerms): Reading => {
  const timelines = timelinesOf(terms, amendments);
  return {
    agreement: [
      ...partiesWords(terms),
      ...calendarWords(terms),
      ...memberWords(terms),
      ...countingWords(terms),
      ...sharedWords(terms),
      ...peopleWords(terms),
    ],
    programmes: terms.programmes.map((programme) => ({
      id: programme.id,
      name: programme.name ?? programme.id,
      words: stretchWords(timelines.get(programme.id) ?? [], terms.currency),
    })),
  };
};
