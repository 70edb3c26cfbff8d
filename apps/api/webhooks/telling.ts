import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import type { Ledger } from '#ledger';
import type { NoticeSource, Running, Webhooks } from '#webhooks';
import { valueOf } from '../http/answers.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { WEBHOOKS } from './webhooks.token.ts';

const PAGE = 500;

/** What the outbox reads of the ledger. */
export const noticesOf = (ledger: Ledger): NoticeSource => ({
  partnershipsOf: async function* (organisation) {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = valueOf(
        await ledger.partnerships({
          limit: PAGE,
          of: { organisations: [organisation], partnerships: [] },
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      yield* items.map(({ partnership }) => partnership);
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  },
  after: async (query) => {
    const answer = await ledger.notices(query);
    // A partnership can be named before anything has happened in it.
    const isEmpty = answer.kind === 'rejected' && answer.rejections[0]?.code === 'PARTNERSHIP_UNKNOWN';
    return isEmpty ? { items: [], through: { position: -1 }, more: false } : valueOf(answer);
  },
});

/** Tells the webhooks what happens, for as long as the server serves. */
@Injectable()
export class Telling implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('webhooks');
  private running: Running | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    @Inject(WEBHOOKS) private readonly webhooks: Webhooks | null,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  onApplicationBootstrap(): void {
    // What fails is said without what was sent: addresses can hold secrets.
    const running = this.webhooks?.run(noticesOf(this.ledger), (error) => {
      this.logger.error(`Telling failed, and is tried again: ${error instanceof Error ? error.message : 'unknown error'}`);
    });
    if (running === undefined) return;
    this.running = running;
    this.stopListening = this.ledger.onAdvance(({ partnership }) => {
      running.note(partnership);
    });
  }

  /** Before the ledger is closed, which comes with the shutdown. */
  async onModuleDestroy(): Promise<void> {
    this.stopListening();
    await this.running?.stop();
  }

  onApplicationShutdown(): void {
    this.webhooks?.close();
  }
}
