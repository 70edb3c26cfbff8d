import type { Deliveries, Message } from './deliveries.ts';
import type { Endpoints } from './endpoints.ts';
import { headersOf, messageIdOf } from './signing.ts';
import type { Endpoint, Notice, NoticeSource, Transport } from './words.ts';

/** A receiver that is away does not make the file grow without bound: the rest follows from the history when there is room. */
const MOST_PENDING = 1_000;
/** Sent to one endpoint, one after the other, before it is looked at again. */
const SENT_A_TURN = 100;
/** A slow one gives its lane to others after so long. */
const LONGEST_TURN_MS = 30_000;
const MOST_LANES = 64;
/** Read of one history for one endpoint, before the next endpoint has its turn: a replay of a long one keeps nobody waiting. */
const MOST_PAGES_A_TURN = 20;
/** Notices of advances may be lost, days bring something by themselves, and a replay may be asked for beside the server. */
const SWEPT_MS = 600_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

export type OutboxParts = {
  readonly endpoints: Endpoints;
  readonly deliveries: Deliveries;
  readonly notices: NoticeSource;
  readonly transport: Transport;
  /** Whether this process is the one that tells: asked with each turn. */
  readonly isTelling: () => boolean;
  /** How many messages may wait for one endpoint. */
  readonly mostPending?: number;
  readonly clock: () => Date;
  /** Whether who vouches for an endpoint still may: looked up each time, so that what is taken away is gone at once. */
  readonly mayHear: (endpoint: Pick<Endpoint, 'organisation' | 'by'>) => boolean;
  /** An endpoint's turn is over, with what broke it where something did. */
  readonly onSent: (error: unknown) => void;
};

/** What is told, as it is sent: ids and places; everything else is asked for, by who may. */
export const bodyOf = ({ kind, recordedAt, partnership, position, day, event, about }: Notice): string =>
  JSON.stringify({
    type: kind,
    timestamp: recordedAt,
    data: { partnership, position, ...(day === undefined ? {} : { day }), event, ...about },
  });

export const messageOf = (endpoint: Endpoint, notice: Notice): Message => {
  const { partnership, position, day, kind, about } = notice;
  return {
    id: messageIdOf(endpoint.id, [partnership, position, day ?? null, kind, about]),
    partnership,
    position,
    kind,
    body: bodyOf(notice),
  };
};

const isSide = (organisation: string, partnership: string): boolean => partnership.split('~').includes(organisation);
export const isFor = ({ organisation, partnerships }: Endpoint, partnership: string): boolean =>
  isSide(organisation, partnership) && (partnerships.length === 0 || partnerships.includes(partnership));

/** Finds what is to be told and sends it. What one turn does not finish the next one goes on with, also after a crash. */
export class Outbox {
  private readonly parts: OutboxParts;
  private readonly dirty = new Set<string>();
  private readonly lanes = new Map<string, Promise<void>>();
  private standing: readonly Endpoint[] = [];
  /** When all partnerships of an endpoint were last looked at. */
  private swept = new Map<string, number>();
  /** Whose turn was last, in order: with more endpoints than lanes each has its turn. */
  private served = new Map<string, number>();
  private turns = 0;
  /** Some history was not read to its end. */
  private isBehind = false;

  constructor(parts: OutboxParts) {
    this.parts = parts;
  }

  /** Its history has advanced. */
  note(partnership: string): void {
    this.dirty.add(partnership);
  }

  /** Finds what is to be told, and begins to send what is due. */
  async turn(signal: AbortSignal): Promise<void> {
    this.isBehind = false;
    this.standing = this.parts.isTelling() ? this.parts.endpoints.all().filter((endpoint) => this.parts.mayHear(endpoint)) : [];
    if (this.standing.length === 0) return;
    try {
      await this.collect(this.standing, signal);
    } finally {
      this.send(this.standing, signal);
    }
  }

  /** When the next message is due to somebody to whom nothing is being sent; undefined where there is none. */
  nextDue(): string | undefined {
    if (this.isBehind) return this.parts.clock().toISOString();
    const dues = this.standing.flatMap(({ id }) => (this.lanes.has(id) ? [] : [this.parts.deliveries.nextDueOf(id) ?? []])).flat();
    return dues.sort()[0];
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all(this.lanes.values());
  }

