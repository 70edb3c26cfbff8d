import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { closeDue, type ClosingSchedule, type Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** What time it is, and how to be called again; tests have one that they turn by hand. */
export type Clock = { readonly now: () => Date; readonly every: (milliseconds: number, run: () => void) => () => void };

export type ClosingOptions = {
  /** Null where periods are closed by hand alone. */ readonly schedule: ClosingSchedule | null;
  readonly clock: Clock;
};
export const CLOSING = Symbol('closing');

const HOUR_MS = 3_600_000;

export const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  every: (milliseconds, run) => {
    const timer = setInterval(run, milliseconds).unref();
    return () => {
      clearInterval(timer);
    };
  },
};

/** Closes what is due when the server starts and every hour after; one round at a time, and none is cut off by a stop. */
@Injectable()
export class ClosingRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('closing');
  private stop: () => void = () => undefined;
  private round: Promise<void> | undefined;

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(CLOSING) private readonly options: ClosingOptions,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.schedule === null) return;
    this.stop = this.options.clock.every(HOUR_MS, () => {
      void this.run();
    });
    void this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.round;
  }

  /** One round, or the one that is under way. */
  run(): Promise<void> {
    const { schedule } = this.options;
    if (schedule === null) return Promise.resolve();
    this.round ??= this.close(schedule).finally(() => {
      this.round = undefined;
    });
    return this.round;
  }

  private async close(schedule: ClosingSchedule): Promise<void> {
    try {
      for (const { agreement, period, refused } of await closeDue(this.ledger, schedule, this.options.clock.now())) {
        if (refused === undefined) this.log.log(`closed ${period} of ${agreement}`);
        else this.log.warn(`${period} of ${agreement} does not close: ${refused.code} ${refused.message}`);
      }
    } catch (error) {
      // The next round tries again: nothing is half closed.
      this.log.error(`a round of closing ended early: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
