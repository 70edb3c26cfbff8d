import type { Rejection } from '#kernel';

/** Every refusal of a claim, a settlement or a waiver; `{name}` is filled in from the details, and the documentation is written from it. */
export const claimRefusalsTable = [
  {
    code: 'CLAIM_ID_NOT_ALLOWED',
    sentence: '"{id}" cannot name a claim, a settlement or a waiver.',
    wayOut: 'Give 1 to 100 letters, digits, ".", "-" or "_", beginning with a letter or digit.',
  },
  {
    code: 'CLAIM_EXISTS',
    sentence: 'There is a claim {claim} already, and it is {status}.',
    wayOut: 'Choose another id; the same claim need not be raised again.',
  },
  { code: 'CLAIM_UNKNOWN', sentence: 'There is no claim {claim}.', wayOut: 'Look up its id among the claims of the agreement.' },
  {
    code: 'CLAIM_NOT_OPEN',
    sentence: 'Claim {claim} is {status}.',
    wayOut: 'Only a claim that is raised can be decided. Raise another one for what is still open.',
  },
  {
    code: 'CLAIM_SETTLED',
    sentence: '{settled} of claim {claim} is settled already.',
    wayOut: 'Reverse the settlement first, or leave the claim as it is.',
  },
  {
    code: 'CLAIM_EMPTY',
    sentence: 'The claim asks for nothing.',
    wayOut: 'Claim at least one programme and period with an amount above 0.',
  },
  {
    code: 'CLAIM_PART_TWICE',
    sentence: 'Programme {programme} and the period {from} to {to} stand twice.',
    wayOut: 'Say each programme and period once.',
  },
  {
    code: 'CLAIM_LINE_TWICE',
    sentence: 'Line {line} stands twice for programme {programme}.',
    wayOut: 'Name each line once, with its whole amount.',
  },
  {
    code: 'CLAIM_TOO_LARGE',
    sentence: 'The claim names {lines} lines; {most} is the most.',
    wayOut: 'Raise several claims, or claim the programme and period as a whole with the exported lines as evidence.',
  },
  {
    code: 'CLAIM_LINES_DIFFER',
    sentence: 'The lines add up to {sum}, and the amount is {amount}.',
    wayOut: 'Leave the amount out where lines are named, or let them add up to it.',
  },
  {
    code: 'CLAIM_PERIOD_OPEN',
    sentence: 'The period {from} to {to} of {programme} is not over on {on}.',
    wayOut: 'Claim it once it is over.',
  },
  {
    code: 'CLAIM_PERIOD_UNPLANNED',
    sentence: '{from} to {to} is no settlement period of {programme}: {planned}.',
    wayOut: 'Give a period of the plan that is over.',
  },
  {
    code: 'CLAIM_TOO_LATE',
    sentence: '{programme}, {from} to {to}, could be claimed until {until}; it is {on}.',
    wayOut: 'Ask the supplier to settle without a claim, or give the earning up.',
  },
  {
    code: 'CLAIM_BELOW_MINIMUM',
    sentence: 'What {programme} earned in {from} to {to} is below the minimum, and the plan says {what}.',
    wayOut: 'Claim the next period, which carries it, where the plan does not forfeit it.',
  },
  {
    code: 'CLAIM_ABOVE_EARNED',
    sentence:
      '{asked} is claimed of {programme}, {from} to {to}, and {left} is left: {earned} earned less {used} settled, given up or claimed.',
    wayOut: 'Claim what is left, or have the sales corrected first.',
  },
  {
    code: 'CLAIM_LINE_ABOVE_EARNED',
    sentence: '{asked} is claimed on line {line} by {programme}, which has {left} left: {earned} earned less {claimed} claimed.',
    wayOut: 'Claim what the line has left; a line can be claimed again once it has earned more.',
  },
  {
    code: 'CLAIM_NOT_THE_PARTY',
    sentence: 'That is for the {party} to do.',
    wayOut:
      'The customer raises and withdraws claims, the supplier decides them and issues credit notes and payments; who recorded a settlement reverses it.',
  },
  { code: 'CLAIM_REASON_MISSING', sentence: 'A reason is missing.', wayOut: 'Say why, in 1 to 2000 characters.' },
  {
    code: 'CLAIM_ABOVE_LIMIT',
    sentence: '{person} may approve up to {limit}, and this is {amount}.',
    wayOut: 'Let somebody with a higher limit approve it, or approve a part.',
  },
  {
    code: 'APPROVED_NOT_CLAIMED',
    sentence: '{programme}, {from} to {to}, is no part of claim {claim}.',
    wayOut: 'Approve parts of the claim.',
  },
  {
    code: 'APPROVED_ABOVE_CLAIMED',
    sentence: '{amount} would be approved of {claimed} claimed for {what}.',
    wayOut: 'Approve at most what is claimed.',
  },
  {
    code: 'APPROVED_LINES_MISSING',
    sentence: 'The claim names lines of {programme}, {from} to {to}, and the approval of a part does not.',
    wayOut: 'Say for each line what is approved.',
  },
  {
    code: 'CLAIM_AMOUNT_NOT_ALLOWED',
    sentence: '"{amount}" is no amount of at most {decimals} decimals that is allowed here.',
    wayOut: 'Give a decimal in quotes; above 0, except for a difference that is owed back.',
  },
  { code: 'CLAIM_DAY_AHEAD', sentence: '{on} has not come: it is {today}.', wayOut: 'Give today or an earlier day.' },
  {
    code: 'CLAIM_DAY_BEFORE',
    sentence: '{on} lies before {raised}, the day of what it is about.',
    wayOut: 'Give that day or a later one.',
  },
  {
    code: 'SETTLEMENT_EXISTS',
    sentence: 'There is a settlement {settlement} already.',
    wayOut: 'Choose another id; a settlement that was wrong is reversed.',
  },
  {
    code: 'SETTLEMENT_DOCUMENT_EXISTS',
    sentence: '{reference} is recorded already, as settlement {settlement}, of the same amounts.',
    wayOut: 'Give the number of the other document, if it is another one; one that was wrong is reversed first.',
  },
  {
    code: 'SETTLEMENT_UNKNOWN',
    sentence: 'There is no settlement {settlement}.',
    wayOut: 'Look up its id among the settlements of the agreement.',
  },
  { code: 'SETTLEMENT_REVERSED', sentence: 'Settlement {settlement} was reversed on {on}.', wayOut: 'Record a new one.' },
  {
    code: 'SETTLEMENT_EMPTY',
    sentence: 'The settlement settles nothing.',
    wayOut: 'Give at least one programme and period with its amount.',
  },
  {
    code: 'SETTLEMENT_ABOVE_CLAIM',
    sentence: '{amount} would be settled of claim {claim}, of which {left} is open for {programme}.',
    wayOut: 'Settle what is open of the claim, and what is beyond it as a part without a claim.',
  },
  {
    code: 'SETTLEMENT_CLAIM_UNDECIDED',
    sentence: 'Claim {claim} is {status}: it cannot be settled by {kind}.',
    wayOut: 'Approve it first. Only a deduction can be recorded before the decision, because it has happened.',
  },
  { code: 'SETTLEMENT_SUM_DIFFERS', sentence: 'The {what} add up to {sum}, and the settlement is {amount}.', wayOut: 'Let them add up.' },
  {
    code: 'SETTLEMENT_REFERENCE_MISSING',
    sentence: 'The settlement names no document.',
    wayOut: 'Give the number of the credit note, the payment or the deduction, in 1 to 200 characters.',
  },
  { code: 'WAIVER_EXISTS', sentence: 'There is a waiver {waiver} already.', wayOut: 'Choose another id.' },
  { code: 'WAIVER_UNKNOWN', sentence: 'There is no waiver {waiver}.', wayOut: 'Look up its id among the waivers of the agreement.' },
  {
    code: 'WAIVER_NOT_OPEN',
    sentence: 'Waiver {waiver} is {status}.',
    wayOut: 'Only a waiver that is requested can be approved or dropped.',
  },
  {
    code: 'WAIVER_BY_AUTHOR',
    sentence: '{person} asked for waiver {waiver}, so {person} cannot approve it.',
    wayOut: 'Let somebody else of the same side approve it.',
  },
  {
    code: 'WAIVER_ABOVE_OPEN',
    sentence: '{amount} of {programme} would be given up, and {left} is open that is not claimed.',
    wayOut: 'Give up at most what is open; settle or withdraw claims first.',
  },
] as const;

export type ClaimRefusalCode = (typeof claimRefusalsTable)[number]['code'];
type Details = Readonly<Record<string, string>>;

const BY_CODE: ReadonlyMap<string, (typeof claimRefusalsTable)[number]> = new Map(claimRefusalsTable.map((entry) => [entry.code, entry]));
const filled = (text: string, details: Details): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? '');

export const claimRefusal = (code: ClaimRefusalCode, details: Details = {}, place?: string): Rejection => {
  const entry = BY_CODE.get(code);
  return {
    code,
    message: filled(entry?.sentence ?? code, details),
    wayOut: filled(entry?.wayOut ?? '', details),
    ...(place === undefined ? {} : { place }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
};
