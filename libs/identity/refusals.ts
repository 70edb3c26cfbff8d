import type { Rejection } from '#kernel';

/** Every refusal of sign-in and access. The documentation is written from this table. */
type Documented = { readonly code: string; readonly sentence: string; readonly wayOut: string };

const SIGNING_IN = [
  {
    code: 'SIGN_IN_REQUIRED',
    sentence: 'This needs a sign-in.',
    wayOut: 'Sign in (rebate login, or POST /auth/sign-in) and send the token as Authorization: Bearer.',
  },
  {
    code: 'SIGN_IN_EXPIRED',
    sentence: 'The access token has expired.',
    wayOut: 'Get a new one with the refresh token (POST /auth/refresh), or sign in again.',
  },
  {
    code: 'SIGN_IN_INVALID',
    sentence: 'The token or key is not one that is valid here.',
    wayOut: 'Sign in again, or use a key that is neither expired nor revoked.',
  },
  {
    code: 'SIGN_IN_FAILED',
    sentence: 'E-mail and password do not go together.',
    wayOut: 'Try again; an administrator can give a new link where the password is lost.',
  },
  { code: 'REFRESH_INVALID', sentence: 'The refresh token is not valid, or no longer.', wayOut: 'Sign in again.' },
  {
    code: 'REFRESH_REUSED',
    sentence: 'This refresh token was used before: all tokens of its sign-in are revoked.',
    wayOut: 'Sign in again; if it was not you who used it, change the password.',
  },
  {
    code: 'LINK_INVALID',
    sentence: 'This link is not valid: it was used, has expired, or never was.',
    wayOut: 'Ask whoever sent it for a new one.',
  },
  {
    code: 'PROVIDER_UNREACHABLE',
    sentence: 'The sign-in provider does not answer, so its token cannot be checked.',
    wayOut: 'Try again later; if it stays, tell the operator.',
  },
  {
    code: 'PROVIDER_USER_UNKNOWN',
    sentence: 'The sign-in provider knows you, but no user here has your verified e-mail address.',
    wayOut: 'Ask an administrator of your organisation to invite you by it.',
  },
] as const satisfies readonly Documented[];

const ALLOWING = [
  {
    code: 'ROLE_MISSING',
    sentence: 'This needs one of these roles: {roles}.',
    wayOut: 'Ask an administrator of your organisation for the role, or somebody who has it to do this.',
  },
  { code: 'OPERATOR_ONLY', sentence: 'Only an operator of this server may do this.', wayOut: 'Ask the operator.' },
  {
    code: 'GRANT_TOO_NARROW',
    sentence: 'What was granted is one agreement, and this shows the whole partnership.',
    wayOut: 'Ask a party of the partnership to grant all of it.',
  },
  {
    code: 'PARTNERSHIP_NOT_NAMED',
    sentence: 'The request does not say which partnership it is about.',
    wayOut: 'Name supplier and customer, or the agreement, as the route says.',
  },
  {
    code: 'PARTY_NOT_YOURS',
    sentence: 'You act for the {own}, and not for the {party}.',
    wayOut: 'Leave party out: it follows from who signs in.',
  },
  {
    code: 'PARTY_AMBIGUOUS',
    sentence: 'You belong to both parties, so it must be said for which one this is.',
    wayOut: 'Give party as supplier or customer.',
  },
  {
    code: 'PERSON_NOT_YOURS',
    sentence: 'You are {own}, and cannot act as {person}.',
    wayOut: 'Leave person out: it follows from who signs in.',
  },
  { code: 'REPORTER_NOT_YOURS', sentence: 'You may report as {own}, and not as {reporter}.', wayOut: 'Report what your own side saw.' },
  {
    code: 'ORGANISATION_NOT_YOURS',
    sentence: 'You act for {own}, and not for {organisation}.',
    wayOut: 'Leave it out, or name your own organisation.',
  },
  { code: 'AGREEMENT_ID_TAKEN', sentence: 'The id {agreement} cannot be used.', wayOut: 'Choose another id.' },
] as const satisfies readonly Documented[];

