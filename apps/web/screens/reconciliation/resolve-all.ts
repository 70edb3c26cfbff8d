import { type Problem, problemIn } from '../../api/problem.ts';

export type Progress = {
  readonly done: number;
  readonly failed: readonly { readonly id: string; readonly problem: Problem }[];
  /** Not tried any more: it was stopped, or the server could not be reached. */
  readonly left: readonly string[];
  readonly stoppedBy: Problem | undefined;
};

const isOfTheServer = ({ status }: Problem): boolean => status === 0 || status === 401 || status >= 500;

/**
 * Sends many in batches. The server carries out a batch as a whole or not at all: one that is refused is halved until the
 * refusal stands with the one that it is about, and all others go through.
 */
export const inBatches = async (
  ids: readonly string[],
  most: number,
  send: (batch: readonly string[]) => Promise<unknown>,
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<Progress> => {
  const waiting: (readonly string[])[] = [];
  for (let at = 0; at < ids.length; at += most) waiting.push(ids.slice(at, at + most));
  let progress: Progress = { done: 0, failed: [], left: [...ids], stoppedBy: undefined };
  const tell = (next: Partial<Progress>): void => {
    progress = { ...progress, ...next, left: waiting.flat() };
    onProgress(progress);
  };
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    if (isStopped()) {
      waiting.unshift(batch);
      tell({});
      return progress;
    }
    try {
      await send(batch);
      tell({ done: progress.done + batch.length });
    } catch (error) {
      const problem = problemIn(error);
      const [id] = batch;
      if (isOfTheServer(problem)) {
        waiting.unshift(batch);
        tell({ stoppedBy: problem });
        return progress;
      }
      const half = Math.ceil(batch.length / 2);
      if (batch.length > 1) waiting.unshift(batch.slice(0, half), batch.slice(half));
      tell(batch.length === 1 && id !== undefined ? { failed: [...progress.failed, { id, problem }] } : {});
    }
  }
  return progress;
};
