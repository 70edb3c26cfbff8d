import type { EventStore } from '#event-store';
import { isId, parseDay, toDay } from '#kernel';
import {
  type AccrualQueries,
  type DraftList,
  type History,
  type HistoryRef,
  type ImportLog,
  type ImportRow,
  isProjectionError,
  type StatementList,
} from '#projections';
import { agreementDecider, type BalanceAnswer, balanceOf, type ExplainAnswer, type OpenProposal, type ReplayDay } from '#rebates';
import { type Audits, auditsOf } from './audit/claims.ts';
import { ClosingQueries } from './closing-queries.ts';
import type { BookSources } from './books/book-commands.ts';
import { BookQueries } from './books/book-queries.ts';
import { foldStream } from './execute.ts';
import { explain } from './explain.ts';
import type { ImportCounts } from './import-sales.ts';
import type {
  AgreementSummary,
  Answer,
  At,
  ImportSummary,
  Page,
  Paged,
  PartnershipsOf,
  PartnershipSummary,
  RefusedLine,
  TimelineEntry,
} from './ledger.ts';
import { NegotiationQueries } from './negotiation-queries.ts';
import { isEventType, isNamedKind } from './notices/event-notices.ts';
import type { NoticesPage, NoticesQuery, NoticeSource } from './notices/notice.ts';
import { Notices } from './notices/notices.ts';
import { OutlookQueries } from './outlook.ts';
import { type Question, Questions, type Resolved, type WithoutDay } from './question.ts';
import {
  agreementUnknown,
  badDay,
  badRange,
  importUnknown,
  noticeKindUnknown,
  pageInvalid,
  partnershipUnknown,
  programmeUnknown,
  tokenInvalid,
  tooManyDays,
} from './rejections.ts';
import { replay } from './replay.ts';
import type { ClaimSources } from './settling/claim-commands.ts';
import { LineEarnings } from './settling/line-earnings.ts';
import { SettlingQueries } from './settling/settling-queries.ts';
import { agreementStream } from './streams.ts';
import { WhatIfQueries } from './what-if.ts';

const MOST_DAYS = 1_100;
const MOST_LINES = 1_000;
const DEFAULT_LINES = 100;
const TOKEN = /^\d{1,20}$/;

export type QueryParts = {
  readonly store: EventStore;
  readonly history: History;
  readonly accruals: AccrualQueries;
  readonly imports: ImportLog;
  readonly drafts: DraftList;
  readonly statements: StatementList;
  readonly caughtUpTo: (token: string) => Promise<void>;
  /** What more there is to tell of events. */ readonly notices: readonly NoticeSource[];
  /** What an import that this process runs has counted so far. */ readonly running: (id: string) => ImportCounts | undefined;
};
type Span = Omit<At, 'on'> & { readonly from: string; readonly to: string };

const answer = <T>(value: T): Answer<T> => ({ kind: 'answer', value });

/** Answers questions from the views, with both axes. */
export class LedgerQueries {
  private readonly parts: QueryParts;
  readonly outlook: OutlookQueries;
  readonly negotiation: NegotiationQueries;
  readonly whatIf: WhatIfQueries;
  readonly audits: Pick<Audits, 'claims'>;
  readonly closing: ClosingQueries;
  readonly settling: SettlingQueries;
  readonly books: BookQueries;
  /** What commands on claims and on a party's books are judged by. */
  readonly claimSources: ClaimSources;
  readonly bookSources: BookSources;
  private readonly questions: Questions;
  private readonly told: Notices;

  constructor(parts: QueryParts) {
    this.parts = parts;
    this.questions = new Questions(parts.history, parts.accruals);
    this.told = new Notices(parts, parts.notices);
    this.outlook = new OutlookQueries(parts, (at) => this.ask(at));
    this.whatIf = new WhatIfQueries(parts.accruals, (at) => this.place(at));
    this.audits = auditsOf(parts);
    this.closing = new ClosingQueries({ ...parts, ask: (at) => this.ask(at) });
    const earnings = new LineEarnings(parts.accruals);
    this.settling = new SettlingQueries({ ...parts, earnings, ask: (at) => this.ask(at, 'alsoAfterTerm') });
    this.books = new BookQueries(parts.store);
    this.claimSources = { ...parts, earnings, ask: (at) => this.ask(at) };
    this.bookSources = {
      ...parts,
      balanceOf: (at) => this.outlook.balanceOf({ ...at, newestPolicy: true }),
      positionOf: (partnership, token) => parts.history.positionOfToken(partnership, token),
    };
    this.negotiation = new NegotiationQueries({ ...parts, ask: (at) => this.ask(at) });
  }

