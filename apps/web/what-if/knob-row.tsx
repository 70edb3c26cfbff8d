import { type ReactNode, useEffect, useId, useState } from 'react';
import { formatDecimal } from '../figures/amounts.ts';
import { type Knob, isDecimal, slideOf, tickOf, valueAtTick } from './knobs.ts';
import './knob-row.css';

type Props = { readonly knob: Knob; readonly value: string; readonly unit: string; readonly onTurn: (value: string) => void };

/** One decimal of the terms: a slider for trying, a field for saying exactly. */
export const KnobRow = ({ knob, value, unit, onTurn }: Props): ReactNode => {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => {
    setText(value);
  }, [value]);
  const slide = slideOf(knob);
  const isTurned = value !== knob.value;
  const shownUnit = knob.kind === 'rate' ? (knob.at.endsWith('percent') ? '%' : unit) : unit;
  return (
    <div className="knob" data-turned={isTurned}>
      <span className="knob-name">
        <label htmlFor={id}>{knob.label}</label>
        <span className="small muted">
          {isTurned ? (
            <>
              was {formatDecimal(knob.value)}{' '}
              <button
                type="button"
                className="button plain"
                aria-label={`${knob.label}: back to ${knob.value}`}
                onClick={() => {
                  onTurn(knob.value);
                }}
              >
                back
              </button>
            </>
          ) : null}
        </span>
      </span>
      <input
        className="knob-slider"
        type="range"
        aria-label={`${knob.label}, slider`}
        min={0}
        max={slide.ticks}
        step={1}
        value={tickOf(value, slide)}
        aria-valuetext={`${formatDecimal(value)} ${shownUnit}`}
        onChange={({ target }) => {
          onTurn(valueAtTick(Number(target.value), slide));
        }}
      />
      <span className="knob-number">
        <input
          id={id}
          className="input"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={!isDecimal(text)}
          onChange={({ target }) => {
            setText(target.value);
            if (isDecimal(target.value)) onTurn(target.value);
          }}
          onBlur={() => {
            setText(value);
          }}
        />
        <span className="small muted">{shownUnit}</span>
      </span>
    </div>
  );
};
