import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Answer, Ledger, SignedCheckpoint } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** When checkpoints are signed by themselves. */
export type CheckpointRules = {
  /** After so many events of a partnership. */
  readonly everyEvents: number;
  /** What has grown since; 0: not by time. */
  readonly everyMinutes: number;
};
export const CHECKPOINT_RULES = Symbol('checkpoint rules');

const LOOK_MS = 1_000;
const MINUTE_MS = 60_000;
const MOST_SAID = 20;

/** Signs at statements and signatures, after so many events, and by time. */
@Injectable()
export class CheckpointSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('checkpoints');
  private readonly advanced = new Set<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly said = new Set<string>();
  private stopListening: () => void = () => undefined;

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(CHECKPOINT_RULES) private readonly rules: CheckpointRules | null,
  ) {}

  /** What a rewound store lost is found before anything is signed, and what fell due while nobody served is signed. */
  onApplicationBootstrap(): void {
    if (this.rules === null) return;
    const { proofs } = this.ledger;
    for (const { partnership, rejection } of proofs.checkpoints.check(now())) this.say(partnership, rejection.message);
    for (const partnership of proofs.partnerships()) this.advanced.add(partnership);
    this.signDue();
    this.stopListening = this.ledger.onAdvance(({ partnership }) => this.advanced.add(partnership));
    this.every(LOOK_MS, () => {
      this.signDue();
    });
    if (this.rules.everyMinutes > 0)
      this.every(this.rules.everyMinutes * MINUTE_MS, () => {
        this.signGrown();
      });
  }

  beforeApplicationShutdown(): void {
    this.stopListening();
    for (const timer of this.timers) clearInterval(timer);
  }

  signDue(): void {
    const { everyEvents } = this.rules ?? { everyEvents: Number.MAX_SAFE_INTEGER };
    for (const partnership of this.advanced)
      this.tell(partnership, () => this.ledger.proofs.checkpoints.signDue(partnership, everyEvents, now()));
    this.advanced.clear();
  }

  signGrown(): void {
    for (const partnership of this.ledger.proofs.partnerships())
      this.tell(partnership, () => this.ledger.proofs.checkpoints.signGrown(partnership, now()));
  }

  private every(milliseconds: number, work: () => void): void {
    this.timers.push(setInterval(work, milliseconds).unref());
  }

  /** What cannot be signed is said, once, and the others go on. */
  private tell(partnership: string, sign: () => Answer<SignedCheckpoint> | undefined): void {
    try {
      const signed = sign();
      if (signed?.kind === 'rejected') this.say(partnership, signed.rejections[0]?.message ?? 'It could not be signed.');
    } catch (error) {
      this.say(partnership, error instanceof Error ? error.message : String(error));
    }
  }

  private say(partnership: string, message: string): void {
    if (this.said.has(partnership) || this.said.size >= MOST_SAID) return;
    this.said.add(partnership);
    this.logger.error(message);
  }
}

const now = (): string => new Date().toISOString();
