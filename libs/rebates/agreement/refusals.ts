import type { Rejection } from '#kernel';

/**
 * Every refusal of an agreement or a partnership: a stable code, a sentence and what to do. `{name}` is filled in from
 * the details. The rules refuse only through this table, and the documentation is written from it.
 */
type Documented = { readonly code: string; readonly sentence: string; readonly wayOut: string };

const READING = [
  {
    code: 'UNKNOWN_KEY',
    sentence: 'A key of the file is not known at its place.',
    wayOut: 'Remove it, or look up its spelling in the schema that the refusal names, of those in docs/reference.',
  },
  { code: 'VALUE_MISSING', sentence: 'A required value is missing.', wayOut: 'Give it; the refusal says what is allowed.' },
  {
    code: 'VALUE_NOT_ALLOWED',
    sentence: 'A value is not one that is allowed at its place.',
    wayOut: 'Give one that is allowed; amounts and rates are texts in quotes.',
  },
  {
    code: 'KIND_UNKNOWN',
    sentence: '"earn" does not say what the programme earns.',
    wayOut: 'Give one of the kinds that the refusal lists.',
  },
  {
    code: 'KIND_NOT_BUILT',
    sentence: 'The incentive kind or setting is not computed by this version.',
    wayOut: 'Use one that is, or leave it out until a version computes it.',
  },
  {
    code: 'STEPS_OVERLAP',
    sentence: 'A step does not begin above the step before it.',
    wayOut: 'Write the steps from the lowest bound to the highest, each bound once.',
  },
] as const satisfies readonly Documented[];

