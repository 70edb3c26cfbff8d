import { type KeyboardEvent, type PointerEvent, type ReactNode, memo, useRef } from 'react';
import { KINDS, type Kind, type Tick } from './year.ts';

const MARKS: Readonly<Record<Kind, string>> = {
  signature: 'sig',
  amendment: 'ame',
  'step crossed': 'ste',
  'late sale': 'lat',
  dispute: 'dis',
  close: 'clo',
  settlement: 'set',
};

const Ticks = memo(({ ticks, last }: { readonly ticks: readonly Tick[]; readonly last: number }): ReactNode => (
  <div className="ticks" aria-hidden="true">
    {ticks.map(({ day, kind, name }, index) => (
      <i
        key={index}
        className={`tick ${MARKS[kind]}`}
        title={`Day ${day + 1}: ${name}`}
        style={{ insetInlineStart: `${(day / last) * 100}%` }}
      />
    ))}
  </div>
));

export const Legend = memo(({ ticks }: { readonly ticks: readonly Tick[] }): ReactNode => {
  const kinds = KINDS.filter((kind) => ticks.some((tick) => tick.kind === kind));
  return (
    <ul className="legend small">
      {kinds.map((kind) => (
        <li key={kind}>
          <i className={`tick ${MARKS[kind]}`} aria-hidden="true" />
          {kind}
        </li>
      ))}
    </ul>
  );
});

type SliderProps = {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** What is spoken: the value with its meaning. */
  readonly text: string;
  readonly className: string;
  readonly onChange: (value: number, settled: boolean) => void;
  /** Steps of PgUp and PgDn, from a value. */
  readonly far?: (value: number, direction: 1 | -1) => number;
  readonly children?: ReactNode;
};

/** A slider by the ARIA pattern: drag it, or arrows, PgUp, PgDn, Home and End. */
export const Slider = ({ name, value, least, most, text, className, onChange, far, children }: SliderProps): ReactNode => {
  const track = useRef<HTMLDivElement>(null);
  const valueAt = (clientX: number): number => {
    const box = track.current?.getBoundingClientRect();
    const share = box === undefined || box.width === 0 ? 0 : (clientX - box.left) / box.width;
    return Math.round(least + Math.max(0, Math.min(1, share)) * (most - least));
  };
  const held = (next: number): number => Math.max(least, Math.min(most, next));
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    onChange(valueAt(event.clientX), false);
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 1) onChange(valueAt(event.clientX), false);
  };
  const key = (event: KeyboardEvent<HTMLDivElement>): void => {
    const wide = far ?? ((from: number, direction: 1 | -1) => from + direction * Math.max(1, Math.round((most - least) / 10)));
    const next: Readonly<Record<string, number>> = {
      ArrowRight: value + 1,
      ArrowUp: value + 1,
      ArrowLeft: value - 1,
      ArrowDown: value - 1,
      PageUp: wide(value, 1),
      PageDown: wide(value, -1),
      Home: least,
      End: most,
    };
    const wanted = next[event.key];
    if (wanted === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(held(wanted), true);
  };
  const share = most === least ? 0 : ((value - least) / (most - least)) * 100;
  return (
    <div
      className={`slider ${className}`}
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={(event) => {
        onChange(valueAt(event.clientX), true);
      }}
    >
      <div className="slider-track" ref={track}>
        {children}
        <div className="slider-done" style={{ width: `${share}%` }} />
        <div
          className="slider-handle"
          role="slider"
          tabIndex={0}
          aria-label={name}
          aria-valuemin={least}
          aria-valuemax={most}
          aria-valuenow={value}
          aria-valuetext={text}
          style={{ insetInlineStart: `${share}%` }}
          onKeyDown={key}
        />
      </div>
    </div>
  );
};

export { Ticks };
