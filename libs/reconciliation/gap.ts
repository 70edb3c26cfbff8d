import { type Day, formatDay, formatScaled, scaled, toDay } from '#kernel';
import type { Variance, VarianceKind } from './variance.ts';

/** `net`: theirs less ours. `gross`: the same with every variance counted from 0 up, so that opposite errors both show. */
export type GapFigure = { readonly net: string; readonly gross: string };
export type GapDay = { readonly day: string; readonly total: GapFigure; readonly byKind: Readonly<Record<VarianceKind, GapFigure>> };

/** In the order in which they are told. */
export const VARIANCE_KINDS = [
  'missing',
  'duplicate',
  'product',
  'unit',
  'quantity',
  'currency',
  'price',
  'member',
  'date',
] as const satisfies readonly VarianceKind[];

type Step = { readonly day: Day; readonly kind: VarianceKind; readonly net: bigint; readonly gross: bigint };
type Sum = { net: bigint; gross: bigint };

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** A variance opens on its day and stays; a date lasts until both sides have the line, and is worth the line so long. */
const stepsOf = ({ kind, since, until, value, ours, theirs }: Variance): Step[] => {
  const day = toDay(since.day);
  if (kind !== 'date' || until === undefined) return [{ day, kind, net: scaled(value), gross: size(scaled(value)) }];
  const isOursFirst = ours?.date === since.day;
  const moved = isOursFirst ? -scaled(ours.compared.value) : scaled(theirs?.compared.value ?? '0');
  const worth = scaled(value);
  return [
    { day, kind, net: moved, gross: size(moved) },
    { day: toDay(until), kind, net: worth - moved, gross: size(worth) - size(moved) },
  ];
};

const figureOf = ({ net, gross }: Sum): GapFigure => ({ net: formatScaled(net), gross: formatScaled(gross) });

/** How far the two sides' records are apart about each day, cumulative, by kind. Both days included. */
export const gapByDay = (variances: readonly Variance[], from: string, to: string): readonly GapDay[] => {
  const steps = variances.flatMap(stepsOf).sort((a, b) => a.day - b.day);
  const sums: Record<VarianceKind, Sum> = Object.fromEntries(VARIANCE_KINDS.map((kind) => [kind, { net: 0n, gross: 0n }])) as Record<
    VarianceKind,
    Sum
  >;
  const days: GapDay[] = [];
  let index = 0;
  for (let day = toDay(from); day <= toDay(to); day += 1) {
    for (let step = steps[index]; step !== undefined && step.day <= day; index += 1, step = steps[index]) {
      sums[step.kind].net += step.net;
      sums[step.kind].gross += step.gross;
    }
    const total = VARIANCE_KINDS.reduce<Sum>((sum, kind) => ({ net: sum.net + sums[kind].net, gross: sum.gross + sums[kind].gross }), {
      net: 0n,
      gross: 0n,
    });
    const byKind = Object.fromEntries(VARIANCE_KINDS.map((kind) => [kind, figureOf(sums[kind])])) as Record<VarianceKind, GapFigure>;
    days.push({ day: formatDay(day), total: figureOf(total), byKind });
  }
  return days;
};
