import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { AccessRule } from '#identity';
import { ApiProblems } from '../http/documentation.ts';

export const ACCESS_RULE = 'rebate:access';

/** The rule as the documentation says it. */
export const ruleInWords = (rule: AccessRule): string => {
  if (rule === 'public') return 'anybody';
  if (rule === 'signedIn') return 'anybody who is signed in';
  if (rule === 'operator') return 'an operator';
  if ('organisation' in rule)
    return `${rule.organisation.join(', ')} of the organisation${rule.orOperator === true ? ', or an operator' : ''}`;
  if (rule.partnership === 'read')
    return `both sides, and an auditor who was granted ${rule.whole === true ? 'the whole partnership' : 'it'}`;
  return `${rule.partnership.join(', ')} of a side`;
};

/** Every route says who may use it; one that does not is refused, and fails the tests. */
export const Access = (rule: AccessRule): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS_RULE, rule),
    ApiExtension('x-access', ruleInWords(rule)),
    ...(rule === 'public' ? [] : [ApiBearerAuth(), ApiProblems(401, ...(rule === 'signedIn' ? [] : [403]))]),
  );
