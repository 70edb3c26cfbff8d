import { StoreError } from '../store-error.ts';

/**
 * Who may send now. The appends of one stream go one after the other, since they would only conflict; a limited number of
 * streams at once; and what waits is limited in bytes.
 */
export type Admission = {
  run<Result>(stream: string, bytes: number, work: () => Promise<Result>): Promise<Result>;
  /** Settles when everything admitted so far has ended. */
  idle(): Promise<void>;
};

const MAX_WAITING_BYTES = 64 * 1_024 * 1_024;

export function admission(maxInFlight: number): Admission {
  const lastOfStream = new Map<string, Promise<void>>();
  const waitingForSlot: (() => void)[] = [];
  let inFlight = 0;
  let waitingBytes = 0;

  const takeSlot = async (): Promise<void> => {
    if (inFlight < maxInFlight) {
      inFlight += 1;
      return;
    }
    // The slot is handed over by whoever leaves, so that the count never passes the limit.
    await new Promise<void>((resolve) => waitingForSlot.push(resolve));
  };
  const leaveSlot = (): void => {
    const next = waitingForSlot.shift();
    if (next === undefined) inFlight -= 1;
    else next();
  };
  const inOrder = async <Result>(before: Promise<void> | undefined, work: () => Promise<Result>): Promise<Result> => {
    await before;
    await takeSlot();
    try {
      return await work();
    } finally {
      leaveSlot();
    }
  };
  return {
    run: async (stream, bytes, work) => {
      if (waitingBytes > 0 && waitingBytes + bytes > MAX_WAITING_BYTES) {
        throw new StoreError(
          'STORE_BUSY',
          'Too many appends wait for the event store.',
          'Send again in a moment, and wait for answers before sending more.',
        );
      }
      waitingBytes += bytes;
      const running = inOrder(lastOfStream.get(stream), work);
      const ended = running.then(
        () => undefined,
        () => undefined,
      );
      lastOfStream.set(stream, ended);
      try {
        return await running;
      } finally {
        waitingBytes -= bytes;
        if (lastOfStream.get(stream) === ended) lastOfStream.delete(stream);
      }
    },
    idle: async () => {
      await Promise.all(lastOfStream.values());
    },
  };
}
