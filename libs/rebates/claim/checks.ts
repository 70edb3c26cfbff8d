import { formatFixed, isDecimal, parseDay, Rational, type Rejection, roundUnits } from '#kernel';
import type { Party } from '../agreement/events.ts';
import { personMissing } from '../agreement/people.ts';
import { refusal } from '../agreement/refusals.ts';
import type { ClaimFacts } from './commands.ts';
import { claimRefusal } from './refusals.ts';

/** Checks that commands on claims, settlements and waivers share. */

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MOST_TEXT_LENGTH = 2000;

export const checkName = (id: string, place: string): Rejection[] =>
  NAME.test(id) ? [] : [claimRefusal('CLAIM_ID_NOT_ALLOWED', { id }, place)];

export const checkReason = (reason: string | undefined, place = 'reason'): Rejection[] =>
  reason === undefined || reason.trim() === '' || reason.length > MOST_TEXT_LENGTH ? [claimRefusal('CLAIM_REASON_MISSING', {}, place)] : [];

type By = { readonly party: Party; readonly person: string };
export const checkParty = (command: By, party: Party): Rejection[] => [
  ...personMissing(command),
  ...(command.party === party ? [] : [claimRefusal('CLAIM_NOT_THE_PARTY', { party }, 'party')]),
];

/** The day that a command is about; `since` is the day of what it answers. */
export const checkDay = (on: string | undefined, { today }: ClaimFacts, since?: string): Rejection[] => {
  if (on !== undefined && parseDay(on) === undefined) return [refusal('DAY_NOT_ALLOWED', { day: on }, { place: 'on', value: on })];
  const day = on ?? today;
  if (day > today) return [claimRefusal('CLAIM_DAY_AHEAD', { on: day, today }, 'on')];
  return since !== undefined && day < since ? [claimRefusal('CLAIM_DAY_BEFORE', { on: day, raised: since }, 'on')] : [];
};

export const text = (amount: Rational, { decimals }: Pick<ClaimFacts, 'decimals'>): string =>
  formatFixed(roundUnits(amount, { mode: 'down', decimals }), decimals);

/** The own organisation's limit of whoever approves, as the agreement's currency has it. */
export const checkLimit = (amount: Rational, { approvesUpTo, decimals }: ClaimFacts, person: string): Rejection[] => {
  const size = amount.sign < 0 ? amount.negated() : amount;
  if (approvesUpTo === undefined || size.lte(Rational.parse(approvesUpTo))) return [];
  return [claimRefusal('CLAIM_ABOVE_LIMIT', { person, limit: approvesUpTo, amount: text(size, { decimals }) }, 'person')];
};

type Allowed = { readonly place: string; readonly negative?: boolean };
/** An amount in the minor unit of the agreement's currency, and not nothing. */
export const checkAmount = (amount: string, { decimals }: ClaimFacts, { place, negative = false }: Allowed): Rejection[] => {
  const point = amount.indexOf('.');
  const isExact = isDecimal(amount) && (point < 0 || amount.length - point - 1 <= decimals);
  return isExact && /[1-9]/.test(amount) && (negative || !amount.startsWith('-'))
    ? []
    : [claimRefusal('CLAIM_AMOUNT_NOT_ALLOWED', { amount, decimals: String(decimals) }, place)];
};

export const checkPeriod = ({ from, to }: { readonly from: string; readonly to: string }, place: string): Rejection[] =>
  [from, to].flatMap((day, index) =>
    parseDay(day) === undefined
      ? [refusal('DAY_NOT_ALLOWED', { day }, { place: `${place}.${index === 0 ? 'from' : 'to'}`, value: day })]
      : [],
  );
