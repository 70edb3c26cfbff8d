import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Result, accepted, partiesOf } from '#kernel';
import { Addresses, type AddressPolicy, guardedSends } from '#outbound';
import { type Parts, openWebhooksDatabase } from './database.ts';
import { type Deliveries, deliveriesIn } from './deliveries.ts';
import { type Endpoints, endpointsIn, type WithSecret } from './endpoints.ts';
import { type Lease, leaseIn } from './lease.ts';
import { isFor, messageOf, Outbox } from './outbox.ts';
import { Pump } from './pump.ts';
import { refuse } from './refusals.ts';
import { headersOf } from './signing.ts';
import { httpTransport } from './transport.ts';
import type { Attempt, Delivery, DeliveryStatus, Endpoint, EndpointStanding, Notice, NoticeSource, Transport } from './words.ts';

export type WebhooksOptions = {
  readonly dataDir: string;
  readonly addresses: AddressPolicy;
  /** Whether who vouches for an endpoint still may, and its organisation is there. */
  readonly mayHear: (endpoint: Pick<Endpoint, 'organisation' | 'by'>) => boolean;
  /** Whether something is told of under this name. */
  readonly isKind: (kind: string) => boolean;
  readonly clock?: () => Date;
  readonly chance?: (bytes: number) => Uint8Array;
  readonly transport?: Transport;
};

export type NewWebhook = {
  readonly organisation: string;
  readonly url: string;
  readonly kinds?: readonly string[];
  readonly partnerships?: readonly string[];
  readonly by: string;
};
export type DeliveriesQuery = { readonly status?: DeliveryStatus; readonly cursor?: string; readonly limit?: number };
export type Replay = { readonly partnership: string; readonly from: number };

/** Where organisations are told what happens, and what became of what they were told. */
export type Webhooks = {
  add(webhook: NewWebhook): Result<WithSecret>;
  list(organisation: string): readonly EndpointStanding[];
  remove(organisation: string, id: string): Result<null>;
  /** Another secret; the old one holds for a day more. Whoever rotates vouches from now on. */
  rotate(organisation: string, id: string, by: string): Result<WithSecret>;
  /** Sends a message of the kind `test` now, once. */
  test(organisation: string, id: string): Promise<Result<Attempt>>;
  deliveries(
    organisation: string,
    id: string,
    query: DeliveriesQuery,
  ): Result<{ readonly items: readonly Delivery[]; readonly nextCursor: string | null }>;
  /** Tells a partnership again from a position, that included: what is sent again has the ids that it had. */
  replay(organisation: string, id: string, replay: Replay): Result<null>;
  /** Tells both sides of something that follows from no history: kept at once, sent like everything else. The same notice is one message. */
  tell(notice: Notice): void;
  /** Begins to tell. Of servers that share the file one does. */
  run(notices: NoticeSource, onError: (error: unknown) => void): Running;
  close(): void;
};

export type Running = {
  /** A partnership's history has advanced. */
  note(partnership: string): void;
  /** Something else may have changed what there is to send. */
  wake(): void;
  stop(): Promise<void>;
};

const DATABASE = 'webhooks.db';
const MOST_LISTED = 500;
const DEFAULT_LISTED = 100;
const TEST_ID_BYTES = 16;

type Inner = {
  readonly endpoints: Endpoints;
  readonly deliveries: Deliveries;
  readonly lease: Lease;
  readonly addresses: Addresses;
  readonly transport: Transport;
  readonly clock: () => Date;
  readonly chance: (bytes: number) => Uint8Array;
};

const checked = (
  { organisation, url, kinds = [], partnerships = [] }: NewWebhook,
  addresses: Addresses,
  isKind: (kind: string) => boolean,
): Result<null> => {
  const reason = addresses.refusalOfUrl(url);
  if (reason !== undefined) return refuse('WEBHOOK_URL_NOT_ALLOWED', { url, reason }, 'url');
  const kind = kinds.find((one) => !isKind(one));
  if (kind !== undefined) return refuse('WEBHOOK_KIND_UNKNOWN', { kind }, 'kinds');
  const other = partnerships.find((one) => !isSideOf(organisation, one));
  return other === undefined
    ? accepted(null)
    : refuse('WEBHOOK_PARTNERSHIP_NOT_YOURS', { organisation, partnership: other }, 'partnerships');
};

const isSideOf = (organisation: string, partnership: string): boolean => {
  const parties = partiesOf(partnership);
  return parties !== undefined && (parties.supplier === organisation || parties.customer === organisation);
};

const test = async ({ endpoints, transport, clock, chance }: Inner, endpoint: Endpoint): Promise<Attempt> => {
  const id = `msg_test_${Buffer.from(chance(TEST_ID_BYTES)).toString('hex')}`;
  const body = JSON.stringify({
    type: 'test',
    timestamp: clock().toISOString(),
    data: { webhook: endpoint.id, organisation: endpoint.organisation },
  });
  return transport({
    url: endpoint.url,
    headers: headersOf({ id, body, secrets: endpoints.secretsOf(endpoint.id), at: clock() }),
    body,
    signal: new AbortController().signal,
  });
};

