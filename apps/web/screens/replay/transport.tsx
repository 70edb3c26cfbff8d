import { type ReactNode, useEffect, useRef } from 'react';
import { isDay } from '../../figures/days.ts';

export const SPEEDS = [1, 7, 30] as const;
export type Speed = (typeof SPEEDS)[number];

/** Goes on by whole days at so many a second, until the last one. */
export const usePlay = (speed: Speed | undefined, step: (days: number) => void): void => {
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    if (speed === undefined) return undefined;
    let frame = 0;
    let shownAt = performance.now();
    const tick = (now: number): void => {
      const days = Math.floor(((now - shownAt) / 1_000) * speed);
      if (days > 0) {
        shownAt += (days / speed) * 1_000;
        latest.current(days);
      }
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [speed]);
};

type Props = {
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly speed: Speed | undefined;
  readonly onSpeed: (speed: Speed | undefined) => void;
  readonly onDay: (day: string) => void;
  readonly onFirst: () => void;
  readonly onLast: () => void;
  readonly onEvent: (step: 1 | -1) => void;
};

export const Transport = ({ on, from, to, speed, onSpeed, onDay, onFirst, onLast, onEvent }: Props): ReactNode => (
  <div className="transport not-printed" role="group" aria-label="Go through the year">
    <button type="button" className="button" onClick={onFirst} title="First day (Home)">
      First
    </button>
    <button
      type="button"
      className="button"
      onClick={() => {
        onEvent(-1);
      }}
      title="Previous event (K)"
    >
      Previous event
    </button>
    {SPEEDS.map((one) => (
      <button
        key={one}
        type="button"
        className="button"
        aria-pressed={speed === one}
        onClick={() => {
          onSpeed(speed === one ? undefined : one);
        }}
      >
        {speed === one ? 'Stop' : `Play ${one}`}
        <span className="seen-by-readers"> {one === 1 ? 'day' : 'days'} a second</span>
      </button>
    ))}
    <button
      type="button"
      className="button"
      onClick={() => {
        onEvent(1);
      }}
      title="Next event (J)"
    >
      Next event
    </button>
    <button type="button" className="button" onClick={onLast} title="Last day (End)">
      Last
    </button>
    <label className="row small">
      <span className="muted">Day</span>
      <input
        className="input"
        type="date"
        min={from}
        max={to}
        value={on}
        onChange={({ target }) => {
          if (isDay(target.value)) onDay(target.value);
        }}
      />
    </label>
  </div>
);
