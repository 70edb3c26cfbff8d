import type { Rejection } from '#kernel';

/** Refusals of the ledger itself; those of the rules are in `#rebates`. */
export const agreementUnknown = (agreement: string): Rejection => ({
  code: 'AGREEMENT_UNKNOWN',
  message: `There is no agreement ${agreement}.`,
  place: 'agreement',
  value: agreement,
  wayOut: 'Look up its id with `rebate partnerships`.',
});
/** The same for an agreement of others as for one that nobody has. */
export const booksUnknown = (organisation: string, agreement: string): Rejection => ({
  code: 'AGREEMENT_UNKNOWN',
  message: `${organisation} has no agreement ${agreement}.`,
  place: 'agreement',
  value: agreement,
  wayOut: 'Look up the ids of both with `rebate partnerships`.',
});
export const partnershipUnknown = (partnership: string): Rejection => ({
  code: 'PARTNERSHIP_UNKNOWN',
  message: `There is no partnership ${partnership}.`,
  place: 'partnership',
  value: partnership,
  wayOut: 'Open it, or propose an agreement in it first.',
});
export const importUnknown = (id: string): Rejection => ({
  code: 'IMPORT_UNKNOWN',
  message: `There is no import ${id}.`,
  place: 'import',
  value: id,
  wayOut: 'Look up its id with `rebate imports`.',
});
export const importIdUsed = (id: string): Rejection => ({
  code: 'IMPORT_ID_USED',
  message: `There is an import ${id} already.`,
  place: 'id',
  value: id,
  wayOut: 'Give each import an id of its own, or none. Sending a file again changes nothing.',
});
export const notInForce = (agreement: string): Rejection => ({
  code: 'AGREEMENT_NOT_IN_FORCE',
  message: `Agreement ${agreement} was not in force at that position.`,
  place: 'agreement',
  value: agreement,
  wayOut: 'Ask as known at a later position, or have both parties sign it.',
});
export const badDay = (place: string, value: string): Rejection => ({
  code: 'DAY_NOT_VALID',
  message: `${value} is not a day of the calendar.`,
  place,
  value,
  wayOut: 'Give a day as YYYY-MM-DD.',
});
export const badTime = (value: string): Rejection => ({
  code: 'TIME_NOT_VALID',
  message: `${value} is neither a position nor a time.`,
  place: 'knownAt',
  value,
  wayOut: 'Give a position of the partnership, or a time as 2026-07-01T00:00:00Z.',
});
export const badRange = (from: string, to: string): Rejection => ({
  code: 'DAYS_REVERSED',
  message: `${from} lies after ${to}.`,
  place: 'from',
  value: from,
  wayOut: 'Give the earlier day first.',
});
export const tooManyDays = (days: number, most: number): Rejection => ({
  code: 'TOO_MANY_DAYS',
  message: `${days} days were asked for at once.`,
  place: 'to',
  value: String(days),
  wayOut: `Ask for at most ${most} days at a time.`,
});
export const commandReused = (commandId: string): Rejection => ({
  code: 'COMMAND_REUSED',
  message: `The command id ${commandId} was used for another command.`,
  place: 'Idempotency-Key',
  value: commandId,
  wayOut: 'Use a new id for a new command; the same id only to send the very same again.',
});
export const commandIdInvalid = (commandId: string): Rejection => ({
  code: 'COMMAND_ID_INVALID',
  message: `${commandId} is not a uuid.`,
  place: 'Idempotency-Key',
  value: commandId,
  wayOut: 'Give a uuid, best of version 7.',
});
export const tokenInvalid = (value: string): Rejection => ({
  code: 'TOKEN_NOT_VALID',
  message: 'That token is not one that a write gave.',
  place: 'atLeast',
  value,
  wayOut: 'Pass the Rebate-Token of your own write, or leave atLeast out.',
});
export const organisationInvalid = (organisation: string): Rejection => ({
  code: 'ORGANISATION_NOT_VALID',
  message: `"${organisation}" is no id of an organisation.`,
  place: 'organisation',
  value: organisation,
  wayOut: 'Give the id of your own organisation.',
});
export const programmeUnknown = (programme: string): Rejection => ({
  code: 'PROGRAMME_UNKNOWN',
  message: `The agreement has no programme ${programme}.`,
  place: 'programme',
  value: programme,
  wayOut: 'Look up its programmes with `rebate agreement show`.',
});
export const positionAhead = (position: number, last: number): Rejection => ({
  code: 'POSITION_AHEAD',
  message: `Position ${position} is not recorded yet: the last is ${last}.`,
  place: 'knownAt',
  value: String(position),
  wayOut: 'Ask as known at a position that is there, or leave knownAt out.',
});
export const timeAhead = (time: string): Rejection => ({
  code: 'TIME_AHEAD',
  message: `${time} has not come yet, so what will be known then is not known.`,
  place: 'knownAt',
  value: time,
  wayOut: 'Give a time that has passed, or leave knownAt out.',
});
export const alertRuleInvalid = (place: string, value: string): Rejection => ({
  code: 'ALERT_RULE_NOT_VALID',
  message: `${value} is not what a rule of alerts takes.`,
  place,
  value,
  wayOut: 'Give nearPercent as a percentage, and nearDays and endingDays as whole numbers of days.',
});
export const pageInvalid = (value: string): Rejection => ({
  code: 'CURSOR_INVALID',
  message: 'That cursor is not one that this list gave.',
  place: 'cursor',
  value,
  wayOut: 'Begin without a cursor, and go on with nextCursor.',
});
export const versionUnknown = (agreement: string, version: number, last: number): Rejection => ({
  code: 'VERSION_UNKNOWN',
  message: `Agreement ${agreement} has no version ${version}; the last is ${last}.`,
  place: 'version',
  value: String(version),
  wayOut: 'Name a version that was proposed.',
});
export const draftUnknown = (organisation: string, draft: string): Rejection => ({
  code: 'DRAFT_UNKNOWN',
  message: `There is no draft ${draft} of ${organisation}.`,
  place: 'draft',
  value: draft,
  wayOut: 'Save it first, or look up its name.',
});
export const draftOfOthers = (organisation: string): Rejection => ({
  code: 'DRAFT_OF_OTHERS',
  message: `${organisation} is neither the supplier nor the customer of the terms.`,
  place: 'terms',
  value: organisation,
  wayOut: 'Name your own side as supplier or customer in the draft.',
});
export const agreementIdTaken = (agreement: string): Rejection => ({
  code: 'AGREEMENT_ID_TAKEN',
  message: `The id ${agreement} is in use.`,
  place: 'terms.id',
  value: agreement,
  wayOut: 'Choose another id for the agreement.',
});
export const noticeKindUnknown = (kind: string): Rejection => ({
  code: 'NOTICE_KIND_UNKNOWN',
  message: `${kind} is nothing that is told of.`,
  place: 'kinds',
  value: kind,
  wayOut:
    'Give proposed, withdrawn, signed, amended, terminated, tierReached, goalAtRisk, lateLines, variance, historyContradicted, or the type of an event such as CommentAdded.',
});