const running = (inner: Inner, notices: NoticeSource, mayHear: WebhooksOptions['mayHear'], onError: (error: unknown) => void): Running => {
  const nextDueMs = (): number | undefined => {
    const due = outbox.nextDue();
    return due === undefined ? undefined : Date.parse(due) - inner.clock().getTime();
  };
  const outbox = new Outbox({
    ...inner,
    notices,
    mayHear,
    isTelling: () => inner.lease.take(),
    onSent: (error) => {
      if (error !== undefined) onError(error);
      pump.wake();
    },
  });
  const pump = new Pump(outbox, nextDueMs, onError);
  pump.start();
  return {
    note: (partnership) => {
      outbox.note(partnership);
      pump.wake();
    },
    wake: () => {
      pump.wake();
    },
    stop: async () => {
      await pump.stop();
      inner.lease.release();
    },
  };
};

/** Opens the webhooks beside a ledger, and makes their file where there is none yet. */
export const openWebhooks = (options: WebhooksOptions): Webhooks => {
  const { dataDir, mayHear, isKind, clock = () => new Date(), chance = (bytes: number) => randomBytes(bytes) } = options;
  const db = openWebhooksDatabase(join(dataDir, DATABASE));
  const parts: Parts = { db, clock, chance };
  const [endpoints, deliveries, addresses] = [endpointsIn(parts), deliveriesIn(parts), new Addresses(options.addresses)];
  const inner: Inner = {
    endpoints,
    deliveries,
    lease: leaseIn(parts),
    addresses,
    transport: options.transport ?? httpTransport(guardedSends(addresses)),
    clock,
    chance,
  };
  const unknown = (webhook: string) => refuse('WEBHOOK_UNKNOWN', { webhook });
  const told = new Set<Running>();
  return {
    add: (webhook) => {
      const fine = checked(webhook, addresses, isKind);
      return fine.ok ? endpoints.add({ kinds: [], partnerships: [], ...webhook }) : fine;
    },
    list: (organisation) =>
      endpoints
        .list(organisation)
        .map((endpoint) => ({ ...endpoint, status: mayHear(endpoint) ? 'active' : 'silent', ...deliveries.countsOf(endpoint.id) })),
    remove: (organisation, id) => (endpoints.remove(organisation, id) ? accepted(null) : unknown(id)),
    rotate: (organisation, id, by) => {
      const rotated = endpoints.rotate(organisation, id, by);
      if (rotated === undefined) return unknown(id);
      for (const one of told) one.wake();
      return accepted(rotated);
    },
    test: async (organisation, id) => {
      const endpoint = endpoints.find(organisation, id);
      return endpoint === undefined ? unknown(id) : accepted(await test(inner, endpoint));
    },
    deliveries: (organisation, id, { status, cursor, limit = DEFAULT_LISTED }) => {
      if (endpoints.find(organisation, id) === undefined) return unknown(id);
      const before = cursor === undefined ? undefined : Number(cursor);
      const { items, next } = deliveries.list(id, {
        limit: Math.max(1, Math.min(MOST_LISTED, limit)),
        ...(status === undefined ? {} : { status }),
        ...(before === undefined ? {} : { before }),
      });
      return accepted({ items, nextCursor: next === null ? null : String(next) });
    },
    replay: (organisation, id, { partnership, from }) => {
      const endpoint = endpoints.find(organisation, id);
      if (endpoint === undefined) return unknown(id);
      if (!isSideOf(organisation, partnership))
        return refuse('WEBHOOK_PARTNERSHIP_NOT_YOURS', { organisation, partnership }, 'partnership');
      if (endpoint.partnerships.length > 0 && !endpoint.partnerships.includes(partnership))
        return refuse('WEBHOOK_PARTNERSHIP_LEFT_OUT', { partnership }, 'partnership');
      // Only back: what was not told yet is told in any case.
      const place = deliveries.placeOf(id, partnership);
      if (place === undefined || place.position > from - 1) deliveries.moveBack(id, partnership, { position: from - 1 });
      for (const one of told) one.note(partnership);
      return accepted(null);
    },
    tell: (notice) => {
      const { partnership, kind } = notice;
      for (const endpoint of endpoints.all()) {
        if (isFor(endpoint, partnership) && (endpoint.kinds.length === 0 || endpoint.kinds.includes(kind)))
          deliveries.add(endpoint.id, messageOf(endpoint, notice));
      }
      for (const one of told) one.wake();
    },
    run: (notices, onError) => {
      const one = running(inner, notices, mayHear, onError);
      told.add(one);
      return one;
    },
    close: () => {
      db.close();
    },
  };
};
