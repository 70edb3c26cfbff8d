import { realpathSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';

/** Tells the readers of one file, in every thread of this process, that there is more to read. */
export type WakeUp = {
  /** Settles at the next commit, or earlier; call it in the same turn as the look that found nothing. */
  next(): Promise<void>;
  /** After a commit. */
  ring(): void;
  /** Lets those who wait in this thread look again at whether they should go on. */
  ringHere(): void;
  close(): void;
};

export function wakeUp(file: string): WakeUp {
  const channel = new BroadcastChannel(`event-store:${realpathSync(file)}`);
  let pending: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  const ringHere = (): void => {
    channel.unref();
    pending?.resolve();
    pending = undefined;
  };
  channel.onmessage = ringHere;
  // Only while somebody waits for events does it keep its thread alive, as a subscription over a network would.
  channel.unref();
  return {
    ringHere,
    next: () => {
      channel.ref();
      pending ??= deferred();
      return pending.promise;
    },
    ring: () => {
      ringHere();
      channel.postMessage(undefined);
    },
    close: () => {
      ringHere();
      channel.close();
    },
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