  async balance({ policyOf, ...at }: At & { readonly policyOf?: string }): Promise<Answer<BalanceAnswer>> {
    if (policyOf !== undefined) return this.outlook.balanceOf({ ...at, policyOf });
    const question = await this.ask(at);
    if (!question.ok) return { kind: 'rejected', rejections: question.rejections };
    const { inForce, position, on } = question.value;
    const sums = await this.parts.accruals.sumsAt(inForce, position);
    return answer(balanceOf({ agreement: inForce.agreement, sums, on, knownAt: position }));
  }

  async balances(span: Span): Promise<Answer<readonly BalanceAnswer[]>> {
    const question = await this.askSpan(span);
    if (!question.ok) return { kind: 'rejected', rejections: question.rejections };
    const { inForce, position, on } = question.value;
    const sums = await this.parts.accruals.sumsAt(inForce, position);
    const days: BalanceAnswer[] = [];
    for (let day = toDay(span.from); day <= on; day += 1)
      days.push(balanceOf({ agreement: inForce.agreement, sums, on: day, knownAt: position, ranges: false }));
    return answer(days);
  }

  async explain(at: At & { readonly from?: string; readonly programme?: string } & Page): Promise<Answer<ExplainAnswer>> {
    const question = await this.ask(at);
    if (!question.ok) return { kind: 'rejected', rejections: question.rejections };
    const text = at.from ?? question.value.inForce.agreement.terms.from;
    const from = parseDay(text);
    if (from === undefined) return { kind: 'rejected', rejections: [badDay('from', text)] };
    if (from > question.value.on) return { kind: 'rejected', rejections: [badRange(text, at.on ?? 'the day asked about')] };
    if (at.programme !== undefined && !question.value.inForce.agreement.programmes.some(({ id }) => id === at.programme))
      return { kind: 'rejected', rejections: [programmeUnknown(at.programme)] };
    const skip = at.cursor === undefined ? 0 : Number(at.cursor);
    if (!Number.isSafeInteger(skip) || skip < 0) return { kind: 'rejected', rejections: [pageInvalid(at.cursor ?? '')] };
    const limit = Math.max(0, Math.min(MOST_LINES, at.limit ?? DEFAULT_LINES));
    return answer(await explain(this.parts.accruals, { question: question.value, from, programme: at.programme, skip, limit }));
  }

  async replay(span: Span): Promise<Answer<readonly ReplayDay[]>> {
    const question = await this.askSpan(span);
    if (!question.ok) return { kind: 'rejected', rejections: question.rejections };
    return answer(await replay(this.parts.accruals, this.parts.history, question.value, toDay(span.from)));
  }

  timeline(query: { readonly agreement: string } & Page): Promise<Answer<Paged<TimelineEntry>>> {
    const partnership = this.parts.history.partnershipOf(query.agreement);
    if (partnership === undefined) return Promise.resolve({ kind: 'rejected', rejections: [agreementUnknown(query.agreement)] });
    return paged(query, () => {
      const page = this.parts.history.page(partnership, query);
      return { items: page.items.map(timelineEntry), nextCursor: page.nextCursor };
    });
  }

  partnerships(page: Page & { readonly of?: PartnershipsOf }): Promise<Answer<Paged<PartnershipSummary>>> {
    return paged(page, () => this.parts.history.partnerships(page));
  }

  async notices(query: NoticesQuery): Promise<Answer<NoticesPage>> {
    const unknown = query.kinds?.find((kind) => !isNamedKind(kind) && !isEventType(kind));
    if (unknown !== undefined) return { kind: 'rejected', rejections: [noticeKindUnknown(unknown)] };
    if (this.parts.history.lastPosition(query.partnership) === undefined)
      return { kind: 'rejected', rejections: [partnershipUnknown(query.partnership)] };
    return answer(await this.told.after(query));
  }

  /** From its own stream, which is short: always the newest, so that its revision can be matched. */
  async agreement(id: string): Promise<Answer<AgreementSummary>> {
    if (!isId(id)) return { kind: 'rejected', rejections: [agreementUnknown(id)] };
    const { state, revision } = await foldStream(this.parts.store, agreementDecider, agreementStream(id));
    if (state.status === 'none') return { kind: 'rejected', rejections: [agreementUnknown(id)] };
    const { partnership, status, version, terms, amendments, openProposal, terminatedOn } = state;
    const open = openProposal === null ? null : openSummary(openProposal);
    return answer({ agreement: id, partnership, status, version, revision, terms, amendments, openProposal: open, terminatedOn });
  }

