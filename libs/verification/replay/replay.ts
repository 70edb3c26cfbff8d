import { type HashFunction, type Leaf, toHex, utf8 } from '#audit';
import { formatDay, type Rejection, toDay } from '#kernel';
import {
  type Agreement,
  type AgreementEvent,
  agreementInForce,
  type AgreementState,
  type BridgeChange,
  causeOfTerms,
  type ClaimEvent,
  claimsDecider,
  type ClaimsState,
  evolveAgreement,
  isInForce,
  isOtherVersion,
  type MeasuredChange,
  noAgreement,
  type PartnershipEvent,
  planOf,
  type RateRecord,
  RULES_VERSION,
  type Statement,
  type Sums,
  toStatement,
} from '#rebates';
import { agreementClaim, endsMonth, type Known, knownThenClaim } from '../claims/figures.ts';
import { type Claims, CLAIMS_FORMAT, type KnownThenClaim } from '../claims/claims.ts';
import { verificationRefusal } from '../refusals.ts';
import { type ClaimBasis, whyNotClaim } from './check-claim.ts';
import { type EventKind, kindOf, whyNotEvent, whyNotInForce } from './check-event.ts';
import { isOfTheseRules, type StatementBasis, whyNotStatement } from './check-statement.ts';
import type { ProvenEvents } from './proven-events.ts';
import { LineBook } from './line-book.ts';
import { MeasuredSums, SalesFold } from './sales-fold.ts';
import { TrueUpWalk } from './true-up-walk.ts';

/** An agreement while its history is folded. */
type Folded = {
  state: AgreementState;
  agreement: Agreement | undefined;
  measured: MeasuredSums | undefined;
  readonly knownThen: KnownThenClaim[];
  /** The last one. */
  statement: Statement | undefined;
  /** What is learned since then, for the next one; undefined where that has to be walked from its place. */
  walk: TrueUpWalk | undefined;
  readonly lines: LineBook;
  claims: ClaimsState;
};
type Basis = Known & { readonly sums: Sums };

/** Events that may have been recorded between the figures that a decision took and its own recording: those of an import in pieces. */
const MOST_BETWEEN = 2_000;

/**
 * Folds the events of one partnership through the rules alone, with no store, view or clock, and recomputes what a
 * bundle of it claims. Takes each event once; where terms come into force that measure lines in a new way, the sales
 * recorded before are read again.
 */
export class Replay {
  readonly #partnership: string;
  readonly #events: ProvenEvents;
  readonly #hash: HashFunction;
  readonly #agreements = new Map<string, Folded>();
  readonly #rates: RateRecord[] = [];
  readonly #sales: SalesFold;
  readonly #passedOver = new Map<string, number>();
  #last: Pick<Leaf, 'position' | 'recordedAt'> | undefined;
  #lines = 0;
  #statements = 0;

  /**
   * @param events those taken so far, to be read again.
   * @param hash SHA-256.
   */
  constructor(partnership: string, events: ProvenEvents, hash: HashFunction) {
    this.#partnership = partnership;
    this.#events = events;
    this.#hash = hash;
    this.#sales = new SalesFold(events.at);
  }

  get lines(): number {
    return this.#lines;
  }

  get statements(): number {
    return this.#statements;
  }

  /** Events of types that take part in no figure that is claimed, by type. */
  get passedOver(): ReadonlyMap<string, number> {
    return this.#passedOver;
  }

