import { sha256 } from '@noble/hashes/sha2.js';
import { type Leaf, type LeafObject, toHex, utf8 } from '#audit';
import { formatDay, toDay } from '#kernel';
import {
  type ClaimCommand,
  claimFacts,
  claimsDecider,
  type ClaimsState,
  claimStanding,
  earnedLines,
  figuresOf,
  foldedLines,
  statementInputs,
  statementOf,
  type AgreementCommand,
  agreementDecider,
  type AgreementState,
  decideSales,
  foldSales,
  type FoldedDocument,
  NO_DOCUMENT,
  noAgreement,
  type PartnershipCommand,
  partnershipDecider,
  type PartnershipState,
  type SalesDocument,
  toStatement,
} from '#rebates';

import { knownWith, trueUpsSince } from './known.ts';

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
  readonly #claims = new Map<string, ClaimsState>();
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
    for (const party of ['supplier', 'customer'] as const)
      this.agree(agreement, { kind: 'SignAgreement', agreement, version, party, person: `p-${party}` });
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

  /** The day on which the next event is recorded. */
  get today(): string {
    return timeAfter(this.#minutes + 1).slice(0, 'YYYY-MM-DD'.length);
  }

  claimsOf(agreement: string): ClaimsState {
    return this.#claims.get(agreement) ?? claimsDecider.initial;
  }

  /** Whether it was carried out. */
  claim(command: ClaimCommand): boolean {
    const { agreement: id } = command;
    const known = this.#earnedOf(id);
    if (known === undefined) return false;
    const state = this.claimsOf(id);
    const linesEarned = ({ programme, day }: { readonly programme: string; readonly day: string }) =>
      Object.fromEntries(
        earnedLines(known.agreement, known.sums, foldedLines(known.changes), { programme, on: toDay(day) }).map(
          ({ document, line, amount }) => [`${document}#${line.line}`, amount],
        ),
      );
    const decision = claimsDecider.decide(
      { ...command, facts: claimFacts({ ...known, command, state, today: this.today, linesEarned }) },
      state,
    );
    if (decision.kind === 'rejected') return false;
    for (const event of decision.events) {
      this.#claims.set(id, claimsDecider.evolve(this.claimsOf(id), event));
      this.#record(`claims-${id}`, event);
    }
    return true;
  }

  /** The next statement of an agreement, through a day that is over. */
  close(id: string, through: string): boolean {
    const known = this.#earnedOf(id);
    if (known === undefined || through >= this.today) return false;
    const { agreement, sums } = known;
    const last = this.leaves.findLast(({ type, data }) => type === 'StatementIssued' && data['agreement'] === id);
    const previous = last === undefined ? undefined : toStatement(last.data);
    const period = { from: previous === undefined ? toDay(agreement.terms.from) : toDay(previous.period.to) + 1, to: toDay(through) };
    if (period.to < period.from) return false;
    const [position, standings] = [this.leaves.length - 1, claimStanding(this.claimsOf(id), period.to)];
    const inputs = toHex(sha256(utf8(statementInputs({ agreement, sums, period, position, previous, standings }))));
    const trueUps = previous === undefined ? [] : trueUpsSince(this.leaves, previous);
    const data = statementOf({
      agreement,
      partnership: this.partnership,
      period,
      position,
      previous,
      end: figuresOf(known, period.to),
      before: figuresOf(known, period.from - 1),
      trueUps,
      standings,
      inputs,
    });
    this.#record(`statement-${id}.${data.period.to}`, { type: 'StatementIssued', data });
    return true;
  }

  #earnedOf(id: string): ReturnType<typeof knownWith> {
    return knownWith(this.leaves, id);
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
      stream,
      revision,
      position,
      type: event.type,
      recordedAt,
      // What is stored is what JSON holds.
      data: JSON.parse(JSON.stringify(event.data)) as LeafObject,
      metadata: { actor: 'u-1', partnershipId: this.partnership, schema: 1 },
    });
  }
}
