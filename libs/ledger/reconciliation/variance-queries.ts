import { type Day, formatFixed, formatScaled, parseDay, type Rejection, roundUnits, scaled, toDay } from '#kernel';
import {
  heldText,
  refuseVariance,
  storyOfVariance,
  varianceDecider,
  type VarianceEvent,
  type VarianceState,
  type VarianceStory,
} from '#rebates';
import { gapByDay, type Variance, type VarianceKind } from '#reconciliation';
import { compareTokens } from '#event-store';
import type { Answer } from '../ledger.ts';
import type { Missing } from '../notices/missing-notices.ts';
import { badDay, badRange, pageInvalid, tooManyDays } from '../rejections.ts';
import { reconciliationStream } from '../streams.ts';
import type {
  GapAnswer,
  KindTotal,
  MatchingRulesAnswer,
  Reconciling,
  SaidOfVariance,
  VarianceFilter,
  VariancesAnswer,
  VarianceStatus,
  VarianceSummary,
} from './answers.ts';
import type { MatchingBook } from './matching-book.ts';
import { type Place, placeIn, type ReconcilingParts } from './parts.ts';
import { eventOf, inForceOf, Records } from './records.ts';
import { partyOfSide } from './rules.ts';
import { heldOf } from './sales-lines.ts';

const MOST_ON_PAGE = 500;
const DEFAULT_ON_PAGE = 100;
const MOST_DAYS = 1_100;

type Query<Name extends 'variances' | 'variance' | 'rules' | 'gap'> = Parameters<Reconciling[Name]>[0];
const no = (...rejections: readonly Rejection[]): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});

/** A variance with what was said of it. */
export type Told = { readonly variance: Variance; readonly story: VarianceStory; readonly status: VarianceStatus };

const heldBy = ({ ours, theirs }: Variance) => ({
  supplier: ours === undefined ? undefined : heldOf(ours),
  customer: theirs === undefined ? undefined : heldOf(theirs),
});

const statusOf = ({ resolved, proposed }: VarianceStory): VarianceStatus => {
  if (resolved !== undefined) return 'resolved';
  return proposed.length > 0 ? 'proposed' : 'open';
};

const toldOf = (variance: Variance, state: VarianceState): Told => {
  const story = storyOfVariance(state, variance.id, heldText(heldBy(variance)));
  return { variance, story, status: statusOf(story) };
};

const isLetThrough =
  ({ kind, status, document, from, to }: VarianceFilter) =>
  ({ variance, status: own }: Told): boolean =>
    (kind === undefined || variance.kind === kind) &&
    (status === undefined ? own !== 'resolved' : own === status) &&
    (document === undefined ||
      [variance.ours, variance.theirs].some((line) => line?.key.document === document || line?.compared.document === document)) &&
    (from === undefined || variance.since.day >= from) &&
    (to === undefined || variance.since.day <= to);

const totalOf = (all: readonly Told[]): KindTotal => {
  const values = all.map(({ variance }) => scaled(variance.value));
  return {
    count: all.length,
    net: formatScaled(values.reduce((sum, value) => sum + value, 0n)),
    gross: formatScaled(values.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n)),
  };
};

const byKindOf = (all: readonly Told[]): VariancesAnswer['byKind'] => {
  const groups = new Map<VarianceKind, Told[]>();
  for (const told of all) groups.set(told.variance.kind, [...(groups.get(told.variance.kind) ?? []), told]);
  return Object.fromEntries([...groups].map(([kind, own]) => [kind, totalOf(own)]));
};

const saidOf = ({ accept, agreed, reason, party, person }: SaidOfVariance): SaidOfVariance => ({
  accept,
  ...(agreed === undefined ? {} : { agreed }),
  ...(reason === undefined ? {} : { reason }),
  party,
  person,
});

const badDays = (days: Readonly<Record<string, string | undefined>>): Rejection[] =>
  Object.entries(days).flatMap(([place, day]) => (day === undefined || parseDay(day) !== undefined ? [] : [badDay(place, day)]));

/** What stands between two records: listed, one by one, and by day. */
export class VarianceQueries {
  private readonly parts: ReconcilingParts;

  constructor(parts: ReconcilingParts) {
    this.parts = parts;
  }

  async variances(query: Query<'variances'>): Promise<Answer<VariancesAnswer>> {
    const wrong = badDays({ from: query.from, to: query.to, on: query.on });
    if (wrong.length > 0) return no(...wrong);
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    const skip = query.cursor === undefined ? 0 : Number(query.cursor);
    if (!Number.isSafeInteger(skip) || skip < 0) return no(pageInvalid(query.cursor ?? ''));
    const limit = Math.max(1, Math.min(MOST_ON_PAGE, query.limit ?? DEFAULT_ON_PAGE));
    const { book, told } = await this.told(place.value);
    const all = told.filter(isLetThrough(query));
    const items = await this.summaries(place.value, book, all.slice(skip, skip + limit), query.on);
    return {
      kind: 'answer',
      value: {
        partnership: query.partnership,
        knownAt: place.value.position,
        rules: book.agreed.version,
        comparedFrom: book.comparedFrom ?? null,
        total: totalOf(all),
        byKind: byKindOf(all),
        items,
        nextCursor: skip + limit < all.length ? String(skip + limit) : null,
      },
    };
  }