  /** Why the event cannot stand in a history of these rules. Requires the events in their order. */
  take(leaf: Leaf): Rejection | undefined {
    if (this.#last?.recordedAt !== undefined && leaf.recordedAt !== undefined && endsMonth(this.#last.recordedAt, leaf.recordedAt))
      this.#keepKnownThen(this.#last.position, this.#last.recordedAt);
    this.#last = leaf;
    const kind = kindOf(leaf.type);
    const why = whyNotEvent(leaf, kind, this.#partnership);
    if (why !== undefined) return why;
    try {
      return this.#fold(leaf, kind);
    } catch (error) {
      // The rules throw on what no decision of theirs could have recorded.
      return verificationRefusal('EVENT_NOT_UNDERSTOOD', { type: leaf.type, why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** What a bundle at this point of the history must claim. */
  claims(): Claims {
    const agreements = [...this.#agreements]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, folded]) => {
        const known = this.#known(folded);
        return known === undefined ? [] : [agreementClaim(known, folded.knownThen)];
      });
    return {
      format: CLAIMS_FORMAT,
      rules: RULES_VERSION,
      partnership: this.#partnership,
      ...(this.#last === undefined ? {} : { knownAt: String(this.#last.position) }),
      agreements,
    };
  }

  #fold(leaf: Leaf, kind: EventKind): Rejection | undefined {
    switch (kind) {
      case 'agreement':
        return this.#onAgreement(leaf, { type: leaf.type, data: leaf.data } as unknown as AgreementEvent);
      case 'partnership':
        this.#onPartnership(leaf.position, { type: leaf.type, data: leaf.data } as unknown as PartnershipEvent);
        return undefined;
      case 'sales':
        this.#lines += (leaf.data['lines'] as readonly unknown[]).length;
        return this.#sales.take(leaf, this.#measured());
      case 'statement':
        return this.#onStatement(leaf);
      case 'claims':
        return this.#onClaim(leaf, { type: leaf.type, data: leaf.data } as unknown as ClaimEvent);
      case 'other':
        this.#passOver(leaf);
        return undefined;
      default:
        return kind satisfies never;
    }
  }

  #onPartnership(position: number, { type, data }: PartnershipEvent): void {
    if (type !== 'RatesRecorded') return;
    this.#rates.push(...data.rates.map((rate) => ({ ...rate, table: data.table, to: data.to })));
    for (const folded of this.#agreements.values()) {
      folded.lines.turn();
      const known = folded.walk === undefined ? undefined : this.#known(folded);
      if (known?.agreement.terms.exchange !== undefined) folded.walk?.terms(position, known.agreement, 'exchange rate');
    }
  }

  #onAgreement(leaf: Leaf, event: AgreementEvent): Rejection | undefined {
    const id = event.data.agreement;
    const folded = this.#agreements.get(id) ?? {
      state: noAgreement,
      agreement: undefined,
      measured: undefined,
      knownThen: [],
      statement: undefined,
      walk: undefined,
      lines: new LineBook(),
      claims: claimsDecider.initial,
    };
    this.#agreements.set(id, folded);
    const why = whyNotInForce(folded.state, event);
    if (why !== undefined) return why;
    const before = folded.state;
    folded.state = evolveAgreement(before, event);
    folded.agreement = agreementInForce(folded.state);
    if (folded.agreement === undefined) return undefined;
    const plan = planOf(folded.agreement);
    const isMeasuredAnew = folded.measured?.plan.key !== plan.key;
    if (isMeasuredAnew) {
      const measured = new MeasuredSums(plan);
      const wrong = this.#readAgain(leaf.position, measured);
      if (wrong !== undefined) return wrong;
      measured.onMeasured = (change) => {
        folded.walk?.line(change);
        folded.lines.take(change);
      };
      folded.measured = measured;
      folded.lines.forget();
    }
    folded.lines.turn();
    this.#turn(leaf.position, folded, before, isMeasuredAnew);
    return undefined;
  }

  /** Other terms in force are a step of their own on the way to the next statement. */
  #turn(position: number, folded: Folded, before: AgreementState, isMeasuredAnew: boolean): void {
    const { state: after, walk } = folded;
    const known = walk === undefined ? undefined : this.#known(folded);
    if (known === undefined || !isInForce(before) || !isInForce(after) || !isOtherVersion(before, after)) return;
    walk?.terms(position, known.agreement, causeOfTerms({ before, after }), isMeasuredAnew ? known.sums.copy() : undefined);
  }

  #passOver({ type }: Leaf): void {
    this.#passedOver.set(type, (this.#passedOver.get(type) ?? 0) + 1);
  }

  /** A statement must say what the events before its position give, and go on from the one before it. */
  #onStatement(leaf: Leaf): Rejection | undefined {
    const statement = toStatement(leaf.data);
    const { agreement, number, period, previous, position } = statement;
    const folded = this.#agreements.get(agreement);
    const before = folded?.statement;
    const known = this.#knownAt(agreement, Number(position), leaf.position);
    const begins = before === undefined ? known?.agreement.terms.from : formatDay(toDay(before.period.to) + 1);
    const follows =
      number === String(Number(before?.number ?? '0') + 1) &&
      previous?.number === before?.number &&
      previous?.to === before?.period.to &&
      previous?.position === before?.position &&
      period.from === begins;
    if (folded === undefined || known === undefined || !follows)
      return verificationRefusal('STATEMENT_OUT_OF_ORDER', { number, agreement });
    const isOurs = isOfTheseRules(statement);
    const trueUps = isOurs && before !== undefined ? this.#trueUps(folded, before, Number(position), leaf.position) : [];
    folded.statement = statement;
    folded.walk = Number(position) === leaf.position - 1 ? this.#walkFrom(statement, folded) : undefined;
    this.#statements += 1;
    if (isOurs)
      return whyNotStatement(statement, before, { ...known, partnership: this.#partnership, trueUps }, (text) =>
        toHex(this.#hash(utf8(text))),
      );
    this.#passOver(leaf);
    return undefined;
  }

  /** What was learned between two statements: mostly walked on the way here, else once more from the first of them. */
  #trueUps(folded: Folded, previous: Statement, position: number, now: number): readonly BridgeChange[] {
    if (folded.walk !== undefined && position === now - 1) return folded.walk.changes();
    const earlier = this.#anew();
    let walked: Folded | undefined;
    for (const leaf of this.#events.before(position + 1)) {
      earlier.#takeDecided(leaf);
      if (leaf.position !== Number(previous.position)) continue;
      walked = earlier.#agreements.get(previous.agreement);
      if (walked !== undefined) walked.walk = earlier.#walkFrom(previous, walked);
    }
    return walked?.walk?.changes() ?? [];
  }

