import type { Rejection } from '#kernel';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Policy } from './policy.ts';
import { policyProgrammeUnknown, policyStepUnknown } from './refusals.ts';

/** The most steps that any version of a programme's terms has. */
const stepsOf = ({ timeline }: ResolvedProgramme): number =>
  Math.max(...timeline.map(({ programme }) => (programme.terms.earn as { readonly steps?: readonly unknown[] }).steps?.length ?? 0));

/** What a policy says that its agreement cannot mean: a programme that is not there, a step beyond the last. */
export const checkPolicy = (policy: Policy, agreement: Agreement): Rejection[] =>
  Object.entries(policy.programmes).flatMap(([id, { accrue }]): Rejection[] => {
    const programme = agreement.programmes.find((candidate) => candidate.id === id);
    if (programme === undefined)
      return [
        policyProgrammeUnknown(
          id,
          agreement.programmes.map((candidate) => candidate.id),
        ),
      ];
    const steps = stepsOf(programme);
    return typeof accrue === 'object' && 'step' in accrue && accrue.step > steps ? [policyStepUnknown(id, accrue.step, steps)] : [];
  });