  private async collect(standing: readonly Endpoint[], signal: AbortSignal): Promise<void> {
    const now = this.parts.clock();
    const today = now.toISOString().slice(0, DAY_LENGTH);
    const dirty = [...this.dirty];
    this.dirty.clear();
    // One that was silent has much to catch up with when it stands again.
    this.swept = new Map(
      standing.flatMap(({ id }) => {
        const at = this.swept.get(id);
        return at === undefined ? [] : [[id, at]];
      }),
    );
    const failures: unknown[] = [];
    for (const [index, endpoint] of standing.entries()) {
      const isSwept = now.getTime() - (this.swept.get(endpoint.id) ?? Number.NEGATIVE_INFINITY) < SWEPT_MS;
      for await (const partnership of isSwept ? dirty.filter((one) => isFor(endpoint, one)) : this.ofEndpoint(endpoint)) {
        try {
          if (!(await this.collectOf(endpoint, partnership, today))) this.dirty.add(partnership);
        } catch (error) {
          // Nothing was moved on, so it is asked again; no other partnership waits for it.
          this.dirty.add(partnership);
          failures.push(error);
        }
      }
      this.swept.set(endpoint.id, now.getTime());
      // Those for whom all was found need not wait for the others.
      this.send(standing.slice(0, index + 1), signal);
    }
    if (failures.length > 0) throw failures[0];
  }

  private async *ofEndpoint(endpoint: Endpoint): AsyncGenerator<string> {
    for await (const partnership of this.parts.notices.partnershipsOf(endpoint.organisation))
      if (isFor(endpoint, partnership)) yield partnership;
  }

  /** True where everything was told. */
  private async collectOf(endpoint: Endpoint, partnership: string, today: string): Promise<boolean> {
    const { deliveries, notices, endpoints, mostPending = MOST_PENDING } = this.parts;
    for (let page = 0; page < MOST_PAGES_A_TURN; page += 1) {
      if (deliveries.pendingOf(endpoint.id) >= mostPending) return false;
      const place = deliveries.placeOf(endpoint.id, partnership);
      const { items, through, more } = await notices.after({
        partnership,
        after: place ?? { time: endpoint.createdAt },
        today,
        ...(endpoint.kinds.length === 0 ? {} : { kinds: endpoint.kinds }),
      });
      // What was removed meanwhile takes nothing more.
      if (endpoints.find(endpoint.organisation, endpoint.id) === undefined) return true;
      // What brought nothing is not written each time: there is a day for each partnership, every day.
      const isFurther = place === undefined ? more : through.position !== place.position;
      if (items.length > 0 || isFurther)
        deliveries.keep(
          endpoint.id,
          partnership,
          through,
          items.map((notice) => messageOf(endpoint, notice)),
        );
      if (!more) return true;
    }
    this.isBehind = true;
    return false;
  }

  /** Endpoints side by side, each one's messages in order: one that is slow keeps no other waiting. */
  private send(standing: readonly Endpoint[], signal: AbortSignal): void {
    for (const endpoint of this.leastServedFirst(standing)) {
      if (this.lanes.size >= MOST_LANES || signal.aborted) return;
      if (this.lanes.has(endpoint.id) || this.parts.deliveries.due(endpoint.id, 1).length === 0) continue;
      this.served.set(endpoint.id, (this.turns += 1));
      const lane = this.sendTo(endpoint, signal).then(
        () => {
          this.parts.onSent(undefined);
        },
        (error: unknown) => {
          this.parts.onSent(error);
        },
      );
      this.lanes.set(
        endpoint.id,
        lane.finally(() => this.lanes.delete(endpoint.id)),
      );
    }
  }

  private leastServedFirst(standing: readonly Endpoint[]): readonly Endpoint[] {
    this.served = new Map(
      standing.flatMap(({ id }) => {
        const turn = this.served.get(id);
        return turn === undefined ? [] : [[id, turn]];
      }),
    );
    return [...standing].sort((a, b) => (this.served.get(a.id) ?? 0) - (this.served.get(b.id) ?? 0));
  }

  private async sendTo(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
    const { deliveries, endpoints, mayHear, transport, clock } = this.parts;
    const until = clock().getTime() + LONGEST_TURN_MS;
    for (const one of deliveries.due(endpoint.id, SENT_A_TURN)) {
      if (clock().getTime() >= until) break;
      const now = endpoints.find(endpoint.organisation, endpoint.id);
      if (now === undefined || !mayHear(now)) return;
      const attempt = await transport({
        url: endpoint.url,
        headers: headersOf({ id: one.id, body: one.body, secrets: endpoints.secretsOf(endpoint.id), at: clock() }),
        body: one.body,
        signal,
      });
      // Broken off by our own end: it was no attempt, and is sent again.
      if (signal.aborted && attempt.status === null) return;
      // Nobody is there: no other message that is due would find anybody either, so it counts as an attempt of each.
      if (attempt.status === null) {
        deliveries.settle([one, ...deliveries.due(endpoint.id, MOST_PENDING).filter(({ id }) => id !== one.id)], attempt);
        break;
      }
      deliveries.settle([one], attempt);
    }
    deliveries.forgetOld(endpoint.id);
  }
}
