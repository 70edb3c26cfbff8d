import type { HistoryRef } from '#projections';

/** What both sides of a partnership can be told of as it happens: by server-sent events, and by webhooks. */

/** Kinds with a name of their own. Every other event of the history is told under its type; `historyContradicted` is told by webhooks alone, since no history says it of itself. */
export const NAMED_KINDS = [
  'proposed',
  'withdrawn',
  'signed',
  'amended',
  'terminated',
  'tierReached',
  'goalAtRisk',
  'lateLines',
  'variance',
  'historyContradicted',
] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Ids, days and counts; never amounts, texts or people. */
export type About = Readonly<Record<string, string>>;

export type Notice = {
  readonly partnership: string;
  /** The event that it is about, or after which time alone brought it. */
  readonly position: number;
  /** Only where time alone brought it: the day on which it began. */
  readonly day?: string;
  /** A named kind, or the type of the event. */
  readonly kind: string;
  /** The type of the event at the position. */
  readonly event: string;
  readonly recordedAt: string;
  readonly about: About;
};

/** How far has been told: every event up to a position, and what the days up to one brought by themselves. */
export type NoticePlace = { readonly position: number; readonly day?: string };

export type NoticesQuery = {
  readonly partnership: string;
  /** After a place, or after what was recorded by a time. */
  readonly after: NoticePlace | { readonly time: string };
  /** Named kinds and types of events; only the named kinds where left out. */
  readonly kinds?: readonly string[];
  /** The newest day that may be told of, in UTC. */
  readonly today: string;
  /** The most events to look at. */
  readonly limit?: number;
};

export type NoticesPage = {
  readonly items: readonly Notice[];
  readonly through: NoticePlace;
  /** More events are there. */ readonly more: boolean;
};

/** One event of the history, on its way past those who look for something to tell. */
export type Step = {
  readonly partnership: string;
  readonly ref: HistoryRef;
  /** The day on which it was recorded, in UTC. */ readonly day: string;
};
export type Told = { readonly kind: string; readonly about: About };
/** What a day brought by itself. */
export type Turned = { readonly day: string; readonly told: Told };

/** Finds what one event is to be told as. What it answers must follow from the history alone, so that a replay says the same. */
export type NoticeSource = {
  /** What it can tell; it is not asked where nobody wants any of it. */
  readonly tells: (kind: string) => boolean;
  readonly at: (step: Step) => Promise<readonly Told[]>;
  /** What the days after one and up to another brought by themselves, as known at a position; left out where time alone brings nothing. */
  readonly turned?: (partnership: string, position: number, after: string, through: string) => Promise<readonly Turned[]>;
};

/** Places as texts, such as "12" or "12@2026-03-05". */
export const formatPlace = ({ position, day }: NoticePlace): string => (day === undefined ? String(position) : `${position}@${day}`);

const PLACE = /^(-1|\d{1,15})(?:@(\d{4}-\d{2}-\d{2}))?$/;
export const parsePlace = (text: string): NoticePlace | undefined => {
  const [, position, day] = PLACE.exec(text) ?? [];
  if (position === undefined) return undefined;
  return { position: Number(position), ...(day === undefined ? {} : { day }) };
};
