import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type Contradiction, type Ledger, WitnessNotReached, type WitnessSend } from '#ledger';
import { pauseMs, type Sends } from '#outbound';
import type { Webhooks } from '#webhooks';
import { LEDGER } from '../ledger/ledger.token.ts';
import { WEBHOOKS } from '../webhooks/webhooks.token.ts';

/** How the server reaches witnesses. */
export type WitnessRules = {
  /** How often it looks for checkpoints that a witness has not cosigned. */
  readonly everySeconds: number;
  readonly sends: Sends;
  /** Why an address may not be a witness's; undefined where it may. */
  readonly refusalOfUrl: (url: string) => string | undefined;
};
export const WITNESS_RULES = Symbol('witness rules');

const SECOND_MS = 1_000;
/** Cosignatures are some hundred bytes, checkpoints some thousand. */
const MOST_ANSWERED = 65_536;
const LANES = 8;

/** Over the guarded way, so that an address leads to no machine of the server's own network. */
const sendOver =
  (sends: Sends, signal: AbortSignal): WitnessSend =>
  async (url, body) => {
    const answered = await sends({
      url,
      method: body === undefined ? 'GET' : 'POST',
      mostAnswered: MOST_ANSWERED,
      signal,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'text/plain; charset=utf-8' } }),
    });
    if (answered.kind === 'failed') throw new WitnessNotReached(`The witness was not reached: ${answered.why}.`);
    return { status: answered.status, type: answered.headers['content-type'] ?? '', body: answered.body };
  };

/** Hands each newer checkpoint to the witnesses that have an address, ever more slowly where they do not answer, and tells both sides of a history that is contradicted. */
@Injectable()
export class WitnessSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('witnesses');
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(WITNESS_RULES) private readonly rules: WitnessRules | null,
    @Inject(WEBHOOKS) private readonly webhooks: Webhooks | null,
  ) {}

  onApplicationBootstrap(): void {
    const seconds = this.rules?.everySeconds ?? 0;
    if (seconds > 0)
      this.timer = setInterval(() => {
        void this.sweep();
      }, seconds * SECOND_MS).unref();
  }

  /** What is on its way is broken off, and handed in again at the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.abort.abort();
    await this.running;
  }

  /** One at a time, however long it takes; what fails for a reason of ours is said, and tried again. */
  sweep(): Promise<void> {
    this.running ??= this.look()
      .catch((error: unknown) => {
        this.logger.error(`Handing in failed, and is tried again: ${error instanceof Error ? error.message : 'unknown error'}`);
      })
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  private async look(): Promise<void> {
    if (this.rules === null) return;
    const { witnesses } = this.ledger.proofs;
    const send = sendOver(this.rules.sends, this.abort.signal);
    const due = [...witnesses.due(now())];
    // A slow witness keeps no other waiting.
    const lane = async (): Promise<void> => {
      for (let row = due.shift(); row !== undefined && !this.abort.signal.aborted; row = due.shift())
        await witnesses.attempt(row, send, now(), (attempts) => pauseMs(attempts, Math.random(), null));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    for (const found of witnesses.untold()) this.tell(found);
  }

  /** Ids and sizes alone: the checkpoints are asked for, by who may. */
  private tell(found: Contradiction): void {
    const { partnership, origin, witness, size, foundAt } = found;
    this.logger.error(
      `The history of ${partnership} is contradicted by the witness ${witness}, at a checkpoint of ${size} events; both checkpoints are kept.`,
    );
    this.webhooks?.tell({
      partnership,
      position: size - 1,
      kind: 'historyContradicted',
      event: 'checkpoint',
      recordedAt: foundAt,
      about: { origin, witness, size: String(size) },
    });
    this.ledger.proofs.witnesses.told(found, now());
  }
}

const now = (): string => new Date().toISOString();
