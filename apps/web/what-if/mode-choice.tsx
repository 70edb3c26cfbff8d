import type { ReactNode } from 'react';
import type { Amendment } from '../api/negotiation-answers.ts';
import { isDay } from '../figures/days.ts';

const MODES: Readonly<Record<Amendment['mode'], string>> = {
  restate: 'Restate: the new terms hold from the first day of the measurement period that has this day in it.',
  carry: 'Carry: what was earned before this day is frozen; volume from it on earns the rate that the whole volume reaches.',
  restart: 'Restart: the period closes the day before, and another begins at zero.',
};
const ORDER = ['restate', 'carry', 'restart'] as const;

type Chosen = { readonly mode: Amendment['mode']; readonly effective: string };
type Props = Chosen & { readonly name: string; readonly from: string; readonly to: string; readonly onChange: (chosen: Chosen) => void };

/** From which day, and what happens to what was earned before it. */
export const ModeChoice = ({ name, mode, effective, from, to, onChange }: Props): ReactNode => (
  <div className="mode-choice">
    <label className="field">
      <span>Effective from</span>
      <input
        className="input"
        type="date"
        min={from}
        max={to}
        required
        value={effective}
        onChange={({ target }) => {
          if (isDay(target.value)) onChange({ mode, effective: target.value });
        }}
      />
    </label>
    <fieldset>
      <legend className="label">What was earned before</legend>
      {ORDER.map((one) => (
        <label key={one} className="small choice">
          <input
            type="radio"
            name={`mode-${name}`}
            checked={mode === one}
            onChange={() => {
              onChange({ mode: one, effective });
            }}
          />{' '}
          <span>{MODES[one]}</span>
        </label>
      ))}
    </fieldset>
  </div>
);
