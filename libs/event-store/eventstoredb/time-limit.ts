/** The client's own deadlines do not bound a read, nor an append to a server that has gone silent: these do. */

export class TimeLimitPassed extends Error {
  override readonly name = 'TimeLimitPassed';
}

/** `late` is called when the time is over, to give up what can be given up. */
export async function withTimeLimit<Result>(work: Promise<Result>, milliseconds: number, late?: () => void): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late?.();
      reject(new TimeLimitPassed(`There was no answer within ${milliseconds} ms.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
