import { setTimeout as pause } from 'node:timers/promises';
import type { Outbox } from './outbox.ts';

/** Several advances within so short a time are one turn. */
const PAUSE_MS = 50;
/** A turn now and then whatever happens: days turn, and what failed for a reason of ours is tried again. */
const LONGEST_MS = 30_000;

/** Keeps an outbox going: a turn after each wake-up, and when the next message is due. */
export class Pump {
  private readonly outbox: Outbox;
  private readonly nextDueMs: () => number | undefined;
  private readonly onError: (error: unknown) => void;
  private readonly abort = new AbortController();
  private wakeUp: () => void = () => undefined;
  private isAwake = false;
  private running: Promise<void> = Promise.resolve();

  constructor(outbox: Outbox, nextDueMs: () => number | undefined, onError: (error: unknown) => void) {
    this.outbox = outbox;
    this.nextDueMs = nextDueMs;
    this.onError = onError;
  }

  start(): void {
    this.running = this.run();
  }

  wake(): void {
    this.isAwake = true;
    this.wakeUp();
  }

  /** Breaks off what is being sent: it is sent again at the next start. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.wake();
    await this.running;
    await this.outbox.idle();
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      this.isAwake = false;
      try {
        await this.outbox.turn(signal);
      } catch (error) {
        this.onError(error);
      }
      await this.rest(signal);
    }
  }

  private async rest(signal: AbortSignal): Promise<void> {
    const waitMs = Math.min(LONGEST_MS, Math.max(0, this.nextDueMs() ?? LONGEST_MS));
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.wakeUp = resolve;
    });
    const options = { signal: AbortSignal.any([signal, over.signal]), ref: false };
    if (!this.isAwake) await Promise.race([woken, pause(waitMs, undefined, options).catch(() => undefined)]);
    over.abort();
    await pause(PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
