import { type ReactNode, useEffect, useState } from 'react';
import { isDay } from '../figures/days.ts';
import type { Axes } from './axes.ts';
import './axes-bar.css';
import { Help } from './help.tsx';

type Props = {
  readonly axes: Axes;
  readonly newest: number | undefined;
  readonly answered?: { readonly on: string; readonly knownAt?: number } | undefined;
  readonly onChange: (axes: Axes) => void;
  readonly children?: ReactNode;
};

/** The two times of what is on the screen: both are always said, and either can be typed. */
export const AxesBar = ({ axes, newest, answered, onChange, children }: Props): ReactNode => {
  const [known, setKnown] = useState(axes.knownAt ?? '');
  useEffect(() => {
    setKnown(axes.knownAt ?? '');
  }, [axes.knownAt]);
  const takeKnown = (text: string): void => {
    const { on } = axes;
    const most = newest ?? Number.MAX_SAFE_INTEGER;
    onChange({
      ...(on === undefined ? {} : { on }),
      ...(/^\d{1,12}$/.test(text) && Number(text) <= most ? { knownAt: String(Number(text)) } : {}),
    });
  };
  return (
    <div className="axes panel">
      <label className="field">
        <span>About the day</span>
        <input
          className="input"
          type="date"
          value={axes.on ?? answered?.on ?? ''}
          onChange={({ target }) => {
            if (isDay(target.value)) onChange({ ...axes, on: target.value });
          }}
        />
      </label>
      {children}
      <label className="field">
        <span>As known at position</span>
        <input
          className="input known"
          inputMode="numeric"
          placeholder={newest === undefined ? 'newest' : `newest (${newest})`}
          value={known}
          onChange={({ target }) => {
            setKnown(target.value);
          }}
          onBlur={() => {
            takeKnown(known);
          }}
          onKeyDown={({ key }) => {
            if (key === 'Enter') takeKnown(known);
          }}
        />
      </label>
      {axes.knownAt === undefined ? null : (
        <button
          type="button"
          className="button"
          onClick={() => {
            takeKnown('');
          }}
        >
          As known now
        </button>
      )}
      <Help of="knownAt" />
    </div>
  );
};
