import type { Leaf, LeafObject } from '#audit';
import { formatDay, toDay } from '#kernel';
import { type AgreementCommand, agreementDecider, type AgreementState, decideSales, foldSales, type FoldedDocument, NO_DOCUMENT, noAgreement, type PartnershipCommand, partnershipDecider, type PartnershipState, type SalesDocument } from '#rebates';

const DAY_MINUTES = 24 * 60;
const twoDigits = (value: number): string => String(value).padStart(2, '0');
const timeAfter = (minutes: number): string =>
  `${formatDay(toDay('2026-01-01') + Math.floor(minutes / DAY_MINUTES))}T${twoDigits(Math.floor((minutes % DAY_MINUTES) / 60))}:${twoDigits(minutes % 60)}:00.000Z`;

/** A ledger of one partnership in memory: decisions of the real deciders, recorded in the order in which they are made. */
export class Recorder {
  readonly leaves: Leaf[] = [];
  readonly partnership: string;
  readonly documents: SalesDocument[] = [];
  #minutes = 0;
  readonly #revisions = new Map<string, number>();
  readonly #agreements = new Map<string, AgreementState>();
  readonly #known = new Map<string, FoldedDocument>();
  #state: PartnershipState = partnershipDecider.initial;

  constructor(supplier: string, customer: string) {
    this.partnership = `${supplier}~${customer}`;
    this.decide({ kind: 'OpenPartnership', supplier, customer });
  }

  /** Time goes on. */
  wait(minutes: number): void {
    this.#minutes += minutes;
  }

  decide(command: PartnershipCommand): void {
    const decision = partnershipDecider.decide(command, this.#state);
    if (decision.kind === 'rejected') return;
    for (const event of decision.events) {
      this.#state = partnershipDecider.evolve(this.#state, event);
      this.#record(`partnership-${this.partnership}`, event);
    }
  }

  /** Whether it was carried out. */
  agree(agreement: string, command: AgreementCommand): boolean {
    const state = this.stateOf(agreement);
    const decision = agreementDecider.decide(command, state);
    if (decision.kind === 'rejected') return false;
    for (const event of decision.events) {
      this.#agreements.set(agreement, agreementDecider.evolve(this.stateOf(agreement), event));
      this.#record(`agreement-${agreement}`, event);
    }
    return decision.events.length > 0;
  }

  stateOf(agreement: string): AgreementState {
    return this.#agreements.get(agreement) ?? noAgreement;
  }

  /** Both sides sign what is open. */
  sign(agreement: string): void {
    const state = this.stateOf(agreement);
    const version = state.status === 'none' ? 0 : (state.openProposal?.version ?? 0);
    for (const party of ['supplier', 'customer'] as const) this.agree(agreement, { kind: 'SignAgreement', agreement, version, party, person: `p-${party}` });
  }

  sell(document: SalesDocument): void {
    const key = `${document.reporter}\n${document.stage}\n${document.document}`;
    const known = this.#known.get(key) ?? NO_DOCUMENT;
    const decision = decideSales({ partnership: this.partnership, document }, known.known);
    if (decision.kind === 'rejected') return;
    this.documents.push(document);
    for (const event of decision.events) {
      this.#known.set(key, foldSales(this.#known.get(key) ?? NO_DOCUMENT, event));
      this.#record(`sales-${this.partnership}.${document.reporter}`, event);
    }
  }

  #record(stream: string, event: { readonly type: string; readonly data: unknown }): void {
    const position = this.leaves.length;
    const revision = this.#revisions.get(stream) ?? 0;
    this.#revisions.set(stream, revision + 1);
    this.#minutes += 1;
    const minute = this.#minutes;
    const recordedAt = timeAfter(minute);
    this.leaves.push({
      id: `0190${position.toString(16).padStart(4, '0')}-0000-8000-a000-${minute.toString(16).padStart(12, '0')}`,
      stream, revision, position, type: event.type, recordedAt,
      // What is stored is what JSON holds.
      data: JSON.parse(JSON.stringify(event.data)) as LeafObject,
      metadata: { actor: 'u-1', partnershipId: this.partnership, schema: 1 },
    });
  }
}