const CHECKING = [
  {
    code: 'TERM_BACKWARDS',
    sentence: 'The days run backwards: {from} is after {to}.',
    wayOut: 'Give a first day that is not after the last day.',
  },
  {
    code: 'TERM_TOO_LONG',
    sentence: 'The term from {from} to {to} is longer than {years} years.',
    wayOut: 'Give a term of at most {years} years and renew it.',
  },
  { code: 'SAME_PARTY', sentence: 'Supplier and customer are the same: {party}.', wayOut: 'Give two different parties.' },
  { code: 'DUPLICATE_ID', sentence: 'The id {id} is used twice among the {what}.', wayOut: 'Give each of the {what} its own id.' },
  {
    code: 'MEMBER_STAYS_OVERLAP',
    sentence: 'Member {member} is one already from {from} to {to}: two of its stays overlap.',
    wayOut: 'Begin the later stay after the earlier one has ended.',
  },
  {
    code: 'TIME_ZONE_UNKNOWN',
    sentence: '{timeZone} is not a time zone of the IANA list.',
    wayOut: 'Give a name of the IANA list, such as Europe/Berlin or UTC.',
  },
  { code: 'YEAR_START_UNKNOWN', sentence: 'No year has the day {day}.', wayOut: 'Give a month and a day that exist, as MM-DD.' },
  {
    code: 'DECIMALS_TWICE',
    sentence: 'Rounding is to {inner} decimals in "rounding" and to {outer} in "decimals".',
    wayOut: 'Say the decimals once.',
  },
  { code: 'UNIT_TWICE', sentence: 'Two conversions begin with the unit {what}.', wayOut: 'Give each unit of a product one conversion.' },
  {
    code: 'UNITS_IN_A_CIRCLE',
    sentence: 'The conversions of {what} lead back to it: {chain}.',
    wayOut: 'Convert in one direction, to the unit that you count in.',
  },
  {
    code: 'DEDUCTS_UNKNOWN',
    sentence: 'Programme {programme} deducts {deducted}, which is no programme of this agreement.',
    wayOut: 'Name an earlier programme of this agreement.',
  },
  {
    code: 'DEDUCTS_NOT_EARLIER',
    sentence: 'Programme {programme} deducts {deducted}, which does not come before it: {chain}.',
    wayOut: 'Write {deducted} before {programme}, or do not deduct it.',
  },
  {
    code: 'LIMIT_PROGRAMME_UNKNOWN',
    sentence: 'A limit names {programme}, which is no programme of this agreement.',
    wayOut: 'Name programmes of this agreement.',
  },
  {
    code: 'PERIOD_OUTSIDE_TERM',
    sentence: 'The period {from} to {to} is not inside the term {termFrom} to {termTo}.',
    wayOut: 'Give periods inside the term.',
  },
  {
    code: 'PERIODS_OVERLAP',
    sentence: 'The period that begins on {from} overlaps the one that ends on {to}.',
    wayOut: 'Begin each period after the one before it has ended.',
  },
  {
    code: 'CAP_BELOW_FLOOR',
    sentence: 'The cap of {cap} is below the floor of {floor}: what reaches the floor would be cut below it.',
    wayOut: 'Raise the cap or lower the floor.',
  },
  {
    code: 'CAP_BELOW_GUARANTEE',
    sentence: 'The cap of {cap} is below the guarantee of {guarantee}.',
    wayOut: 'Raise the cap or lower the guarantee.',
  },
  {
    code: 'SHARES_NOT_WHOLE',
    sentence: 'The shares of the payees add up to {total}, not to 100.',
    wayOut: 'Give shares in percent that add up to 100.',
  },
  {
    code: 'CONDITION_TWICE',
    sentence: 'The conditions say {kind} twice.',
    wayOut: 'Say each kind of condition once; for a second commitment make a second programme.',
  },
  {
    code: 'COMMITMENT_UNCLEAR',
    sentence: 'The commitment of programme {programme} cannot be held: {why}.',
    wayOut: 'Change the commitment, or the setting of the programme that the sentence names.',
  },
  {
    code: 'SETTLED_TOO_OFTEN',
    sentence: 'Settling every {every} makes {count} settlements in the term; {most} is the most.',
    wayOut: 'Settle by longer periods, or give a shorter term and renew it.',
  },
  {
    code: 'GOAL_OUTSIDE_TERM',
    sentence: 'Goal {goal} is due on {by}, outside the term {termFrom} to {termTo}.',
    wayOut: 'Give a day inside the term.',
  },
  {
    code: 'BASELINE_ZERO',
    sentence: 'The baseline is {baseline}: growth over nothing has no measure.',
    wayOut: 'Give a baseline above 0, or pay by tiers until there is one.',
  },
  {
    code: 'PRICES_OVERLAP',
    sentence: 'Two special prices of {what} hold on the same days: number {first} and number {second} of the list.',
    wayOut: 'Give each day one price: end one before the other begins.',
  },
  {
    code: 'GOAL_UNKNOWN',
    sentence: 'The lump sum waits for goal {goal}, which is no goal of this agreement.',
    wayOut: 'Name a goal of this agreement.',
  },
  {
    code: 'SETTING_NOT_FOR_KIND',
    sentence: 'A programme that earns by "{kind}" cannot have {setting}: {why}.',
    wayOut: 'Leave it out, or use another kind.',
  },
  {
    code: 'LUMP_SUM_IN_NO_PERIOD',
    sentence: 'The lump sum falls due on {on}, which lies in no measurement period of the term {termFrom} to {termTo}.',
    wayOut: 'Give a day inside one.',
  },
  {
    code: 'AMENDMENT_PROGRAMME_UNKNOWN',
    sentence: 'The amendment changes {programme}, which is no programme of this agreement.',
    wayOut: 'Name a programme of this agreement.',
  },
  {
    code: 'AMENDMENT_OUTSIDE_TERM',
    sentence: 'The amendment is effective on {effective}, outside the term {termFrom} to {termTo}.',
    wayOut: 'Give a day inside the term.',
  },
  {
    code: 'CARRY_CHANGES_MEASURE',
    sentence: 'An amendment that carries cannot change "{key}" from {old} to {new}: what was measured before could not be carried over.',
    wayOut: 'Use restate or restart to change "{key}".',
  },
  {
    code: 'TOO_MANY_AMENDMENTS',
    sentence: 'The agreement would have {count} amendments; {limit} is the most.',
    wayOut: 'Make a new agreement with the terms of today.',
  },
] as const satisfies readonly Documented[];

