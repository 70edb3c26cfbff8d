import type { Database, EventStore } from '#event-store';
import { AccrualQueries, disputeListOf, documentIndexOf, historyOf } from '#projections';
import type { DisputeRequest, Disputing } from '../disputes/answers.ts';
import { DisputeCommands } from '../disputes/commands.ts';
import { DisputeQueries } from '../disputes/dispute-queries.ts';
import { EvidenceFiles } from '../disputes/evidence-files.ts';
import type { Answer, At, CommandContext, Executed } from '../ledger.ts';
import { missingNotices } from '../notices/missing-notices.ts';
import type { NoticeSource } from '../notices/notice.ts';
import { OncePerCommand } from '../notices/once-per-command.ts';
import { varianceNotices } from '../notices/variance-notices.ts';
import { type Question, Questions, type Resolved } from '../question.ts';
import type { SalesRecorder } from '../sales-recorder.ts';
import type { Reconciling, ReconciliationCommand, ResolveStatedFigure } from './answers.ts';
import { ReconciliationCommands } from './commands.ts';
import { DocumentReader } from './document-reader.ts';
import { MatchingBooks } from './matching-books.ts';
import { readable, type ReconcilingParts } from './parts.ts';
import { balanceFrom, sidesOf } from './sides.ts';
import { resolveStated, statedOf } from './stated.ts';
import { VarianceQueries } from './variance-queries.ts';

export type ReconcilingOptions = {
  readonly store: EventStore;
  /** Of the views. */
  readonly db: Database;
  readonly recorder: SalesRecorder;
  readonly booksFile: string;
  readonly evidenceFolder: string;
  readonly caughtUpTo: (token: string) => Promise<void>;
};

type Made = {
  readonly parts: ReconcilingParts;
  readonly variances: VarianceQueries;
  readonly questions: Questions;
  readonly commands: ReconciliationCommands;
  readonly disputes: DisputeQueries;
  readonly disputing: DisputeCommands;
};

const madeOf = ({ store, db, recorder, booksFile, evidenceFolder, caughtUpTo }: ReconcilingOptions): Made => {
  const [history, accruals, documents] = [historyOf(db), new AccrualQueries(db, store), new DocumentReader(store, documentIndexOf(db))];
  const parts: ReconcilingParts = {
    store,
    history,
    accruals,
    documents,
    recorder,
    caughtUpTo,
    books: new MatchingBooks({ store, history, documents }, booksFile),
  };
  const variances = new VarianceQueries(parts);
  const disputeParts = { ...parts, disputes: disputeListOf(db), files: new EvidenceFiles(evidenceFolder) };
  const disputes = new DisputeQueries(disputeParts, variances);
  return {
    parts,
    variances,
    questions: new Questions(history, accruals),
    commands: new ReconciliationCommands(parts, variances),
    disputes,
    disputing: new DisputeCommands(disputeParts, disputes, variances),
  };
};

/** The two sides' records against each other: the questions, the commands, and the books that both are answered from. */
export class ReconcilingUseCases {
  private readonly options: ReconcilingOptions;
  private made: Made;

  constructor(options: ReconcilingOptions) {
    this.options = options;
    this.made = madeOf(options);
  }

  get parts(): ReconcilingParts {
    return this.made.parts;
  }

  /** The views were built anew: nothing that was read of them holds. */
  renew(): void {
    this.close();
    this.made = madeOf(this.options);
  }

  /** What there is to tell of the two records: where they differ, and what one of them lacks. */
  notices(): readonly NoticeSource[] {
    const { store, history } = this.parts;
    return [
      new OncePerCommand(
        varianceNotices(() => this.parts.books),
        { store, history },
      ),
      missingNotices(history, (partnership, position) => this.made.variances.missingAt(partnership, position)),
    ];
  }

  asReconciling(): Reconciling {
    return {
      variances: (query) => this.made.variances.variances(query),
      variance: (query) => this.made.variances.variance(query),
      rules: (query) => this.made.variances.rules(query),
      gap: (query) => this.made.variances.gap(query),
      stated: (at) => this.about(at, (question) => statedOf(this.parts, question)),
      sides: (at) => this.about(at, (question) => sidesOf(this.parts, question)),
      balanceFrom: ({ countFrom, ...at }) => this.about(at, (question) => balanceFrom(this.parts, question, countFrom)),
    };
  }

  asDisputing(): Disputing {
    return {
      disputes: (query) => this.made.disputes.disputes(query),
      dispute: (query) => this.made.disputes.dispute(query),
      addEvidence: (evidence, context) => this.made.disputing.addEvidence(evidence, context),
      evidence: (query) => this.made.disputes.evidence(query),
    };
  }

  dispute(request: DisputeRequest, context: CommandContext): Promise<Executed> {
    return this.made.disputing.execute(request, context);
  }

  /** On what is earned as known now: every write before it is in. */
  async resolveStated(command: ResolveStatedFigure, context: CommandContext): Promise<Executed> {
    const last = await this.parts.store.lastToken();
    const question = await this.ask({ agreement: command.agreement, ...(last === undefined ? {} : { atLeast: last }) });
    return question.ok
      ? resolveStated(this.parts, question.value, command, context)
      : { kind: 'rejected', rejections: question.rejections };
  }

  execute(command: ReconciliationCommand, context: CommandContext): Promise<Executed> {
    return this.made.commands.execute(command, context);
  }

  close(): void {
    this.parts.books.close();
  }

  async ask({ atLeast, ...at }: At): Promise<Resolved<Question>> {
    const waited = await readable(this.parts, atLeast);
    return waited === undefined ? this.made.questions.resolve(at, new Date()) : { ok: false, rejections: [waited] };
  }

  private async about<T>(at: At, answer: (question: Question) => Promise<T>): Promise<Answer<T>> {
    const question = await this.ask(at);
    return question.ok ? { kind: 'answer', value: await answer(question.value) } : { kind: 'rejected', rejections: question.rejections };
  }
}
