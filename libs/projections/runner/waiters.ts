import { compareTokens } from '#event-store';
import { ProjectionError } from '../read-model/projection-error.ts';
import type { ViewState } from './view-state.ts';

/** Those who wait until views have passed a token. */
export type Waiters = {
  wait(token: string, timeoutMs: number, states: readonly ViewState[]): Promise<void>;
  /** After every commit. */
  look(): void;
  /** Nothing will advance any more. */
  rejectAll(error: ProjectionError): void;
};

type Waiter = { readonly token: string; readonly states: readonly ViewState[]; readonly settle: (error?: ProjectionError) => void };

export function waiters(): Waiters {
  const waiting = new Set<Waiter>();
  const lookAt = (waiter: Waiter): void => {
    const missing = waiter.states.filter((state) => !hasPassed(state, waiter.token));
    const stopped = missing.find((state) => state.stopped !== undefined);
    if (stopped?.stopped !== undefined) waiter.settle(stoppedError(stopped.stopped));
    else if (missing.length === 0) waiter.settle();
  };
  return {
    look: () => {
      for (const waiter of waiting) lookAt(waiter);
    },
    rejectAll: (error) => {
      for (const waiter of waiting) waiter.settle(error);
    },
    wait: (token, timeoutMs, states) =>
      new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiter.settle(
            new ProjectionError(
              'VIEW_BEHIND',
              `The views did not reach the asked place in the log within ${timeoutMs} ms.`,
              'Ask again shortly, or ask without atLeast.',
            ),
          );
        }, timeoutMs);
        const outcome = { settled: false };
        const waiter: Waiter = {
          token,
          states,
          settle: (error) => {
            outcome.settled = true;
            clearTimeout(timer);
            waiting.delete(waiter);
            if (error === undefined) resolve();
            else reject(error);
          },
        };
        // Looked at before it is kept: a token that cannot be read fails here, and nobody else.
        try {
          lookAt(waiter);
        } catch (error) {
          clearTimeout(timer);
          reject(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        if (!outcome.settled) waiting.add(waiter);
      }),
  };
}

export const hasPassed = (state: ViewState, token: string): boolean => state.token !== undefined && compareTokens(state.token, token) >= 0;

export const stoppedError = (message: string): ProjectionError =>
  new ProjectionError(
    'VIEW_STOPPED',
    message,
    'Bring a version that can take this event, then start again: nothing was skipped, and the other views go on.',
  );