const DECIDING = [
  {
    code: 'ID_NOT_ALLOWED',
    sentence: '"{id}" cannot be the id of a party.',
    wayOut: 'Give 1 to 64 letters, digits, "-" or "_", beginning with a letter or digit.',
  },
  { code: 'PARTNERSHIP_UNKNOWN', sentence: 'There is no partnership {partnership}.', wayOut: 'Open it first, or look up its id.' },
  {
    code: 'RATE_NOT_ALLOWED',
    sentence: '{what} is {value}; allowed is {allowed}.',
    wayOut: 'Mend it and send the rates again: those that stand already change nothing.',
  },
  { code: 'PERSON_MISSING', sentence: 'Nobody is named as the person who does this.', wayOut: 'Give the person, in 1 to 200 characters.' },
  { code: 'PROPOSER_NOT_NAMED', sentence: '{person} is not among those who may propose.', wayOut: 'Let one of them do it: {named}.' },
  { code: 'SIGNER_NOT_NAMED', sentence: '{person} is not among those who may sign.', wayOut: 'Let one of them do it: {named}.' },
  { code: 'AGREEMENT_UNKNOWN', sentence: 'There is no agreement {agreement}.', wayOut: 'Propose it first, or look up its id.' },
  {
    code: 'AGREEMENT_ACTIVE',
    sentence: 'Agreement {agreement} is in force.',
    wayOut: 'Propose an amendment, or choose another id for a new agreement.',
  },
  {
    code: 'AGREEMENT_TERMINATED',
    sentence: 'Agreement {agreement} was terminated on {on}.',
    wayOut: 'Choose another id for a new agreement.',
  },
  {
    code: 'AGREEMENT_NOT_ACTIVE',
    sentence: 'Agreement {agreement} is not in force: it is {status}.',
    wayOut: 'Have both parties sign it first, or propose it again with other terms.',
  },
  {
    code: 'PARTNERSHIP_DIFFERS',
    sentence: 'Agreement {agreement} is between the parties of {partnership}, not of {other}.',
    wayOut: 'Choose another id for an agreement between other parties.',
  },
  {
    code: 'PROPOSAL_TOO_LARGE',
    sentence: 'The proposal is {bytes} bytes long; {limit} is the most that one event of the history holds.',
    wayOut: 'Shorten lists of products or members, or part the programmes between two agreements.',
  },
  {
    code: 'VERSION_NOT_OPEN',
    sentence: 'Version {version} of agreement {agreement} is not open for signature; {open}.',
    wayOut: 'Read the agreement again and act on the version that is open.',
  },
  {
    code: 'ALREADY_SIGNED',
    sentence: 'Version {version} was signed for the {party} by {person} already.',
    wayOut: 'Nothing more is needed from this party.',
  },
  {
    code: 'WITHDRAWN_BY_OTHER',
    sentence: 'Version {version} was proposed by the {party}: only they can withdraw it.',
    wayOut: 'Propose other terms, or do not sign.',
  },
  { code: 'DAY_NOT_ALLOWED', sentence: '"{day}" is not a day of the calendar.', wayOut: 'Give a day as YYYY-MM-DD.' },
  {
    code: 'TERMINATION_OUTSIDE_TERM',
    sentence: 'The agreement runs from {termFrom} to {termTo}; it cannot be terminated on {on}.',
    wayOut: 'Give a day inside the term.',
  },
  {
    code: 'TERMINATION_PASSED',
    sentence: 'One side alone cannot end the agreement on {on}, a day that has passed: it is {today}.',
    wayOut: 'Give today or a later day; for days gone by, let both sides sign an amendment.',
  },
  { code: 'REASON_MISSING', sentence: 'A termination needs a reason.', wayOut: 'Say why, in 1 to 2000 characters.' },
] as const satisfies readonly Documented[];

