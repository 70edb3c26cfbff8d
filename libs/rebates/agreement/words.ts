import type { Day } from '#kernel';
import { kindOf } from '../programmes/index.ts';
import { conditionsInWords } from './conditions.ts';
import type { Agreement } from './resolve.ts';
import { settleInWords } from './settle.ts';

/** A programme's terms in force on a day, read aloud: one plain sentence for each step or rule. */
export const termsInWords = (agreement: Agreement, programme: string, on: Day): string[] => {
  const resolved = agreement.programmes.find((candidate) => candidate.id === programme);
  const terms = (resolved?.timeline.findLast((stretch) => stretch.from <= on) ?? resolved?.timeline[0])?.programme.terms;
  if (terms === undefined) return [];
  const { currency } = agreement.terms;
  const kind = kindOf(terms.earn);
  const rules = [
    terms.floor === undefined ? '' : `Below ${currency} ${terms.floor.amount} nothing is paid.`,
    terms.guarantee === undefined
      ? ''
      : `At least ${currency} ${terms.guarantee.amount} is paid${terms.guarantee.carryExcess ? '; what is earned beyond it counts for the next guarantee' : ''}.`,
    terms.cap === undefined
      ? ''
      : `At most ${terms.cap.amount === undefined ? `${terms.cap.percent ?? '0'} % of the value` : `${currency} ${terms.cap.amount}`} is paid.`,
    terms.deducts === undefined ? '' : `It counts what is left after ${terms.deducts.join(', ')}.`,
    terms.bestOf === undefined ? '' : `Of the group ${terms.bestOf} only the programme that earns most pays.`,
    ...conditionsInWords(terms, currency),
    ...settleInWords(terms, currency),
  ];
  return [...(kind?.words(terms.earn, { by: terms.by, currency }) ?? []), ...rules].filter((sentence) => sentence !== '');
};
