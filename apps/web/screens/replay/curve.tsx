import { type PointerEvent, type ReactNode, memo, useCallback, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { dayAndMonth } from '../../figures/days.ts';

export type Curves = {
  readonly days: readonly string[];
  readonly now: Float64Array;
  readonly then: Float64Array | undefined;
  readonly projected: Float64Array;
  readonly booked: readonly (number | null)[] | undefined;
};

const HEIGHT_PX = 260;
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

/** Where the drawing begins and how wide it is, for what lies over it. */
type Plot = { readonly left: number; readonly width: number };

const optionsOf = ({ days, then, booked }: Curves, width: number, onPlaced: (plot: Plot) => void): uPlot.Options => {
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  const ratio = devicePixelRatio;
  return {
    width,
    height: HEIGHT_PX,
    cursor: { show: false },
    legend: { show: false },
    padding: [8, 8, 0, 0],
    scales: { x: { time: false, range: [0, days.length - 1] } },
    axes: [
      { ...axis, values: (_, splits) => splits.map((split) => (days[split] === undefined ? '' : dayAndMonth(days[split]))) },
      { ...axis, size: 64, values: (_, splits) => splits.map((split) => whole.format(split)) },
    ],
    series: [
      {},
      { label: 'projected', stroke: colour('--curve-ahead'), width: 1, dash: [4, 4], points: { show: false } },
      {
        label: 'known now',
        stroke: colour('--curve-now'),
        width: 2,
        points: { show: false },
        paths: uPlot.paths.stepped?.({ align: 1 }) ?? null,
      },
      ...(then === undefined
        ? []
        : [
            {
              label: 'known then',
              stroke: colour('--curve-then'),
              width: 2,
              points: { show: false },
              paths: uPlot.paths.stepped?.({ align: 1 }) ?? null,
            },
          ]),
      ...(booked === undefined
        ? []
        : [
            {
              label: 'booked',
              stroke: colour('--curve-booked'),
              width: 2,
              dash: [8, 3],
              points: { show: false },
              paths: uPlot.paths.stepped?.({ align: 1 }) ?? null,
            },
          ]),
    ] as uPlot.Series[],
    hooks: {
      draw: [
        (plot) => {
          onPlaced({ left: plot.bbox.left / ratio, width: plot.bbox.width / ratio });
        },
      ],
    },
  };
};

const dataOf = ({ days, now, then, projected, booked }: Curves): uPlot.AlignedData =>
  [
    days.map((_, index) => index),
    projected,
    now,
    ...(then === undefined ? [] : [then]),
    ...(booked === undefined ? [] : [booked]),
  ] as unknown as uPlot.AlignedData;

/** The curves are drawn when their data change, and not when the day does: the cursor lies over them. */
const Drawing = memo(({ curves, onPlaced }: { readonly curves: Curves; readonly onPlaced: (plot: Plot) => void }): ReactNode => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    let plot: uPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      plot = new uPlot(optionsOf(curves, box.clientWidth, onPlaced), dataOf(curves), box);
    };
    draw();
    const resized = new ResizeObserver(() => {
      if (plot !== undefined && plot.width !== box.clientWidth) plot.setSize({ width: box.clientWidth, height: HEIGHT_PX });
    });
    resized.observe(box);
    const theme = matchMedia('(prefers-color-scheme: dark)');
    theme.addEventListener('change', draw);
    // Paper is white, also for those who look at it in the dark.
    const printed = matchMedia('print');
    printed.addEventListener('change', draw);
    const switched = new MutationObserver(draw);
    switched.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      switched.disconnect();
      theme.removeEventListener('change', draw);
      printed.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [curves, onPlaced]);
  return <div className="curve-place" ref={place} />;
});

type Props = { readonly curves: Curves; readonly day: number; readonly onDay: (day: number, settled: boolean) => void };

export const Curve = ({ curves, day, onDay }: Props): ReactNode => {
  const over = useRef<HTMLDivElement>(null);
  const last = curves.days.length - 1;
  const place = useCallback((plot: Plot): void => {
    over.current?.style.setProperty('--plot-left', `${plot.left}px`);
    over.current?.style.setProperty('--plot-width', `${plot.width}px`);
  }, []);
  const dayAt = (event: PointerEvent<HTMLDivElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.round(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * last);
  };
  return (
    <div className="curve" ref={over}>
      <Drawing curves={curves} onPlaced={place} />
      <div
        className="curve-over"
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          onDay(dayAt(event), false);
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) onDay(dayAt(event), false);
        }}
        onPointerUp={(event) => {
          onDay(dayAt(event), true);
        }}
      >
        <div className="curve-future" style={{ insetInlineStart: `${(day / last) * 100}%` }} />
      </div>
    </div>
  );
};