const NEGOTIATING = [
  {
    code: 'PROPOSAL_OPEN',
    sentence: 'Version {version}, another kind of proposal ({kind}), is open.',
    wayOut: 'Answer it by naming it (answers: {version}), which replaces it; or wait until it is signed or withdrawn.',
  },
  {
    code: 'ANSWERS_NOT_OPEN',
    sentence: 'The proposal answers version {answers}, which is not open; {open}.',
    wayOut: 'Read the agreement again, and answer the version that is open.',
  },
  {
    code: 'ANSWERS_OWN',
    sentence: 'Version {answers} was proposed by the {party}, the same side.',
    wayOut: 'Leave out what it answers: a new proposal replaces your own.',
  },
  {
    code: 'VALID_UNTIL_PASSED',
    sentence: 'The proposal would be valid until {validUntil}, a day that has passed: it is {today}.',
    wayOut: 'Give today or a later day, or leave it out.',
  },
  { code: 'TEXT_TOO_LONG', sentence: 'The text is {length} characters long; {most} is the most.', wayOut: 'Shorten it.' },
  { code: 'TEXT_MISSING', sentence: 'There is no text.', wayOut: 'Say something, in 1 to 2000 characters.' },
  {
    code: 'VERSION_UNKNOWN',
    sentence: 'Agreement {agreement} has no version {version}; the last is {last}.',
    wayOut: 'Name a version that was proposed.',
  },
  {
    code: 'PROPOSAL_LAPSED',
    sentence: 'Version {version} was valid until {validUntil}, and it is {today}.',
    wayOut: 'Propose it again with a later day.',
  },
  {
    code: 'APPROVAL_MISSING',
    sentence: 'Version {version} needs an approval for the {party} before it is signed for that side.',
    wayOut: 'Let one of them approve it: {named}.',
  },
  {
    code: 'APPROVAL_NOT_ASKED',
    sentence: 'The agreement names nobody who approves for the {party}.',
    wayOut: 'Sign it: this side needs no approval.',
  },
  {
    code: 'APPROVER_NOT_NAMED',
    sentence: '{person} is not among those who may approve for the {party}.',
    wayOut: 'Let one of them do it: {named}.',
  },
  {
    code: 'APPROVER_IS_AUTHOR',
    sentence: '{person} proposed version {version}, so {person} cannot approve it.',
    wayOut: 'Let another of those who may approve do it.',
  },
  {
    code: 'APPROVAL_ABOVE_LIMIT',
    sentence: '{person} may approve up to {limit}; version {version} may pay {amount}.',
    wayOut: 'Let somebody with a higher limit approve it, or lower what the version can pay.',
  },
  {
    code: 'EXTENSION_NOT_LATER',
    sentence: 'The agreement ends on {termTo}; {to} does not extend it.',
    wayOut: 'Give a later day; to end it sooner, terminate it.',
  },
  { code: 'MEMBERS_UNCHANGED', sentence: 'Nobody joins and nobody leaves.', wayOut: 'Name who joins (id, from) or who leaves (id, on).' },
  {
    code: 'MEMBERS_NOT_LISTED',
    sentence: 'Agreement {agreement} lists no members: every line counts, whoever bought.',
    wayOut: 'Members are changed where the terms list them.',
  },
  { code: 'MEMBER_NOT_THERE', sentence: '{member} is no member on {on}.', wayOut: 'Give a day on which it is one.' },
  {
    code: 'NAME_NOT_ALLOWED',
    sentence: '"{id}" cannot name a draft, an organisation or an agreement.',
    wayOut: 'Give 1 to 64 letters, digits, "-" or "_", beginning with a letter or digit.',
  },
  { code: 'DRAFT_UNKNOWN', sentence: 'There is no draft {draft} of {organisation}.', wayOut: 'Save it first, or look up its name.' },
  {
    code: 'DRAFT_EMPTY',
    sentence: 'The draft holds neither terms nor amendments of an agreement.',
    wayOut: 'Give the terms, or an agreement and amendments of it.',
  },
  {
    code: 'REPLICA_NOT_LATER',
    sentence: 'The next term would begin on {from}, inside the one that ends on {termTo}.',
    wayOut: 'Give a day after it.',
  },
] as const satisfies readonly Documented[];

export const rejectionsTable = [...READING, ...CHECKING, ...DECIDING, ...NEGOTIATING] as const;
export type RefusalCode = (typeof CHECKING | typeof DECIDING | typeof NEGOTIATING)[number]['code'];

const BY_CODE: ReadonlyMap<string, Documented> = new Map(rejectionsTable.map((entry) => [entry.code, entry]));

type Details = Readonly<Record<string, string>>;
const filled = (text: string, details: Details): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? '');

/** A refusal of the table with its blanks filled in; `place` and `value` where it is about a place of the file. */
export const refusal = (
  code: RefusalCode,
  details: Details = {},
  at: { readonly place?: string; readonly value?: string } = {},
): Rejection => {
  const entry = BY_CODE.get(code);
  return {
    code,
    message: filled(entry?.sentence ?? code, details),
    wayOut: filled(entry?.wayOut ?? '', details),
    ...at,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
};
