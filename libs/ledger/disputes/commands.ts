import { formatDay, isId, parseDay, partiesOf, type Rejection, toDay } from '#kernel';
import {
  type DisputeCommand,
  disputeDecider,
  type DisputeEvent,
  type DisputeState,
  type DisputeSubject,
  type HeldFigures,
  type KnownDispute,
  parseAccountingPeriod,
  type Party,
  refuseDispute,
  reporterOf,
  type SalesDocument,
  type Statement,
  statementDecider,
} from '#rebates';
import { checkDocument } from '../check-document.ts';
import { decideOnStream, foldStream, wrongCommandId } from '../execute.ts';
import type { CommandContext, Executed } from '../ledger.ts';
import { agreementUnknown, badDay, notInForce } from '../rejections.ts';
import { carryOut } from '../reconciliation/carry-out.ts';
import { correctionsOf } from '../reconciliation/corrections.ts';
import { type Place, placeIn } from '../reconciliation/parts.ts';
import { Records } from '../reconciliation/records.ts';
import { otherThan } from '../reconciliation/rules.ts';
import type { VarianceQueries } from '../reconciliation/variance-queries.ts';
import { customerReadAs } from '../reconciliation/words-of-sides.ts';
import { claimsStream, disputeStream, statementStream } from '../streams.ts';
import type { DisputeRequest, Disputing } from './answers.ts';
import { caseFile } from './case-file.ts';
import { type DisputeParts, type DisputeQueries, disputeUnknown } from './dispute-queries.ts';
import { Figures } from './figures.ts';

type RequestOf<Kind extends DisputeRequest['kind']> = Extract<DisputeRequest, { kind: Kind }>;
type Refused = Extract<Executed, { kind: 'rejected' }>;

const KINDS: ReadonlySet<string> = new Set<DisputeRequest['kind']>([
  'OpenDispute',
  'CommentDispute',
  'EscalateDispute',
  'ProposeOutcome',
  'EndDispute',
  'AcceptOutcome',
]);
export const isDisputeRequest = (command: { readonly kind: string }): command is DisputeRequest => KINDS.has(command.kind);

const refused = (...rejections: readonly Rejection[]): Refused => ({ kind: 'rejected', rejections });

/** What two sides do about a disagreement, from its opening to the event that ends it. */
export class DisputeCommands {
  private readonly parts: DisputeParts;
  private readonly queries: DisputeQueries;
  private readonly variances: VarianceQueries;

  constructor(parts: DisputeParts, queries: DisputeQueries, variances: VarianceQueries) {
    this.parts = parts;
    this.queries = queries;
    this.variances = variances;
  }

  async execute(request: DisputeRequest, context: CommandContext): Promise<Executed> {
    const wrong = wrongCommandId(context);
    if (wrong !== undefined) return wrong;
    await this.caughtUp();
    if (request.kind === 'OpenDispute') return this.open(request, context);
    const { partnership, dispute } = request;
    const told = await this.queries.told(partnership, dispute);
    if (told === undefined) return refused(disputeUnknown(partnership, dispute));
    const decided = await this.decide(request, told.state, context);
    return decided.kind === 'done' ? this.correct(partnership, dispute, decided, context) : decided;
  }

  async addEvidence({ source, ...evidence }: Parameters<Disputing['addEvidence']>[0], context: CommandContext): Promise<Executed> {
    const { partnership, dispute } = evidence;
    const wrong = wrongCommandId(context);
    if (wrong !== undefined) return wrong;
    if ((await this.queries.told(partnership, dispute)) === undefined) return refused(disputeUnknown(partnership, dispute));
    const kept = await this.parts.files.keep(source);
    if ('code' in kept) return refused(kept);
    return this.onStream({ kind: 'AddEvidence', ...evidence, sha256: kept.sha256, bytes: String(kept.bytes) }, context);
  }

  /** Decisions look at what both sides have recorded, all of it. */
  private async caughtUp(): Promise<void> {
    const last = await this.parts.store.lastToken();
    if (last !== undefined) await this.parts.caughtUpTo(last);
  }

