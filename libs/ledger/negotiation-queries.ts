import type { EventStore, RecordedEvent } from '#event-store';
import { type Day, isId, Rational, type Rejection, sum, toDay } from '#kernel';
import type { AccrualQueries, DraftList } from '#projections';
import {
  agreementDecider,
  type AgreementEvent,
  type AgreementState,
  balanceOf,
  comparedWith,
  type Dated,
  diffTerms,
  type NoteEvent,
  planOf,
  readAloud,
  replicate,
  resolveAgreement,
  type SignedTerms,
  type Version,
  versionsOf,
  warningsOfAmended,
} from '#rebates';
import { foldStream } from './execute.ts';
import type { Answer, Ledger, ReadingRequest } from './ledger.ts';
import type { DraftSummary, NoteAnswer, VersionAnswer, VersionSummary } from './negotiation-answers.ts';
import { foldDraft } from './private-commands.ts';
import type { Question, Resolved } from './question.ts';
import { agreementUnknown, draftUnknown, versionUnknown } from './rejections.ts';
import { agreementStream, noteStream } from './streams.ts';
import { reading } from './reading.ts';
import { trueUps } from './true-ups.ts';

type Ask = Parameters<Ledger['trueUps']>[0];
export type NegotiationParts = {
  readonly store: EventStore;
  readonly accruals: AccrualQueries;
  readonly drafts: DraftList;
  readonly caughtUpTo: (token: string) => Promise<void>;
  /** Resolves a question to both axes. */
  readonly ask: (at: Ask) => Promise<Resolved<Question>>;
};

const answer = <T>(value: T): Answer<T> => ({ kind: 'answer', value });
const refused = (...rejections: readonly Rejection[]): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});

type Read = { readonly versions: readonly Version[]; readonly state: AgreementState; readonly token: string };

const dated = ({ type, data, recordedAt }: RecordedEvent): Dated => ({
  event: { type, data } as unknown as AgreementEvent,
  at: recordedAt,
});

const summaryOf = (version: Version): VersionSummary => ({
  ...(Object.fromEntries(Object.entries(version).filter(([key]) => key !== 'makes')) as Omit<Version, 'makes'>),
  comments: version.comments.length,
});

/** Answers about versions come from the agreement's own stream, which is short: they are always the newest. */
export class NegotiationQueries {
  private readonly parts: NegotiationParts;

  constructor(parts: NegotiationParts) {
    this.parts = parts;
  }

  async versions(agreement: string): ReturnType<Ledger['versions']> {
    const read = await this.read(agreement);
    return read === undefined ? refused(agreementUnknown(agreement)) : answer(read.versions.map(summaryOf));
  }

  async version({ agreement, version }: Parameters<Ledger['version']>[0]): ReturnType<Ledger['version']> {
    const read = await this.read(agreement);
    if (read === undefined) return refused(agreementUnknown(agreement));
    const found = read.versions.find((one) => one.version === version);
    if (found === undefined) return refused(versionUnknown(agreement, version, read.versions.length));
    const { makes, ...said } = found;
    const other = comparedWith(read.versions, found);
    const changes = other === undefined ? [] : diffTerms(other.makes, makes);
    const value: VersionAnswer = {
      agreement,
      ...said,
      terms: makes.terms,
      amendments: makes.amendments,
      words: readAloud(makes),
      comparedWith: other?.version ?? null,
      changes,
      warnings: warningsOfAmended(makes),
    };
    return answer(value);
  }

  async diff({ agreement, from, to }: Parameters<Ledger['diff']>[0]): ReturnType<Ledger['diff']> {
    const read = await this.read(agreement);
    if (read === undefined) return refused(agreementUnknown(agreement));
    const [before, after] = [from, to].map((wanted) => read.versions.find(({ version }) => version === wanted));
    if (before === undefined) return refused(versionUnknown(agreement, from, read.versions.length));
    if (after === undefined) return refused(versionUnknown(agreement, to, read.versions.length));
    return answer({ agreement, from, to, changes: diffTerms(before.makes, after.makes) });
  }

  async words({ agreement, version }: Parameters<Ledger['words']>[0]): ReturnType<Ledger['words']> {
    const read = await this.read(agreement);
    if (read === undefined) return refused(agreementUnknown(agreement));
    const wanted = version ?? (read.state.status === 'none' ? 0 : read.state.version);
    const found = read.versions.find((one) => one.version === wanted);
    if (found === undefined) return refused(versionUnknown(agreement, wanted, read.versions.length));
    return answer({ agreementId: agreement, version: wanted, ...readAloud(found.makes) });
  }

  async reading(query: ReadingRequest): ReturnType<Ledger['reading']> {
    const read = query.agreement === undefined ? undefined : await this.read(query.agreement);
    if (query.agreement !== undefined && read === undefined) return refused(agreementUnknown(query.agreement));
    const result = reading(query, read);
    return result.ok ? answer(result.value) : refused(...result.rejections);
  }

  async trueUps(at: Ask): ReturnType<Ledger['trueUps']> {
    const question = await this.parts.ask(at);
    return question.ok ? answer(await trueUps(this.parts.accruals, at.agreement, question.value)) : refused(...question.rejections);
  }

