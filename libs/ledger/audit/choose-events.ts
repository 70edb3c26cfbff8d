import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventReader } from '#event-store';
import type { AccrualQueries, History } from '#projections';
import type { Plan, SalesData } from '#rebates';
import { agreementStream, claimsStream, partnershipStream, salesStream, statedStream, statementStream } from '../streams.ts';

/**
 * The events that show one agreement and nothing of another: its own, the rates of its partnership, and the sales of
 * which a line counts, or waits to count, under any terms that were ever in force. Disputes and the matching of the two
 * sides' records are the partnership's, and are left to those who may read all of it.
 */

export type ChoiceParts = { readonly store: EventReader; readonly history: History; readonly accruals: AccrualQueries };
export type Choice = {
  readonly agreement: string;
  readonly partnership: string;
  readonly from?: string;
  readonly to?: string;
  /** Events that are known. */ readonly size: number;
};

const OF_PARTNERSHIP: ReadonlySet<string> = new Set(['PartnershipOpened', 'RatesRecorded']);
/** Others are served in between. */
const EVENTS_PER_TURN = 2_000;

/** Every way in which lines were measured for the agreement. */
const plansOf = (accruals: AccrualQueries, agreement: string, size: number): readonly Plan[] => {
  const plans = new Map<string, Plan>();
  for (let at = accruals.stateAt(agreement, size - 1); at !== undefined; at = accruals.stateAt(agreement, at.position - 1)) {
    const plan = accruals.inForceAt(agreement, at.position)?.plan;
    if (plan !== undefined) plans.set(plan.key, plan);
  }
  return [...plans.values()];
};

const isOwn = (stream: string, type: string, { agreement, partnership }: Choice): boolean =>
  stream === agreementStream(agreement) ||
  stream === claimsStream(agreement) ||
  stream === statedStream(agreement) ||
  stream.startsWith(statementStream(agreement, '')) ||
  (stream === partnershipStream(partnership) && OF_PARTNERSHIP.has(type));

const ownPositions = async ({ history }: ChoiceParts, choice: Choice): Promise<number[]> => {
  const positions: number[] = [];
  for (const { position, stream, type } of history.refs(choice.partnership, 0, choice.size - 1)) {
    if (isOwn(stream, type, choice)) positions.push(position);
    if (position % EVENTS_PER_TURN === 0) await nextTurn();
  }
  return positions;
};

/** What was recorded of one document, and which documents its returns are about. */
type Story = { readonly positions: number[]; counts: boolean; readonly about: Set<string> };

const keyOf = (stage: string, document: string): string => `${stage}\n${document}`;

const storiesOf = async (
  { store, history }: ChoiceParts,
  { partnership, from = '', to = '9999-12-31', size }: Choice,
  reporter: string,
  plans: readonly Plan[],
): Promise<ReadonlyMap<string, Story>> => {
  const stories = new Map<string, Story>();
  const stream = salesStream(partnership, reporter);
  const places = history.placesIn(partnership, stream, 0, size - 1);
  for await (const { data, revision } of store.readStream(stream, { from: 0 })) {
    const place = places.next();
    if (place.done === true) break;
    if (place.value.revision !== revision) throw new Error(`the event ${revision} of ${stream} has no place in the history`);
    const { stage, document, lines } = data as unknown as SalesData;
    const key = keyOf(stage, document);
    const story: Story = stories.get(key) ?? { positions: [], counts: false, about: new Set() };
    stories.set(key, story);
    story.positions.push(place.value.position);
    for (const line of lines) {
      if (line.returns !== undefined) story.about.add(keyOf(stage, line.returns.slice(0, line.returns.lastIndexOf('#'))));
      story.counts ||=
        line.date >= from && line.date <= to && plans.some((plan) => plan.measure(line, stage, document).kind !== 'not counted');
    }
  }
  return stories;
};

/** A return of a sale that is shown is shown, whatever its own day says: it may count on the day of the sale. */
const isShown = (stories: ReadonlyMap<string, Story>, { counts, about }: Story): boolean =>
  counts || [...about].some((key) => stories.get(key)?.counts === true);

/** Positions in ascending order. */
export const chosenPositions = async (parts: ChoiceParts, choice: Choice): Promise<readonly number[]> => {
  const plans = plansOf(parts.accruals, choice.agreement, choice.size);
  const positions = await ownPositions(parts, choice);
  for (const reporter of new Set(plans.map((plan) => plan.reporter))) {
    const stories = await storiesOf(
      parts,
      choice,
      reporter,
      plans.filter((plan) => plan.reporter === reporter),
    );
    for (const story of stories.values()) if (isShown(stories, story)) for (const position of story.positions) positions.push(position);
  }
  return positions.sort((a, b) => a - b);
};
