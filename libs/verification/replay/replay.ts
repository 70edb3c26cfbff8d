import type { Leaf } from '#audit';
import type { Rejection } from '#kernel';
import { type Agreement, type AgreementEvent, agreementInForce, type AgreementState, evolveAgreement, noAgreement, type PartnershipEvent, planOf, type RateRecord, RULES_VERSION, type Statement, toStatement } from '#rebates';
import { agreementClaim, endsMonth, type Known, knownThenClaim } from '../claims/figures.ts';
import { type Claims, CLAIMS_FORMAT, type KnownThenClaim } from '../claims/claims.ts';
import { verificationRefusal } from '../refusals.ts';
import { type EventKind, kindOf, whyNotEvent, whyNotInForce } from './check-event.ts';
import { isOfTheseRules, whyNotStatement } from './check-statement.ts';
import type { ProvenEvents } from './proven-events.ts';
import { MeasuredSums, SalesFold } from './sales-fold.ts';

/** An agreement while its history is folded. */
type Folded = { state: AgreementState; agreement: Agreement | undefined; measured: MeasuredSums | undefined; readonly knownThen: KnownThenClaim[]; /** The last one. */ statement: Statement | undefined };

/**
 * Folds the events of one partnership through the rules alone, with no store, view or clock, and recomputes what a
 * bundle of it claims. Takes each event once; where terms come into force that measure lines in a new way, the sales
 * recorded before are read again.
 */
export class Replay {
  readonly #partnership: string;
  readonly #events: ProvenEvents;
  readonly #agreements = new Map<string, Folded>();
  readonly #rates: RateRecord[] = [];
  readonly #sales: SalesFold;
  readonly #passedOver = new Map<string, number>();
  #last: Pick<Leaf, 'position' | 'recordedAt'> | undefined;
  #lines = 0;
  #statements = 0;

  /** @param events those taken so far, to be read again. */
  constructor(partnership: string, events: ProvenEvents) {
    this.#partnership = partnership;
    this.#events = events;
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
    if (this.#last?.recordedAt !== undefined && leaf.recordedAt !== undefined && endsMonth(this.#last.recordedAt, leaf.recordedAt)) this.#keepKnownThen(this.#last.position, this.#last.recordedAt);
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
    const agreements = [...this.#agreements].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, folded]) => {
      const known = this.#known(folded);
      return known === undefined ? [] : [agreementClaim(known, folded.knownThen)];
    });
    return { format: CLAIMS_FORMAT, rules: RULES_VERSION, partnership: this.#partnership, ...(this.#last === undefined ? {} : { knownAt: String(this.#last.position) }), agreements };
  }

  #fold(leaf: Leaf, kind: EventKind): Rejection | undefined {
    switch (kind) {
      case 'agreement':
        return this.#onAgreement(leaf, { type: leaf.type, data: leaf.data } as unknown as AgreementEvent);
      case 'partnership':
        this.#onPartnership({ type: leaf.type, data: leaf.data } as unknown as PartnershipEvent);
        return undefined;
      case 'sales':
        this.#lines += (leaf.data['lines'] as readonly unknown[]).length;
        return this.#sales.take(leaf, this.#measured());
      case 'statement':
        return this.#onStatement(leaf);
      case 'other':
        this.#passOver(leaf);
        return undefined;
      default:
        return kind satisfies never;
    }
  }

  #onPartnership({ type, data }: PartnershipEvent): void {
    if (type === 'RatesRecorded') this.#rates.push(...data.rates.map((rate) => ({ ...rate, table: data.table, to: data.to })));
  }

  #onAgreement(leaf: Leaf, event: AgreementEvent): Rejection | undefined {
    const id = event.data.agreement;
    const folded = this.#agreements.get(id) ?? { state: noAgreement, agreement: undefined, measured: undefined, knownThen: [], statement: undefined };
    this.#agreements.set(id, folded);
    const why = whyNotInForce(folded.state, event);
    if (why !== undefined) return why;
    folded.state = evolveAgreement(folded.state, event);
    folded.agreement = agreementInForce(folded.state);
    if (folded.agreement === undefined) return undefined;
    const plan = planOf(folded.agreement);
    if (folded.measured?.plan.key === plan.key) return undefined;
    folded.measured = new MeasuredSums(plan);
    return this.#readAgain(leaf.position, folded.measured);
  }

  #passOver({ type }: Leaf): void {
    this.#passedOver.set(type, (this.#passedOver.get(type) ?? 0) + 1);
  }

  /** A statement must say what the events before its position give, and go on from the one before it. */
  #onStatement(leaf: Leaf): Rejection | undefined {
    const statement = toStatement(leaf.data);
    const { agreement, number, previous, position } = statement;
    const folded = this.#agreements.get(agreement);
    const before = folded?.statement;
    const known = this.#knownAt(agreement, Number(position), leaf.position);
    const follows = number === String(Number(before?.number ?? '0') + 1) && previous?.number === before?.number && previous?.to === before?.period.to;
    if (folded === undefined || known === undefined || !follows) return verificationRefusal('STATEMENT_OUT_OF_ORDER', { number, agreement });
    folded.statement = statement;
    this.#statements += 1;
    if (isOfTheseRules(statement)) return whyNotStatement(statement, before, known);
    this.#passOver(leaf);
    return undefined;
  }

  /** An agreement as known at a position before this one: mostly the one just before, else folded again up to there. */
  #knownAt(agreement: string, position: number, now: number): Known | undefined {
    if (position >= now) return undefined;
    if (position === now - 1) return this.#known(this.#agreements.get(agreement));
    const earlier = new Replay(this.#partnership, this.#events);
    for (const leaf of this.#events.before(position + 1)) if (kindOf(leaf.type) !== 'statement') earlier.take(leaf);
    return earlier.#known(earlier.#agreements.get(agreement));
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

  #known(folded: Folded | undefined): Known | undefined {
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
