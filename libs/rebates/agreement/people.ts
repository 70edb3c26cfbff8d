import type { Rejection } from '#kernel';
import type { By } from './commands.ts';
import { refusal } from './refusals.ts';
import type { AgreementTerms } from './terms.ts';

const LONGEST_NAME = 200;

export const personMissing = ({ person }: By): Rejection[] =>
  person.length === 0 || person.length > LONGEST_NAME ? [refusal('PERSON_MISSING')] : [];

/** Whoever proposes or signs must be a person, and one of those that the terms name for it, where they name any. */
export const unnamed = (command: By, terms: AgreementTerms, role: 'propose' | 'sign'): Rejection[] => {
  const missing = personMissing(command);
  if (missing.length > 0) return missing;
  const { person } = command;
  const named = terms.people?.[role];
  if (named === undefined || named.includes(person)) return [];
  return [refusal(role === 'sign' ? 'SIGNER_NOT_NAMED' : 'PROPOSER_NOT_NAMED', { person, named: named.join(', ') })];
};
