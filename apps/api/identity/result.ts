import type { Result } from '#kernel';
import { type Actor, identityRefusal } from '#identity';
import { refusal } from '../http/problem.ts';

/** What was done, or the refusal as a problem. */
export const done = <T>(result: Result<T>): T => {
  if (!result.ok) throw refusal(result.rejections);
  return result.value;
};

/** Who signs in is needed by name: on an open server there is nobody. */
export const idOf = (actor: Actor): string => {
  if (actor.kind === 'anonymous') throw refusal([identityRefusal('SIGN_IN_REQUIRED')]);
  return actor.kind === 'open' ? 'operator' : actor.id;
};
