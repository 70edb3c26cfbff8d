import type { RecordedEvent } from '#event-store';
import { partiesOf, toDay } from '#kernel';
import type { HistoryRef, InForce } from '#projections';
import type { KnownDispute, MatchingAgreed, Party } from '#rebates';
import { type LineEvent, ourDocumentOf, type Side, type Variance } from '#reconciliation';
import { type Place, type ReconcilingParts } from '../reconciliation/parts.ts';
import { rulesOf, theirNumbersOf } from '../reconciliation/rules.ts';
import { reportedLine, saidBy } from '../reconciliation/sales-lines.ts';
import type { VarianceQueries } from '../reconciliation/variance-queries.ts';
import { customerReadAs } from '../reconciliation/words-of-sides.ts';
import { salesStream } from '../streams.ts';
import { Figures } from './figures.ts';

/** What is looked at of one dispute, as known at one place of the history. */
export type CaseFile = {
  readonly parts: ReconcilingParts;
  readonly place: Place;
  readonly dispute: KnownDispute;
  readonly inForce: InForce;
  readonly counts: Party;
  readonly figures: Figures;
  readonly agreed: MatchingAgreed;
  /** The variances that the dispute is about; of a figure, all that are open by its day. */
  readonly variances: readonly Variance[];
  /** Events of sales of the documents that the dispute names, in the order of the history. */
  readonly told: readonly ToldEvent[];
};

export type ToldEvent = { readonly party: Party; readonly position: number; readonly event: RecordedEvent };
type Heads = { headOf(party: Party): number };

const documentsOf = ({ ours, theirs }: Variance): string[] =>
  [ours, theirs].flatMap((line) => (line === undefined ? [] : [line.compared.document]));
const isAbout = (
  variance: Variance,
  { side, document, line }: { readonly side: Party; readonly document: string; readonly line: string },
): boolean => {
  const own = side === 'supplier' ? variance.ours : variance.theirs;
  return own?.key.document === document && own.key.line === line;
};

const chosen = (dispute: KnownDispute, all: readonly Variance[]): readonly Variance[] => {
  const { subject, about } = dispute.opened;
  if (subject.kind === 'variances') return all.filter(({ id }) => subject.variances.includes(id));
  if (subject.kind === 'lines') return all.filter((variance) => subject.lines.some((line) => isAbout(variance, line)));
  return all.filter(({ since }) => since.day <= about.on);
};

/** Our numbers of the documents that are looked at. */
const namedDocuments = (dispute: KnownDispute, variances: readonly Variance[], agreed: MatchingAgreed): Set<string> => {
  const { subject } = dispute.opened;
  const rules = rulesOf(agreed);
  const own = (side: Party, document: string): string => (side === 'supplier' ? document : ourDocumentOf(rules, { key: { document } }));
  const named = new Set(variances.flatMap(documentsOf));
  if (subject.kind === 'lines') for (const { side, document } of subject.lines) named.add(own(side, document));
  // An id holds the documents of both lines, so that a variance that is gone is still found.
  if (subject.kind === 'variances') {
    for (const id of subject.variances) {
      const [, ours = '', theirs = ''] = id.split(':').map((part) => decodeURIComponent(part.split(';')[0] ?? ''));
      if (ours !== '') named.add(ours);
      if (theirs !== '') named.add(own('customer', theirs));
    }
  }
  return named;
};

const eventsOf = async (
  parts: ReconcilingParts,
  partnership: string,
  agreed: MatchingAgreed,
  documents: ReadonlySet<string>,
  heads: Heads,
): Promise<ToldEvent[]> => {
  const parties = partiesOf(partnership);
  const found: ToldEvent[] = [];
  const read = async (party: Party, document: string): Promise<void> => {
    for (const event of await parts.documents.pieces(
      salesStream(partnership, parties?.[party] ?? ''),
      agreed.stages[party],
      document,
      heads.headOf(party),
    )) {
      const position = parts.history.positionOfToken(partnership, event.token);
      if (position !== undefined) found.push({ party, position, event });
    }
  };
  for (const document of documents) {
    await read('supplier', document);
    for (const theirs of theirNumbersOf(agreed, document)) await read('customer', theirs);
  }
  return found.sort((a, b) => a.position - b.position);
};

export const caseFile = async (
  parts: ReconcilingParts,
  queries: VarianceQueries,
  place: Place,
  dispute: KnownDispute,
): Promise<CaseFile | undefined> => {
  const { agreement, about } = dispute.opened;
  const inForce = parts.accruals.inForceAt(agreement, place.position);
  if (inForce === undefined) return undefined;
  const { book, told } = await queries.told(place);
  const { agreed } = book;
  const variances = chosen(
    dispute,
    told.map(({ variance }) => variance),
  );
  const counts: Party = inForce.plan.reporter === inForce.agreement.terms.customer ? 'customer' : 'supplier';
  return {
    parts,
    place,
    dispute,
    inForce,
    counts,
    agreed,
    variances,
    figures: new Figures(parts.accruals, customerReadAs(agreed), toDay(about.on)),
    told: await eventsOf(parts, place.partnership, agreed, namedDocuments(dispute, variances, agreed), book),
  };
};

/** What each event says of lines, for finding where they part. */
export const lineEventsOf = (told: readonly ToldEvent[]): LineEvent[] =>
  told.flatMap(({ party, position, event }) => {
    const said = saidBy(event);
    const side: Side = party === 'supplier' ? 'ours' : 'theirs';
    return said === undefined ? [] : said.lines.map((line) => ({ side, line: reportedLine(said.document, line, position, said.isVoided) }));
  });

export const refAt = ({ parts, place }: Pick<CaseFile, 'parts' | 'place'>, position: number): HistoryRef => {
  for (const ref of parts.history.refs(place.partnership, position, position)) return ref;
  throw new Error(`${place.partnership} has no event at ${position}`);
};
