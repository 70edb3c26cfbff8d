import type { Leaf } from '#audit';
import type { Rejection } from '#kernel';
import type { LineChange, SaleLine, SalesData, SalesEventType, Stage } from '#rebates';
import { verificationRefusal } from '../refusals.ts';

/** A line as it stands, with where it stands. */
export type Standing = { readonly key: string; readonly stage: Stage; readonly document: string; readonly line: SaleLine };

export const referenceKey = (stage: Stage, reference: string): string => `${stage}\n${reference}`;

/**
 * The lines of one reporter, by the law of sales: the first record of a line counts, an equal repeat or another record of
 * it changes nothing, and only a correction brings back what was struck out. Unlike the views it believes no event about
 * what stood before.
 */
export class StandingLines {
  readonly #lines = new Map<string, Standing | 'void'>();
  /** Lines that name a sale, by the sale's key. */
  readonly #naming = new Map<string, Set<string>>();

  /** What an event does to its lines, one after the other; or what it says wrongly of how they stood. */
  *changes({ type, data: raw, position }: Leaf): Generator<LineChange, Rejection | undefined> {
    const data = raw as unknown as SalesData;
    const { document, stage } = data;
    for (const line of data.lines) {
      const key = referenceKey(stage, `${document}#${line.line}`);
      const known = this.#lines.get(key);
      const was = known === 'void' ? undefined : known?.line;
      if (!isApplied(type as SalesEventType, known)) continue;
      if (!saysWhatStood(type as SalesEventType, data, line, was)) return verificationRefusal('LINE_STOOD_OTHERWISE', { line: line.line, document });
      const now = type === 'SalesVoided' ? undefined : line;
      this.#put(key, stage, document, now);
      yield { position, document, stage, line: now, was, corrects: type === 'SalesCorrected' || type === 'SalesVoided' };
    }
    return undefined;
  }

  find(key: string): SaleLine | undefined {
    const known = this.#lines.get(key);
    return known === undefined || known === 'void' ? undefined : known.line;
  }

  /** The lines that name this one as their sale. */
  naming(key: string): Standing[] {
    return [...(this.#naming.get(key) ?? [])].flatMap((own) => {
      const known = this.#lines.get(own);
      return known === undefined || known === 'void' || known.line.returns === undefined || referenceKey(known.stage, known.line.returns) !== key ? [] : [known];
    });
  }

  #put(key: string, stage: Stage, document: string, line: SaleLine | undefined): void {
    this.#lines.set(key, line === undefined ? 'void' : { key, stage, document, line });
    if (line?.returns === undefined) return;
    const named = referenceKey(stage, line.returns);
    this.#naming.set(named, (this.#naming.get(named) ?? new Set()).add(key));
  }
}

const isApplied = (type: SalesEventType, known: Standing | 'void' | undefined): boolean => {
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