  /** Every proposal of an agreement is between the same two, so the first says it; read from its own stream, since no view may have it yet. */
  async partnershipOf(agreement: string): Promise<string | undefined> {
    if (!isId(agreement)) return undefined;
    for await (const { data } of this.parts.store.readStream(agreementStream(agreement), { max: 1 })) return data['partnership'] as string;
    return undefined;
  }

  imports(page: Page & { readonly by?: readonly string[] }): Promise<Answer<Paged<ImportSummary>>> {
    return paged(page, () => {
      const { by, ...rest } = page;
      const found = this.parts.imports.imports({ ...rest, ...(by === undefined ? {} : { orgs: by }) });
      return { items: found.items.map((row) => this.importSummary(row)), nextCursor: found.nextCursor };
    });
  }

  oneImport({ import: id, by }: { readonly import: string; readonly by?: readonly string[] }): Promise<Answer<ImportSummary>> {
    const row = this.parts.imports.find(id);
    if (row === undefined || by?.includes(row.org) === false) return Promise.resolve({ kind: 'rejected', rejections: [importUnknown(id)] });
    return Promise.resolve(answer(this.importSummary(row)));
  }

  /** The log notes counts now and then; who runs an import knows them at any time. */
  private importSummary({ import: id, by, file, startedAt, status, ...counts }: ImportRow): ImportSummary {
    const running = status === 'running' ? this.parts.running(id) : undefined;
    const { sent, recorded, repeated, refused, notAddressed } = running ?? counts;
    return {
      import: id,
      by,
      file,
      startedAt,
      status: status === 'running' && running === undefined ? 'interrupted' : status,
      sent,
      recorded,
      repeated,
      refused,
      notAddressed,
    };
  }

  refusedLines(query: { readonly import: string; readonly by?: readonly string[] } & Page): Promise<Answer<Paged<RefusedLine>>> {
    const found = this.parts.imports.find(query.import);
    if (found === undefined || query.by?.includes(found.org) === false)
      return Promise.resolve({ kind: 'rejected', rejections: [importUnknown(query.import)] });
    return paged(query, () => this.parts.imports.refusedLines(query));
  }

  private async ask(at: At, without?: WithoutDay): Promise<Resolved<Question>> {
    const refused = await this.caughtUp(at);
    return refused ?? this.questions.resolve(at, new Date(), without);
  }

  private async place(at: At): ReturnType<ConstructorParameters<typeof WhatIfQueries>[1]> {
    const refused = await this.caughtUp(at);
    return refused ?? this.questions.place(at, new Date());
  }

  private async caughtUp({ atLeast }: At): Promise<Extract<Resolved<Question>, { ok: false }> | undefined> {
    if (atLeast === undefined) return undefined;
    if (!TOKEN.test(atLeast)) return { ok: false, rejections: [tokenInvalid(atLeast)] };
    await this.parts.caughtUpTo(atLeast);
    return undefined;
  }

  private async askSpan({ from, to, ...at }: Span): Promise<Resolved<Question>> {
    const [first, last] = [parseDay(from), parseDay(to)];
    if (first === undefined) return { ok: false, rejections: [badDay('from', from)] };
    if (last === undefined) return { ok: false, rejections: [badDay('to', to)] };
    if (first > last) return { ok: false, rejections: [badRange(from, to)] };
    if (last - first >= MOST_DAYS) return { ok: false, rejections: [tooManyDays(last - first + 1, MOST_DAYS)] };
    return this.ask({ ...at, on: to });
  }
}

const openSummary = ({
  version,
  kind,
  party,
  proposal,
  approvals,
  signedBy,
}: OpenProposal): NonNullable<AgreementSummary['openProposal']> => ({
  version,
  kind,
  party,
  validUntil: proposal.data.validUntil ?? null,
  approvedBy: [...new Set(approvals.map((approval) => approval.party))],
  signedBy,
});

const timelineEntry = ({ position, recordedAt, type, summary, from, to, lines, stream, revision }: HistoryRef): TimelineEntry => ({
  position,
  recordedAt,
  type,
  summary,
  from,
  to,
  lines,
  stream,
  revision,
});

const paged = <T>(page: Page, read: () => Paged<T>): Promise<Answer<Paged<T>>> => {
  try {
    return Promise.resolve(answer(read()));
  } catch (error) {
    if (isProjectionError(error) && error.code === 'BAD_CURSOR')
      return Promise.resolve({ kind: 'rejected', rejections: [pageInvalid(page.cursor ?? '')] });
    throw error;
  }
};
