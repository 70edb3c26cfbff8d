import { type ReactNode, useState } from 'react';
import { forecastOf } from './queries.ts';

/** How sales go on after the day: not at all, at the pace so far, or as the year before with so much growth. */
export const ForecastChoice = ({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (forecast: string | undefined) => void;
}): ReactNode => {
  const [, growth] = /^growth=(.+)$/.exec(value ?? '') ?? [];
  const [text, setText] = useState(growth ?? '0');
  const take = (next: string): void => {
    setText(next);
    if (forecastOf(`growth=${next}`) !== undefined) onChange(`growth=${next}`);
  };
  return (
    <span className="row small">
      <label className="row">
        <span className="muted">After that day</span>
        <select
          className="input"
          value={growth === undefined ? (value ?? '') : 'growth'}
          onChange={({ target }) => {
            onChange(target.value === '' ? undefined : target.value === 'growth' ? `growth=${text}` : target.value);
          }}
        >
          <option value="">what is known only</option>
          <option value="runRate">sales go on at the pace so far</option>
          <option value="growth">as the year before, with growth of</option>
        </select>
      </label>
      {growth === undefined ? null : (
        <label className="row">
          <input
            className="input growth"
            inputMode="decimal"
            aria-label="Growth over the year before, in percent"
            value={text}
            onChange={({ target }) => {
              take(target.value);
            }}
          />{' '}
          %
        </label>
      )}
    </span>
  );
};
