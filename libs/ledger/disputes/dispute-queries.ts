import { compareTokens } from '#event-store';
import { isId, type Rejection } from '#kernel';
import { type DisputeList, isProjectionError } from '#projections';
import { type DisputeEvent, disputeDecider, type DisputeState, type KnownDispute, refuseDispute } from '#rebates';
import type { Answer, Paged } from '../asking.ts';
import { notInForce, pageInvalid } from '../rejections.ts';
import { type Place, placeIn, type ReconcilingParts } from '../reconciliation/parts.ts';
import { sidesOf } from '../reconciliation/sides.ts';
import type { VarianceQueries } from '../reconciliation/variance-queries.ts';
import { disputeStream } from '../streams.ts';
import type { DisputeAnswer, DisputeSummary, Disputing, EvidenceFile, Parting } from './answers.ts';
import { type CaseFile, caseFile } from './case-file.ts';
import type { EvidenceFiles } from './evidence-files.ts';
import { partingsOf } from './partings.ts';
import { timelineOf } from './timeline.ts';

export type DisputeParts = ReconcilingParts & { readonly disputes: DisputeList; readonly files: EvidenceFiles };
const no = (...rejections: readonly Rejection[]): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});

export const disputeUnknown = (partnership: string, dispute: string): Rejection =>
  refuseDispute('DISPUTE_UNKNOWN', { dispute, partnership }, { place: 'dispute', value: dispute });

type Told = { readonly state: KnownDispute; readonly openedAt: string; readonly endedAt: string | null };

const summaryOf = ({ state, openedAt, endedAt }: Told): DisputeSummary => {
  const { opened, status, figures, waitsFor, answerBy, escalatedTo, ended } = state;
  return {
    dispute: opened.dispute,
    agreement: opened.agreement,
    status,
    openedAt,
    endedAt,
    openedBy: opened.party,
    subject: opened.subject,
    about: { on: opened.about.on, knownAt: Number(opened.about.knownAt) },
    figures,
    waitsFor,
    answerBy,
    escalatedTo,
    outcome: ended?.outcome ?? null,
  };
};

/** Disputes as both sides read them. */
export class DisputeQueries {
  private readonly parts: DisputeParts;
  private readonly variances: VarianceQueries;

  constructor(parts: DisputeParts, variances: VarianceQueries) {
    this.parts = parts;
    this.variances = variances;
  }

  async disputes(query: Parameters<Disputing['disputes']>[0]): Promise<Answer<Paged<DisputeSummary>>> {
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    try {
      const page = this.parts.disputes.disputes(query);
      const items: DisputeSummary[] = [];
      for (const { dispute } of page.items) {
        const told = await this.told(query.partnership, dispute);
        if (told !== undefined) items.push(summaryOf(told));
      }
      return { kind: 'answer', value: { items, nextCursor: page.nextCursor } };
    } catch (error) {
      if (isProjectionError(error) && error.code === 'BAD_CURSOR') return no(pageInvalid(query.cursor ?? ''));
      throw error;
    }
  }

  async dispute(query: Parameters<Disputing['dispute']>[0]): Promise<Answer<DisputeAnswer>> {
    const place = await placeIn(this.parts, query);
    if (!place.ok) return no(...place.rejections);
    const told = await this.told(query.partnership, query.dispute, place.value.token);
    if (told === undefined) return no(disputeUnknown(query.partnership, query.dispute));
    const { state } = told;
    const file = await caseFile(this.parts, this.variances, place.value, state);
    if (file === undefined) return no(notInForce(state.opened.agreement));
    const partings = await this.partings(place.value, query.dispute, file);
    const { supplier, customer, difference } = await sidesOf(this.parts, {
      inForce: file.inForce,
      position: place.value.position,
      on: file.figures.on,
    });
    const { ended, opened } = state;
    return {
      kind: 'answer',
      value: {
        ...summaryOf(told),
        partnership: query.partnership,
        currency: file.inForce.agreement.terms.currency,
        text: opened.text,
        openedByPerson: opened.person,
        proposals: state.proposals,
        evidence: state.evidence,
        ended:
          ended === null
            ? null
            : { outcome: ended.outcome, reason: ended.reason, party: ended.party, person: ended.person, corrections: ended.corrections },
        now: { supplier, customer, difference, knownAt: place.value.position },
        parting: partings[0] ?? null,
        partings,
        timeline: await timelineOf(file, partings),
      },
    };
  }

  /** Where they part now; of a dispute that has ended, where they parted until then. */
  private async partings(place: Place, dispute: string, file: CaseFile): Promise<readonly Parting[]> {
    if (file.dispute.status !== 'ended') return partingsOf(file);
    const { partnership } = place;
    let until: Place = place;
    for await (const { type, token } of this.parts.store.readStream(disputeStream(dispute))) {
      const position = type === 'DisputeEnded' ? this.parts.history.positionOfToken(partnership, token) : undefined;
      if (position === undefined) continue;
      for (const ref of this.parts.history.refs(partnership, position - 1, position - 1))
        until = { partnership, position: ref.position, token: ref.token };
    }
    const told = await this.told(partnership, dispute, until.token);
    const before = told === undefined ? undefined : await caseFile(this.parts, this.variances, until, told.state);
    return before === undefined ? [] : partingsOf(before);
  }

  async evidence({ partnership, dispute, sha256 }: Parameters<Disputing['evidence']>[0]): Promise<Answer<EvidenceFile>> {
    const told = await this.told(partnership, dispute);
    if (told === undefined) return no(disputeUnknown(partnership, dispute));
    const known = told.state.evidence.find((one) => one.sha256 === sha256);
    if (known === undefined) return no(refuseDispute('EVIDENCE_UNKNOWN', { dispute, sha256 }, { place: 'sha256', value: sha256 }));
    const bytes = this.parts.files.read(sha256);
    return bytes === undefined
      ? no(refuseDispute('EVIDENCE_LOST', { sha256 }))
      : { kind: 'answer', value: { name: known.name, sha256, bytes } };
  }

  /** From its own stream; undefined where it is not one of this partnership. */
  async told(partnership: string, dispute: string, until?: string): Promise<Told | undefined> {
    if (!isId(dispute)) return undefined;
    let state: DisputeState = disputeDecider.initial;
    let [openedAt, endedAt]: [string, string | null] = ['', null];
    for await (const { type, data, token, recordedAt } of this.parts.store.readStream(disputeStream(dispute))) {
      if (until !== undefined && compareTokens(token, until) > 0) break;
      state = disputeDecider.evolve(state, { type, data } as unknown as DisputeEvent);
      if (type === 'DisputeOpened') openedAt = recordedAt;
      if (type === 'DisputeEnded') endedAt = recordedAt;
    }
    return state.status !== 'none' && state.opened.partnership === partnership ? { state, openedAt, endedAt } : undefined;
  }
}
