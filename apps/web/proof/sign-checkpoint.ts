import { pathOfPartnership } from '../api/paths.ts';
import { newKey, write } from '../api/request.ts';

/** Has a checkpoint signed now, that covers all that is recorded; refused to who may not sign. */
export const signCheckpoint = (partnership: string): Promise<unknown> =>
  write('POST', `${pathOfPartnership(partnership)}/log/checkpoints`, {}, newKey());