  async variance(query: Query<'variance'>): Promise<Answer<VarianceSummary>> {
    const wrong = badDays({ on: query.on });
    if (wrong.length > 0) return no(...wrong);
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    const { book, told } = await this.told(place.value);
    const found = told.find(({ variance }) => variance.id === query.variance);
    if (found === undefined)
      return no(
        refuseVariance(
          'VARIANCE_UNKNOWN',
          { variance: query.variance, partnership: query.partnership },
          { place: 'variance', value: query.variance },
        ),
      );
    const [summary] = await this.summaries(place.value, book, [found], query.on);
    if (summary === undefined) throw new Error('one variance has one summary');
    return { kind: 'answer', value: summary };
  }

  async rules(query: Query<'rules'>): Promise<Answer<MatchingRulesAnswer>> {
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    const { tolerances, stages, prefix, units, products, documents, version } = await this.parts.books.agreedAt(
      query.partnership,
      place.value.position,
    );
    const words = (list: ReadonlyMap<string, string>) => [...list].map(([theirs, ours]) => ({ theirs, ours }));
    return {
      kind: 'answer',
      value: {
        partnership: query.partnership,
        knownAt: place.value.position,
        version,
        tolerances,
        stages,
        prefix,
        units,
        products: words(products),
        documents: words(documents),
      },
    };
  }

  async gap({ from, to, ...query }: Query<'gap'>): Promise<Answer<GapAnswer>> {
    const wrong = badDays({ from, to });
    if (wrong.length > 0) return no(...wrong);
    if (from > to) return no(badRange(from, to));
    if (toDay(to) - toDay(from) >= MOST_DAYS) return no(tooManyDays(toDay(to) - toDay(from) + 1, MOST_DAYS));
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    const { book, told } = await this.told(place.value);
    const open = told.filter(({ status }) => status !== 'resolved').map(({ variance }) => variance);
    return {
      kind: 'answer',
      value: {
        partnership: query.partnership,
        knownAt: place.value.position,
        comparedFrom: book.comparedFrom ?? null,
        days: gapByDay(open, from, to),
      },
    };
  }

  /** Every variance as known at a place, with what was said of it by then. */
  async told({ partnership, position, token }: Place): Promise<{ readonly book: MatchingBook; readonly told: readonly Told[] }> {
    const state = await this.storiesAt(partnership, token);
    const book = await this.parts.books.at(partnership, position);
    return { book, told: book.variances().map((variance) => toldOf(variance, state)) };
  }

  /** Lines that one side lacks as known at a position, and that nobody settled. */
  async missingAt(partnership: string, position: number): Promise<readonly Missing[]> {
    const place = await placeIn(this.parts, { partnership, knownAt: { position } });
    if (!place.ok) return [];
    return (await this.told(place.value)).told.flatMap(({ variance: { id, kind, on, ours, theirs, since }, status }) => {
      const line = ours ?? theirs;
      return kind === 'missing' && status !== 'resolved' && on !== undefined && line !== undefined
        ? [{ variance: id, document: line.key.document, date: line.date, position: since.position, side: partyOfSide(on) }]
        : [];
    });
  }

  private async storiesAt(partnership: string, token: string): Promise<VarianceState> {
    let state = varianceDecider.initial;
    for await (const event of this.parts.store.readStream(reconciliationStream(partnership))) {
      if (compareTokens(event.token, token) > 0) break;
      state = varianceDecider.evolve(state, { type: event.type, data: event.data } as unknown as VarianceEvent);
    }
    return state;
  }

  private async summaries(
    { partnership, position }: Place,
    book: MatchingBook,
    page: readonly Told[],
    on: string | undefined,
  ): Promise<VarianceSummary[]> {
    const records = new Records(this.parts.documents, partnership, book.agreed, {
      supplier: book.headOf('supplier'),
      customer: book.headOf('customer'),
    });
    const agreements = inForceOf(this.parts.history, this.parts.accruals, partnership, position);
    const rebateOf = async (variance: Variance): Promise<VarianceSummary['rebate']> => {
      const rebate: VarianceSummary['rebate'][number][] = [];
      for (const { inForce, counts } of agreements) {
        if (counts === undefined) continue;
        const event = eventOf(await records.seenFrom(counts, variance));
        const day: Day = toDay(on ?? inForce.agreement.terms.to);
        const change = event === undefined ? undefined : await this.parts.accruals.wouldChange(inForce, { position, on: day }, [event]);
        const { rounding, terms } = inForce.agreement;
        rebate.push({
          agreement: terms.id,
          currency: terms.currency,
          counts,
          on: on ?? terms.to,
          change: change === undefined ? formatFixed(0n, rounding.decimals) : formatFixed(roundUnits(change, rounding), rounding.decimals),
        });
      }
      return rebate;
    };
    const all: VarianceSummary[] = [];
    for (const told of page) all.push(summaryOf(told, await rebateOf(told.variance)));
    return all;
  }
}

const summaryOf = ({ variance, story, status }: Told, rebate: VarianceSummary['rebate']): VarianceSummary => {
  const { id, kind, on, ours, theirs, quantity, value, since, until } = variance;
  const { resolved } = story;
  // Where it changes nothing of what was held, a resolution has no corrections and waits for none.
  const pending = resolved !== undefined && resolved.corrections.length > 0;
  return {
    variance: id,
    kind,
    ...(on === undefined ? {} : { side: partyOfSide(on) }),
    ...(ours === undefined ? {} : { supplier: { ...heldOf(ours), position: ours.position } }),
    ...(theirs === undefined ? {} : { customer: { ...heldOf(theirs), position: theirs.position } }),
    quantity,
    value,
    since,
    ...(until === undefined ? {} : { until }),
    status,
    proposed: story.proposed.map(saidOf),
    resolution: resolved === undefined ? null : { ...saidOf(resolved), pending },
    rebate,
  };
};
