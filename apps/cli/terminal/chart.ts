/** A small chart in text: for the eye only, so plain numbers are good enough here. */
const HEIGHT = 12;
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const MAX_WIDTH = 100;

export type Point = { readonly label: string; readonly value: string };

/** The last point of each column: a balance is what it is at the end of a stretch of days. */
const sampled = (points: readonly Point[], width: number): readonly Point[] => {
  if (points.length <= width) return points;
  return Array.from(
    { length: width },
    (_, column) => points[Math.ceil(((column + 1) * points.length) / width) - 1] ?? { label: '', value: '0' },
  );
};

const blockAt = (height: number, row: number): string => BLOCKS[Math.max(0, Math.min(8, Math.round((height - row) * 8)))] ?? ' ';

export const chartLines = (points: readonly Point[], columns: number): readonly string[] => {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return ['(no days)'];
  const margin = Math.max(...points.map((point) => point.value.length)) + 2;
  const shown = sampled(points, Math.max(10, Math.min(MAX_WIDTH, columns - margin - 1)));
  const numbers = shown.map((point) => Number(point.value));
  const top = Math.max(...numbers, 0);
  const bottom = Math.min(...numbers, 0);
  const span = top - bottom === 0 ? 1 : top - bottom;
  const heights = numbers.map((value) => ((value - bottom) / span) * HEIGHT);
  const rows = Array.from({ length: HEIGHT }, (_, index) => {
    const row = HEIGHT - 1 - index;
    const label = index === 0 ? top.toFixed(2) : row === 0 ? bottom.toFixed(2) : '';
    return `${label.padStart(margin - 1)} ${heights.map((height) => blockAt(height, row)).join('')}`.trimEnd();
  });
  const gap = Math.max(1, shown.length - first.label.length - last.label.length);
  return [...rows, `${' '.repeat(margin)}${first.label}${' '.repeat(gap)}${last.label}`];
};
