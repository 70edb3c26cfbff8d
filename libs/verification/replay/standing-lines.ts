import type { Leaf } from '#audit';
import type { Rejection } from '#kernel';
import type { LineChange, SaleLine, SalesData, SalesEventType, Stage } from '#rebates';
import { verificationRefusal } from '../refusals.ts';

/** A line as it stands, with where it stands. */
export type Standing = { readonly stage: Stage; readonly document: string; readonly line: SaleLine };

type Lines = Map<string, SaleLine | 'void'>;

const keyOf = (stage: Stage, text: string): string => `${stage}\n${text}`;
/** A line's number holds no `#`; a document's may. */
const parted = (reference: string): { readonly document: string; readonly line: string } => {
  const hash = reference.lastIndexOf('#');
  return { document: reference.slice(0, Math.max(hash, 0)), line: reference.slice(hash + 1) };
};

/**
 * The lines of one reporter, by the law of sales: the first record of a line counts, an equal repeat or another record of
 * it changes nothing, and only a correction brings back what was struck out. Unlike the views it believes no event about
 * what stood before.
 */
export class StandingLines {
  readonly #at: (position: number) => Leaf;
  /**
   * A document that one event recorded, and of which no other has spoken, is kept as the place of that event and read
   * again when it is asked for: nearly all are never asked for, and their lines would fill the memory.
   */
  readonly #documents = new Map<string, Lines | number>();
  /** Lines that name a sale, by the sale. */
  readonly #naming = new Map<string, Map<string, Pick<Standing, 'document'> & { readonly line: string }>>();

  /** @param at an event before the one that is taken, by its position. */
  constructor(at: (position: number) => Leaf) {
    this.#at = at;
  }

  /** What an event does to its lines, one after the other; or what it says wrongly of how they stood. */
  *changes({ type, data: raw, position, metadata }: Leaf): Generator<LineChange, Rejection | undefined> {
    const data = raw as unknown as SalesData;
    const { document, stage } = data;
    // What a command records follows from the command; what ended a disagreement, from the event that ended it.
    const { $causationId: causation, commandId: command } = metadata;
    const ruled = causation !== undefined && causation !== command ? { disputed: true } : {};
    const key = keyOf(stage, document);
    const before = this.#linesOf(key);
    const lines: Lines = before ?? new Map<string, SaleLine | 'void'>();
    if (before === undefined) this.#documents.set(key, lines);
    for (const line of data.lines) {
      const known = lines.get(line.line);
      const was = known === 'void' ? undefined : known;
      if (!isApplied(type as SalesEventType, known)) continue;
      if (!saysWhatStood(type as SalesEventType, data, line, was))
        return verificationRefusal('LINE_STOOD_OTHERWISE', { line: line.line, document });
      const now = type === 'SalesVoided' ? undefined : line;
      lines.set(line.line, now ?? 'void');
      if (now?.returns !== undefined) this.#name(keyOf(stage, now.returns), document, now.line);
      yield { position, document, stage, line: now, was, corrects: type === 'SalesCorrected' || type === 'SalesVoided', ...ruled };
    }
    if (before === undefined && type === 'SalesRecorded') this.#documents.set(key, position);
    return undefined;
  }

  /** The line that a reference (`document#line`) names. */
  find(stage: Stage, reference: string): SaleLine | undefined {
    const { document, line } = parted(reference);
    const known = this.#linesOf(keyOf(stage, document))?.get(line);
    return known === 'void' ? undefined : known;
  }

  /** The lines that name this one as their sale. */
  naming(stage: Stage, reference: string): Standing[] {
    return [...(this.#naming.get(keyOf(stage, reference))?.values() ?? [])].flatMap(({ document, line }) => {
      const known = this.find(stage, `${document}#${line}`);
      return known?.returns === reference ? [{ stage, document, line: known }] : [];
    });
  }

  #linesOf(key: string): Lines | undefined {
    const known = this.#documents.get(key);
    if (typeof known !== 'number') return known;
    const lines: Lines = new Map();
    for (const line of (this.#at(known).data as unknown as SalesData).lines) if (!lines.has(line.line)) lines.set(line.line, line);
    this.#documents.set(key, lines);
    return lines;
  }

  #name(sale: string, document: string, line: string): void {
    const named = this.#naming.get(sale) ?? new Map<string, { document: string; line: string }>();
    this.#naming.set(sale, named.set(`${document}#${line}`, { document, line }));
  }
}

const isApplied = (type: SalesEventType, known: SaleLine | 'void' | undefined): boolean => {
  switch (type) {
    case 'SalesRecorded':
      return known === undefined;
    case 'SalesCorrected':
      return known !== undefined;
    case 'SalesVoided':
    case 'SalesPaid':
      return known !== undefined && known !== 'void';
    default:
      return type satisfies never;
  }
};

/** Leaves are canonical, so that equal lines are equal texts. */
const isEqual = (a: SaleLine | undefined, b: SaleLine | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

const saysWhatStood = (type: SalesEventType, { was }: SalesData, line: SaleLine, stood: SaleLine | undefined): boolean => {
  if (type === 'SalesRecorded') return true;
  return isEqual(type === 'SalesVoided' ? line : was?.find((one) => one.line === line.line), stood);
};