  async replica({ agreement, from, id, baselines }: Parameters<Ledger['replica']>[0]): ReturnType<Ledger['replica']> {
    const read = await this.read(agreement);
    if (read === undefined || read.state.status === 'none') return refused(agreementUnknown(agreement));
    const { terms, amendments, openProposal } = read.state;
    // Before an agreement is in force its amendments are those that are proposed with it.
    const signed: SignedTerms = {
      terms,
      amendments: read.state.status === 'active' || read.state.status === 'terminated' ? amendments : (openProposal?.amendments ?? []),
    };
    const measured = baselines === true ? await this.measured(agreement, terms.to) : undefined;
    if (measured?.kind === 'rejected') return measured;
    const result = replicate(signed, {
      ...(from === undefined ? {} : { from }),
      ...(id === undefined ? {} : { id }),
      ...(measured === undefined ? {} : { baselines: measured.value }),
    });
    return result.ok ? answer(result.value) : refused(...result.rejections);
  }

  async draft({ organisation, draft }: Parameters<Ledger['draft']>[0]): ReturnType<Ledger['draft']> {
    const fold = await foldDraft(this.parts.store, organisation, draft);
    if (fold?.state.status !== 'saved') return refused(draftUnknown(organisation, draft));
    const { terms, agreement, amendments, note, person } = fold.state.content;
    const content = {
      ...(terms === undefined ? {} : { terms }),
      ...(agreement === undefined ? {} : { agreement }),
      ...(amendments === undefined ? {} : { amendments }),
      ...(note === undefined ? {} : { note }),
    };
    return answer({ organisation, draft, person, savedAt: fold.events.at(-1)?.recordedAt ?? '', ...content });
  }

  drafts(query: Parameters<Ledger['drafts']>[0]): ReturnType<Ledger['drafts']> {
    const page: { readonly items: readonly DraftSummary[]; readonly nextCursor: string | null } = this.parts.drafts.drafts(query);
    return Promise.resolve(answer(page));
  }

  async notes({ organisation, agreement }: Parameters<Ledger['notes']>[0]): ReturnType<Ledger['notes']> {
    const notes: NoteAnswer[] = [];
    if (!isId(organisation) || !isId(agreement)) return answer(notes);
    for await (const { data, recordedAt } of this.parts.store.readStream(noteStream(organisation, agreement))) {
      const { person, version, text } = data as unknown as NoteEvent['data'];
      notes.push({ person, at: recordedAt, ...(version === undefined ? {} : { version: Number(version) }), text });
    }
    return answer(notes);
  }

  /** What the open version is projected to pay in all, by the lines known now; undefined where nothing is in force yet. */
  async projectedOfOpen(agreement: string): Promise<string | undefined> {
    const read = await this.read(agreement);
    if (read?.state.status !== 'active' || read.state.openProposal === null) return undefined;
    await this.parts.caughtUpTo(read.token);
    const question = await this.parts.ask({ agreement });
    const makes = read.versions.find((version) => version.status === 'open')?.makes;
    if (!question.ok || makes === undefined) return undefined;
    const { inForce, position, on } = question.value;
    const { rates } = inForce.agreement;
    const tried = { ...resolveAgreement(makes.terms, makes.amendments), ...(rates === undefined ? {} : { rates }) };
    const plan = planOf(tried);
    const [sums] =
      plan.key === inForce.plan.key
        ? [await this.parts.accruals.sumsAt(inForce, position)]
        : await this.parts.accruals.sumsOfTried(inForce.partnership, position, [{ plan }]);
    if (sums === undefined) return undefined;
    const projected = (day: Day): Rational =>
      sum(
        balanceOf({ agreement: tried, sums, on: day, knownAt: position, ranges: false }).programmes.map((row) =>
          Rational.parse(row.projected),
        ),
      );
    // Lines can be dated after today: what they earn is no less at stake than what is yet to come.
    return projected(on)
      .max(projected(toDay(makes.terms.to)))
      .toDecimal();
  }

  /** What each programme measured over the whole term, as known now: the last of its periods, for the group. */
  private async measured(agreement: string, on: string): Promise<Answer<Readonly<Record<string, string>>>> {
    const question = await this.parts.ask({ agreement, on });
    if (!question.ok) return refused(...question.rejections);
    const { inForce, position, on: day } = question.value;
    const { programmes } = balanceOf({
      agreement: inForce.agreement,
      sums: await this.parts.accruals.sumsAt(inForce, position),
      on: day,
      knownAt: position,
    });
    return answer(Object.fromEntries(programmes.filter(({ scope }) => scope === null).map(({ id, measured }) => [id, measured])));
  }

  private async read(agreement: string): Promise<Read | undefined> {
    if (!isId(agreement)) return undefined;
    const { state, events } = await foldStream(this.parts.store, agreementDecider, agreementStream(agreement));
    return state.status === 'none' ? undefined : { state, versions: versionsOf(events.map(dated)), token: events.at(-1)?.token ?? '0' };
  }
}
