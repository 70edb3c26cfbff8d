import { addToList } from '#kernel';
import type { LineKey, ReportedLine, Side } from './line.ts';
import { Reconciliation } from './reconciliation.ts';
import { type MatchingRules, ourDocumentOf } from './rules.ts';
import type { Variance } from './variance.ts';

/** What one side said of one line, in one event of the history. */
export type LineEvent = { readonly side: Side; readonly line: ReportedLine };
export type Divergence = {
  readonly position: number;
  readonly side: Side;
  readonly key: LineKey;
  readonly event: LineEvent;
  readonly variance: Variance;
};

const nameOf = (side: Side, { document, line }: LineKey): string => JSON.stringify([side, document, line]);

const identitiesOf = ({ ours, theirs }: Variance): string[] => [
  ...(ours === undefined ? [] : [nameOf('ours', ours.key)]),
  ...(theirs === undefined ? [] : [nameOf('theirs', theirs.key)]),
];

/**
 * The event from which on the lines of one variance never agreed again. While a side that speaks later has not spoken
 * yet, nothing differs: it is only waited for. A line that the other side never speaks of differs from its own event on.
 */
const partingOf = (rules: MatchingRules, events: readonly LineEvent[]): LineEvent | undefined => {
  const speakers = new Set(events.map(({ side }) => side)).size;
  const spoken = new Set<Side>();
  const replay = new Reconciliation(rules);
  let parting: LineEvent | undefined;
  for (const event of events) {
    replay.add(event.side, [event.line]);
    spoken.add(event.side);
    if (spoken.size < speakers || replay.variances().length === 0) parting = undefined;
    else parting ??= event;
  }
  return parting;
};

type Told = { readonly byIdentity: ReadonlyMap<string, readonly LineEvent[]>; readonly struck: ReadonlyMap<string, readonly LineEvent[]> };

/** All events of each line; and those of lines that no longer stand, under our number of their document. */
const told = (rules: MatchingRules, events: readonly LineEvent[]): Told => {
  const byIdentity = new Map<string, LineEvent[]>();
  const struck = new Map<string, LineEvent[]>();
  for (const event of events) addToList(byIdentity, nameOf(event.side, event.line.key), event);
  for (const line of byIdentity.values()) {
    const last = line.at(-1);
    if (last?.line.voided !== true) continue;
    const document = last.side === 'ours' ? last.line.key.document : ourDocumentOf(rules, last.line);
    const name = nameOf(last.side, { document, line: last.line.key.line });
    struck.set(name, [...(struck.get(name) ?? []), ...line]);
  }
  return { byIdentity, struck };
};

/** What was said of a variance's lines. What the other side said of a missing line, and struck out, belongs to it. */
const storyOf = (variance: Variance, { byIdentity, struck }: Told): LineEvent[] => {
  const story = identitiesOf(variance).flatMap((name) => byIdentity.get(name) ?? []);
  const line = variance.ours ?? variance.theirs;
  if (variance.kind === 'missing' && variance.on !== undefined && line !== undefined) {
    story.push(...(struck.get(nameOf(variance.on, { document: line.compared.document, line: line.key.line })) ?? []));
  }
  return story.sort((a, b) => a.line.position - b.line.position);
};

/** The first event where the two sides' histories part, by itself: of the events of both sides and what is open now. */
export const firstDivergence = (
  rules: MatchingRules,
  events: readonly LineEvent[],
  variances: readonly Variance[],
): Divergence | undefined => {
  const all = told(rules, events);
  let first: Divergence | undefined;
  for (const variance of variances) {
    const story = storyOf(variance, all);
    if (first !== undefined && (story[0]?.line.position ?? 0) >= first.position) continue;
    const event = partingOf(rules, story);
    if (event === undefined || (first !== undefined && event.line.position >= first.position)) continue;
    first = { position: event.line.position, side: event.side, key: event.line.key, event, variance };
  }
  return first;
};
