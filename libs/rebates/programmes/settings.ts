import type { Rejection } from '#kernel';
import { refusal } from '../agreement/refusals.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';

/** Refuses a target set where a kind has no use for one: a setting that is silently not read misleads its readers. */
export const targetNotUsed = (programme: ProgrammeTerms, kind: string, why: string): Rejection[] =>
  programme.target === undefined ? [] : [refusal('SETTING_NOT_FOR_KIND', { kind, setting: '"target"', why }, { place: 'target', value: 'target' })];