  /** A dispute has the id of the command that opened it: nobody can take a name that another partnership uses. */
  private async open(request: RequestOf<'OpenDispute'>, context: CommandContext): Promise<Executed> {
    const { partnership, agreement, text, answerBy, party, person, knownAt } = request;
    const newest = await placeIn(this.parts, { partnership });
    if (!newest.ok) return refused(...newest.rejections);
    if (!isId(agreement) || this.parts.history.partnershipOf(agreement) !== partnership) return refused(agreementUnknown(agreement));
    const statement =
      request.subject.kind === 'statement' ? await this.statement(agreement, request.subject.statement, newest.value) : undefined;
    const at = knownAt ?? (statement === undefined ? undefined : { position: Number(statement.position) });
    const place = at === undefined ? newest : await placeIn(this.parts, { partnership, knownAt: at });
    if (!place.ok) return refused(...place.rejections);
    const inForce = this.parts.accruals.inForceAt(agreement, place.value.position);
    if (inForce === undefined) return refused(notInForce(agreement));
    const on = request.on ?? statement?.period.to ?? inForce.agreement.terms.to;
    if (parseDay(on) === undefined) return refused(badDay('on', on));
    const subject: DisputeSubject =
      statement === undefined ? request.subject : { kind: 'statement', statement: `${statement.period.from}..${statement.period.to}` };
    const missing =
      subject.kind === 'statement' && statement === undefined
        ? `statement ${subject.statement}`
        : await this.missing(place.value, agreement, subject);
    if (missing !== undefined)
      return refused(refuseDispute('DISPUTE_SUBJECT_UNKNOWN', { what: missing }, { place: 'subject', value: missing }));
    const figures = new Figures(
      this.parts.accruals,
      customerReadAs(await this.parts.books.agreedAt(partnership, place.value.position)),
      toDay(on),
    );
    const held: HeldFigures = {
      supplier: request.figures?.supplier ?? (await figures.earned(inForce, 'supplier', place.value.position)),
      customer: request.figures?.customer ?? (await figures.earned(inForce, 'customer', place.value.position)),
    };
    const dispute = context.commandId.toLowerCase();
    const about = { on, knownAt: String(place.value.position) };
    return this.onStream(
      {
        kind: 'OpenDispute',
        dispute,
        partnership,
        agreement,
        subject,
        about,
        figures: held,
        text,
        ...(answerBy === undefined ? {} : { answerBy }),
        party,
        person,
      },
      context,
      request,
    );
  }

  /** A statement is named by its period, as it was closed; a dispute of it is about its last day, as known when it was issued. */
  private async statement(agreement: string, name: string, { position }: Place): Promise<Statement | undefined> {
    const terms = this.parts.accruals.inForceAt(agreement, position)?.agreement.terms;
    const period = terms === undefined ? undefined : parseAccountingPeriod(name, terms);
    if (period === undefined) return undefined;
    const { state } = await foldStream(this.parts.store, statementDecider, statementStream(agreement, formatDay(period.from)));
    return state?.period.to === formatDay(period.to) ? state : undefined;
  }

  /** What is named and is not there. */
  private async missing(place: Place, agreement: string, subject: DisputeSubject): Promise<string | undefined> {
    const { partnership } = place;
    switch (subject.kind) {
      case 'variances': {
        const open = new Set((await this.variances.told(place)).told.map(({ variance }) => variance.id));
        return subject.variances.find((id) => !open.has(id));
      }
      case 'lines': {
        const { stages } = await this.parts.books.agreedAt(partnership, place.position);
        for (const { side, document, line } of subject.lines) {
          const known = await this.parts.documents.lines(partnership, partiesOf(partnership)?.[side] ?? '', stages[side], document);
          if (!known.has(line)) return `${document}#${line} of the ${side}`;
        }
        return undefined;
      }
      case 'claim':
        for await (const { data } of this.parts.store.readStream(claimsStream(agreement)))
          if (data['claim'] === subject.claim) return undefined;
        return `claim ${subject.claim}`;
      // A statement was looked up before.
      case 'statement':
      case 'figure':
        return undefined;
      default:
        return subject satisfies never;
    }
  }