const KEEPING = [
  {
    code: 'ORGANISATION_UNKNOWN',
    sentence: 'There is no organisation {organisation}.',
    wayOut: 'Look up its id, or have the operator create it.',
  },
  { code: 'ORGANISATION_EXISTS', sentence: 'There is an organisation {organisation} already.', wayOut: 'Use it, or choose another id.' },
  {
    code: 'ORGANISATION_ID_NOT_ALLOWED',
    sentence: '"{organisation}" cannot be the id of an organisation.',
    wayOut: 'Give 1 to 64 letters, digits, "-" or "_", beginning with a letter or digit.',
  },
  { code: 'USER_UNKNOWN', sentence: 'There is no user {user} here.', wayOut: 'Look up the id.' },
  { code: 'EMAIL_TAKEN', sentence: 'A user with this e-mail address exists.', wayOut: 'Sign in as that user, or use another address.' },
  {
    code: 'PASSWORD_TOO_WEAK',
    sentence: 'The password is shorter than {least} or longer than {most} characters.',
    wayOut: 'Choose one of {least} to {most} characters; a sentence is best.',
  },
  {
    code: 'LAST_ADMINISTRATOR',
    sentence: 'This would leave {organisation} without an administrator.',
    wayOut: 'Make somebody else its administrator first.',
  },
  { code: 'LAST_OPERATOR', sentence: 'This would leave the server without an operator.', wayOut: 'Make somebody else an operator first.' },
  { code: 'ROLES_MISSING', sentence: 'No role is given.', wayOut: 'Give at least one role, or remove the member.' },
  {
    code: 'LIMIT_NOT_ALLOWED',
    sentence: 'The amount "{amount}" is not an exact decimal from 0 on.',
    wayOut: 'Give an amount such as "50000.00" and its currency.',
  },
  { code: 'KEY_UNKNOWN', sentence: 'There is no key {key} here.', wayOut: 'Look up the id.' },
  {
    code: 'KEY_EXPIRY_NOT_ALLOWED',
    sentence: 'A key expires within {days} days, and not in the past.',
    wayOut: 'Give an earlier day from tomorrow on, and renew the key in time.',
  },
  { code: 'GRANT_UNKNOWN', sentence: 'There is no grant {grant} here.', wayOut: 'Look up the id.' },
  {
    code: 'GRANT_AUDITOR_UNKNOWN',
    sentence: 'There is no auditing organisation {organisation}.',
    wayOut: 'Have the operator create it, of the kind auditor.',
  },
  {
    code: 'GRANT_PERIOD_NOT_ALLOWED',
    sentence: 'The period from {from} to {to} runs backwards, or is no period.',
    wayOut: 'Give the first and the last day as YYYY-MM-DD.',
  },
  {
    code: 'GRANT_AGREEMENT_UNKNOWN',
    sentence: 'The partnership has no agreement {agreement}.',
    wayOut: 'Look up its id, or leave it out to grant the whole partnership.',
  },
] as const satisfies readonly Documented[];

export const identityRefusals = [...SIGNING_IN, ...ALLOWING, ...KEEPING] as const;
export type IdentityRefusalCode = (typeof identityRefusals)[number]['code'];

const BY_CODE: ReadonlyMap<string, Documented> = new Map(identityRefusals.map((entry) => [entry.code, entry]));

type Details = Readonly<Record<string, string>>;
const filled = (text: string, details: Details): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? '');

export const identityRefusal = (code: IdentityRefusalCode, details: Details = {}, place?: string): Rejection => {
  const { sentence, wayOut } = BY_CODE.get(code) ?? { sentence: code, wayOut: '' };
  return { code, message: filled(sentence, details), wayOut: filled(wayOut, details), ...(place === undefined ? {} : { place }) };
};

/** One refusal as the result of what could not be done. */
export const refuse = (
  code: IdentityRefusalCode,
  details: Details = {},
  place?: string,
): { readonly ok: false; readonly rejections: readonly Rejection[] } => ({
  ok: false,
  rejections: [identityRefusal(code, details, place)],
});
