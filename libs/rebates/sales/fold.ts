import type { SalesEvent } from './events.ts';
import type { SaleLine } from './line.ts';
import { isSameLine, withKnownPayment } from './same-line.ts';

/** The lines of one document (reporter, stage, document) as they now stand, by line number. */
export type KnownDocument = ReadonlyMap<string, SaleLine | 'void'>;

/** An event that says of a known line something else than is known, or speaks of a line that is not there. It is listed and changes nothing. */
export type LineConflict = {
  readonly type: SalesEvent['type'];
  readonly line: string;
  readonly known: SaleLine | 'void' | 'unknown';
  readonly sent: SaleLine;
};

export type FoldedDocument = { readonly known: KnownDocument; readonly conflicts: readonly LineConflict[] };
export const NO_DOCUMENT: FoldedDocument = { known: new Map(), conflicts: [] };

/**
 * The law of sales, whatever a decider let through: the first position of an identity counts, an equal repeat is
 * ignored, a different one is a listed conflict. Writes into `known`, so that an index of many documents is cheap.
 */
export const applySales = (known: Map<string, SaleLine | 'void'>, event: SalesEvent): readonly LineConflict[] => {
  const conflicts: LineConflict[] = [];
  for (const sent of event.data.lines) {
    const now = known.get(sent.line);
    const conflict = (): void => {
      conflicts.push({ type: event.type, line: sent.line, known: now ?? 'unknown', sent });
    };
    switch (event.type) {
      case 'SalesRecorded':
        if (now === undefined) known.set(sent.line, sent);
        else if (now === 'void' || !isSameLine(withKnownPayment(sent, now), now)) conflict();
        break;
      case 'SalesCorrected':
        if (now === undefined) conflict();
        else known.set(sent.line, sent);
        break;
      case 'SalesVoided':
        if (now === undefined) conflict();
        else known.set(sent.line, 'void');
        break;
      case 'SalesPaid':
        if (now === undefined || now === 'void') conflict();
        else known.set(sent.line, sent);
        break;
      default:
        return event satisfies never;
    }
  }
  return conflicts;
};

export const foldSales = (folded: FoldedDocument, event: SalesEvent): FoldedDocument => {
  const known = new Map(folded.known);
  const conflicts = applySales(known, event);
  return { known, conflicts: conflicts.length === 0 ? folded.conflicts : [...folded.conflicts, ...conflicts] };
};