  private async decide(
    request: Exclude<DisputeRequest, RequestOf<'OpenDispute'>>,
    state: KnownDispute,
    context: CommandContext,
  ): Promise<Executed> {
    if (request.kind !== 'ProposeOutcome' && request.kind !== 'EndDispute') return this.onStream(request, context);
    const { corrections, ...rest } = request;
    const checked = corrections === undefined ? await this.derived(request, state) : this.checked(request.partnership, corrections);
    if ('kind' in checked) return checked;
    if (rest.kind === 'EndDispute') return this.onStream({ ...rest, corrections: checked }, context, request);
    const { kind, partnership, dispute, outcome, reason, answerBy, party, person } = rest;
    return this.onStream(
      { kind, partnership, dispute, outcome, reason, corrections: checked, ...(answerBy === undefined ? {} : { answerBy }), party, person },
      context,
      request,
    );
  }

  /** Documents as any sale that comes in: checked, and in the one form that is recorded. */
  private checked(partnership: string, corrections: readonly SalesDocument[]): SalesDocument[] | Refused {
    const parties = partiesOf(partnership);
    const documents: SalesDocument[] = [];
    for (const document of corrections) {
      const checked = checkDocument(document);
      if (!checked.ok) return refused(...checked.rejections);
      documents.push({
        ...checked.document,
        reporter: parties === undefined ? document.reporter : reporterOf(parties, checked.document.reporter),
      });
    }
    return documents;
  }

  /** Who accepts the other side's lines has its own corrected: the variances in dispute say how. */
  private async derived(request: RequestOf<'ProposeOutcome' | 'EndDispute'>, state: KnownDispute): Promise<SalesDocument[]> {
    const { kind } = state.opened.subject;
    const accept: Party | undefined =
      request.kind === 'ProposeOutcome' ? request.accept : request.outcome === 'acceptance' ? otherThan(request.party) : undefined;
    if (accept === undefined || (kind !== 'variances' && kind !== 'lines')) return [];
    const place = await placeIn(this.parts, { partnership: request.partnership });
    const file = place.ok ? await caseFile(this.parts, this.variances, place.value, state) : undefined;
    if (file === undefined) return [];
    const records = new Records(this.parts.documents, request.partnership, file.agreed, {
      supplier: Number.MAX_SAFE_INTEGER,
      customer: Number.MAX_SAFE_INTEGER,
    });
    const all: SalesDocument[] = [];
    for (const variance of file.variances) all.push(...(await correctionsOf(records, file.agreed, variance, accept, undefined)));
    return all;
  }

  /** `asked` is what a retry repeats word for word, where the command holds what was found. */
  private onStream(command: DisputeCommand, context: CommandContext, asked: unknown = command): Promise<Executed> {
    return decideOnStream<unknown, DisputeState, DisputeEvent>({
      store: this.parts.store,
      command: asked,
      stream: disputeStream(command.dispute),
      partnership: () => command.partnership,
      context,
      decider: { ...disputeDecider, decide: (_, state) => disputeDecider.decide(command, state) },
    });
  }

  /** The corrections of the event that ended it; a retry, or ending it once more in the same way, finishes them. */
  private async correct(
    partnership: string,
    dispute: string,
    decided: Extract<Executed, { kind: 'done' }>,
    context: CommandContext,
  ): Promise<Executed> {
    const { state, events } = await foldStream(this.parts.store, disputeDecider, disputeStream(dispute));
    const last = events.at(-1);
    if (state.status !== 'ended' || state.ended === null || last?.type !== 'DisputeEnded') return decided;
    const done = await carryOut(this.parts.recorder, partnership, { eventId: last.id, corrections: state.ended.corrections }, context);
    if (done.kind !== 'done') return done;
    return { ...decided, token: done.token ?? decided.token, events: [...decided.events, ...done.events] };
  }
}
