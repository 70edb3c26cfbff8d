/** The words of webhooks: who is told what, and what became of each message. */

/** Where an organisation is told what happens in its partnerships. */
export type Endpoint = {
  readonly id: string;
  readonly organisation: string;
  readonly url: string;
  /** Kinds and types of events; all named kinds where there are none. */
  readonly kinds: readonly string[];
  /** Only these of its partnerships; all of them where there are none. */
  readonly partnerships: readonly string[];
  /** Who vouches for it: the administrator who set it up, or last rotated its secret. */
  readonly by: string;
  readonly createdAt: string;
  readonly secretSince: string;
};

export type EndpointStanding = Endpoint & {
  /** silent: who vouches for it is an administrator no more; it hears nothing until another one rotates its secret. */
  readonly status: 'active' | 'silent';
  readonly pending: number;
  readonly parked: number;
  readonly lastDeliveredAt: string | null;
};

export const DELIVERY_STATUSES = ['pending', 'delivered', 'parked'] as const;
/** parked: given up after the last attempt; it stays listed, and a replay sends it again. */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export type Delivery = {
  /** The message's id: the same at every attempt, and in every replay. */
  readonly id: string;
  readonly partnership: string;
  readonly position: number;
  readonly kind: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is sent next; null where it is not. */
  readonly dueAt: string | null;
  readonly lastAttemptAt: string | null;
  /** What the last attempt was answered with; null where there was no answer. */
  readonly lastStatus: number | null;
  /** Why the last attempt failed; null where it did not. */
  readonly lastError: string | null;
};

/** What is sent: how an endpoint answered, if it did. */
export type Attempt = { readonly status: number | null; readonly error: string | null; readonly retryAfterSeconds: number | null };

/** How far a partnership has been told to an endpoint. */
export type Place = { readonly position: number; readonly day?: string };

/** Something to tell, as the ledger finds it: ids and places, nothing private. */
export type Notice = Place & {
  readonly partnership: string;
  readonly kind: string;
  readonly event: string;
  readonly recordedAt: string;
  readonly about: Readonly<Record<string, string>>;
};

/** Where notices come from. What it says after a place is the same whenever it is asked. */
export type NoticeSource = {
  partnershipsOf(organisation: string): AsyncIterable<string>;
  /** After a place, or after what was recorded by a time. */
  after(query: NoticesQuery): Promise<{ readonly items: readonly Notice[]; readonly through: Place; readonly more: boolean }>;
};
export type NoticesQuery = {
  readonly partnership: string;
  readonly after: Place | { readonly time: string };
  readonly kinds?: readonly string[];
  readonly today: string;
};

/** Sends one message. Never rejects: what went wrong is part of the attempt. */
export type Transport = (request: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}) => Promise<Attempt>;