  #walkFrom(statement: Statement, folded: Folded): TrueUpWalk | undefined {
    const known = this.#known(folded);
    return known === undefined ? undefined : new TrueUpWalk(statement, { agreement: known.agreement, sums: known.sums.copy() });
  }

  /** An agreement as known at a position before this one: mostly the one just before, else folded again up to there. */
  #knownAt(agreement: string, position: number, now: number): Omit<StatementBasis, 'partnership' | 'trueUps'> | undefined {
    if (position >= now) return undefined;
    if (position === now - 1) return this.#basisOf(agreement);
    const earlier = this.#anew();
    for (const leaf of this.#events.before(position + 1)) earlier.#takeDecided(leaf);
    return earlier.#basisOf(agreement);
  }

  #basisOf(agreement: string): Omit<StatementBasis, 'partnership' | 'trueUps'> | undefined {
    const folded = this.#agreements.get(agreement);
    const known = this.#known(folded);
    return folded === undefined || known === undefined ? undefined : { ...known, claims: folded.claims };
  }

  #anew(): Replay {
    return new Replay(this.#partnership, this.#events, this.#hash);
  }

  /** An event that was judged before: it is folded, and judged no more. */
  #takeDecided(leaf: Leaf): void {
    const kind = kindOf(leaf.type);
    if (kind === 'claims') this.#recordClaim({ type: leaf.type, data: leaf.data } as unknown as ClaimEvent);
    else if (kind !== 'statement') this.#fold(leaf, kind);
  }

  /** What is claimed, settled or waived must be what the rules decide from what was known: just before, or while it was decided. */
  #onClaim(leaf: Leaf, event: ClaimEvent): Rejection | undefined {
    const id = event.data.agreement;
    const claims = this.#agreements.get(id)?.claims ?? claimsDecider.initial;
    const why = whyNotClaim(event, claims, this.#claimBasis(id, leaf.position), leaf);
    if (why !== undefined && !this.#heldWhileDecided(leaf, event, claims)) return why;
    this.#recordClaim(event);
    return undefined;
  }

  #recordClaim(event: ClaimEvent): void {
    const folded = this.#agreements.get(event.data.agreement);
    if (folded !== undefined) folded.claims = claimsDecider.evolve(folded.claims, event);
  }

  #heldWhileDecided(leaf: Leaf, event: ClaimEvent, claims: ClaimsState): boolean {
    const earlier = this.#anew();
    for (const before of this.#events.before(leaf.position)) {
      earlier.#takeDecided(before);
      if (before.position < leaf.position - MOST_BETWEEN || kindOf(before.type) === 'other') continue;
      if (whyNotClaim(event, claims, earlier.#claimBasis(event.data.agreement, before.position + 1), leaf) === undefined) return true;
    }
    return false;
  }

  /** What is known of an agreement before a position, which is the next one. */
  #claimBasis(agreement: string, position: number): ClaimBasis | undefined {
    const folded = this.#agreements.get(agreement);
    const known = this.#known(folded);
    const plan = folded?.measured?.plan;
    if (folded === undefined || known === undefined || plan === undefined) return undefined;
    const { lines } = folded;
    const read = (take: (change: MeasuredChange) => void): void => {
      this.#readAgain(position, new MeasuredSums(plan, take));
    };
    return { ...known, linesEarned: (asked, named) => lines.earned(known, asked, named, read) };
  }

  /** Measures the sales recorded before a position, which are not kept. */
  #readAgain(position: number, measured: MeasuredSums): Rejection | undefined {
    const sales = new SalesFold(this.#events.at);
    for (const leaf of this.#events.before(position)) {
      const why = kindOf(leaf.type) === 'sales' ? sales.take(leaf, [measured]) : undefined;
      if (why !== undefined) return why;
    }
    return undefined;
  }

  *#measured(): Generator<MeasuredSums> {
    for (const { measured } of this.#agreements.values()) if (measured !== undefined) yield measured;
  }

  #known(folded: Folded | undefined): Basis | undefined {
    if (folded === undefined) return undefined;
    const { state, agreement, measured } = folded;
    if (agreement === undefined || measured === undefined || state.status === 'none') return undefined;
    // Rates become known by themselves, and are read with the sums.
    const converting = agreement.terms.exchange === undefined ? agreement : (agreementInForce(state, this.#rates) ?? agreement);
    return { agreement: converting, version: state.version, sums: measured.sums };
  }

  #keepKnownThen(position: number, recordedAt: string): void {
    for (const folded of this.#agreements.values()) {
      const known = this.#known(folded);
      if (known !== undefined) folded.knownThen.push(knownThenClaim(known, position, recordedAt));
    }
  }
}
