import { partiesOf } from '#kernel';
import type { AccrualQueries, History, InForce, SaleEvent } from '#projections';
import { type MatchingAgreed, otherSays, type Party, type SaleLine, type SalesDocument, type SeenFrom } from '#rebates';
import type { ComparedLine, Variance } from '#reconciliation';
import type { DocumentReader } from './document-reader.ts';
import { OURS, otherThan } from './rules.ts';
import { documentInWordsOf, inBaseUnit, inWordsOf, negated } from './words-of-sides.ts';

/** Two sides' lines of a variance as they are recorded, seen from one side's record. */
export type SeenRecord = {
  readonly party: Party;
  readonly place: Pick<SalesDocument, 'reporter' | 'stage' | 'document'>;
  /** The record's document as it stands. */
  readonly known: Map<string, SaleLine | 'void'>;
  /** The record's line as it is recorded, word for word. */
  readonly recorded: SaleLine | undefined;
  readonly seen: SeenFrom;
};

const standing = (line: SaleLine | 'void' | undefined): SaleLine | undefined => (line === 'void' ? undefined : line);

/** Reads what was recorded of the lines of variances; documents are read once. */
export class Records {
  private readonly documents: DocumentReader;
  private readonly partnership: string;
  private readonly agreed: MatchingAgreed;
  private readonly through: Readonly<Record<Party, number>>;
  private readonly read = new Map<string, Promise<Map<string, SaleLine | 'void'>>>();

  /** `through`: the revision of each side's stream up to which lines are read. */
  constructor(documents: DocumentReader, partnership: string, agreed: MatchingAgreed, through: Readonly<Record<Party, number>>) {
    this.documents = documents;
    this.partnership = partnership;
    this.agreed = agreed;
    this.through = through;
  }

  async seenFrom(party: Party, variance: Variance): Promise<SeenRecord> {
    const [own, other] = party === OURS ? [variance.ours, variance.theirs] : [variance.theirs, variance.ours];
    const line = await this.lineOf(party, own);
    const otherLine = await this.lineOf(otherThan(party), other);
    const compared = own ?? other;
    if (compared === undefined) throw new Error('a variance has a line of one side at least');
    const document = own === undefined ? documentInWordsOf(party, this.agreed, compared) : own.key.document;
    const amount = (text: string): string => (party === OURS ? text : negated(text));
    return {
      party,
      place: { reporter: this.reporterOf(party), stage: this.agreed.stages[party], document },
      known: await this.document(party, document),
      recorded: line,
      seen: {
        kind: variance.kind,
        own: line === undefined || own === undefined ? undefined : inBaseUnit(line, own),
        other: otherLine === undefined || other === undefined ? undefined : inWordsOf(party, this.agreed, otherLine, other),
        quantity: amount(variance.quantity),
        value: amount(variance.value),
      },
    };
  }

  reporterOf(party: Party): string {
    return partiesOf(this.partnership)?.[party] ?? party;
  }

  private async lineOf(party: Party, line: ComparedLine | undefined): Promise<SaleLine | undefined> {
    return line === undefined ? undefined : standing((await this.document(party, line.key.document)).get(line.key.line));
  }

  private document(party: Party, document: string): Promise<Map<string, SaleLine | 'void'>> {
    const key = `${party}\n${document}`;
    const known = this.read.get(key);
    if (known !== undefined) return known;
    const lines = this.documents.lines(this.partnership, this.reporterOf(party), this.agreed.stages[party], document, this.through[party]);
    this.read.set(key, lines);
    return lines;
  }
}

/** The sales event that would make the record say what the other side says. */
export const eventOf = ({ place, recorded, seen }: SeenRecord): SaleEvent | undefined => {
  const wanted = otherSays(seen);
  if (wanted === 'void' && recorded === undefined) return undefined;
  const data = wanted === 'void' ? { lines: [recorded] } : { lines: [wanted], ...(recorded === undefined ? {} : { was: [recorded] }) };
  const type = wanted === 'void' ? 'SalesVoided' : recorded === undefined ? 'SalesRecorded' : 'SalesCorrected';
  return { type, data: { ...place, ...data } as unknown as SaleEvent['data'] };
};

/** Agreements of a partnership in force at a position, and whose record each counts from: one of the two sides', or neither. */
export const inForceOf = (
  history: History,
  accruals: AccrualQueries,
  partnership: string,
  position: number,
): { readonly inForce: InForce; readonly counts: Party | undefined }[] => {
  const parties = partiesOf(partnership);
  return history.agreementsOf(partnership).flatMap((agreement) => {
    const inForce = accruals.inForceAt(agreement, position);
    if (inForce === undefined) return [];
    const { reporter } = inForce.plan;
    return [
      {
        inForce,
        counts: reporter === parties?.supplier ? ('supplier' as const) : reporter === parties?.customer ? ('customer' as const) : undefined,
      },
    ];
  });
};
