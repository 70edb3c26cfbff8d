import { addToList, Rational, sum } from '#kernel';
import type { Amounts, Cell, Earning, EarnInput, TargetCells } from '../programmes/kind.ts';
import { NO_AMOUNTS, plus } from './sums.ts';

const byDocument = (cells: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> => {
  const documents = new Map<string, Cell[]>();
  for (const cell of cells) addToList(documents, cell.document ?? '', cell);
  return documents;
};
const amountsOf = (cells: readonly Cell[]): Amounts => cells.reduce((total, cell) => plus(total, cell.amounts), NO_AMOUNTS);

/**
 * Where the period is the document, each document is measured and earns for itself (domain.md §4, ordered kinds): what
 * the programme earns is their sum, and no step is reached by all of them together.
 */
export const earnByDocument = (earn: (input: EarnInput) => Earning, input: EarnInput): Earning => {
  const target = byDocument(input.targetCells().upTo);
  const earnings = new Map(
    [...byDocument(input.cells)].map(([document, cells]): [string, Earning] => {
      const upTo = target.get(document) ?? [];
      const targetCells = (): TargetCells => ({ upTo, before: [] });
      return [document, earn({ ...input, cells, targetCells, upTo: amountsOf(upTo), before: NO_AMOUNTS, stretch: input.period })];
    }),
  );
  const earningOf = (cell: Cell): Earning | undefined => earnings.get(cell.document ?? '');
  const onPart = (part: Cell): Rational => earningOf(part)?.onPart(part) ?? Rational.zero;
  const all = [...earnings.values()];
  const units = all.flatMap((earning) => (earning.units === undefined ? [] : [earning.units]));
  const perLine = all.every((earning) => earning.atRateReached === undefined);
  return {
    total: sum(all.map((earning) => earning.total)),
    perCell: input.cells.map(onPart),
    step: undefined,
    nextBound: undefined,
    atRateReached: perLine ? undefined : (line) => earningOf(line)?.atRateReached?.(line) ?? Rational.zero,
    onPart,
    ...(units.length === 0 ? {} : { units: sum(units) }),
  };
};
