import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { StatementSummary } from '../../api/answers.ts';
import type { Terms } from '../../api/terms.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { dayAndMonth, isDay, plusDays, plusMonths, shortDay } from '../../figures/days.ts';
import { statementsQuery } from './queries.ts';

export type End = { readonly on: string; readonly knownAt: number };
type Chosen = { readonly fromOn: string | undefined; readonly fromKnownAt: string | undefined };

type Props = {
  readonly id: string;
  readonly terms: Terms;
  readonly from: End;
  readonly to: End;
  readonly onFrom: (from: Chosen) => void;
  readonly onTo: (to: { readonly on: string; readonly knownAt: string }) => void;
};

const isOf = ({ period, knownAt }: StatementSummary, end: End): boolean => period.to === end.on && knownAt === end.knownAt;
const named = ({ number, period, earned }: StatementSummary): string =>
  `No. ${number}, ${dayAndMonth(period.from)} – ${shortDay(period.to)}: ${formatDecimal(earned)}`;

/** What a statement booked is a figure like any other: of its period's last day, as known at its position. */
const Statements = ({
  label,
  all,
  end,
  onChoose,
}: {
  readonly label: string;
  readonly all: readonly StatementSummary[];
  readonly end: End;
  readonly onChoose: (one: StatementSummary) => void;
}): ReactNode => (
  <label className="field">
    <span>{label}</span>
    <select
      className="input"
      value={all.find((one) => isOf(one, end))?.number ?? ''}
      onChange={({ target }) => {
        const one = all.find(({ number }) => String(number) === target.value);
        if (one !== undefined) onChoose(one);
      }}
    >
      <option value="">none chosen</option>
      {all.map((one) => (
        <option key={one.number} value={one.number}>
          {named(one)}
        </option>
      ))}
    </select>
  </label>
);

/** The other end of the way: any day, as known at any position, or what a statement booked. */
export const FromBar = ({ id, terms, from, to, onFrom, onTo }: Props): ReactNode => {
  const { data } = useQuery(statementsQuery(id));
  const statements = data?.statements ?? [];
  const [known, setKnown] = useState(String(from.knownAt));
  useEffect(() => {
    setKnown(String(from.knownAt));
  }, [from.knownAt]);
  const takeKnown = (): void => {
    if (/^\d{1,12}$/.test(known) && Number(known) !== from.knownAt) onFrom({ fromOn: from.on, fromKnownAt: String(Number(known)) });
  };
  const before = plusDays(terms.from, -1);
  const picks: readonly (readonly [string, Chosen])[] = [
    ['The beginning', { fromOn: undefined, fromKnownAt: undefined }],
    ['The day before', { fromOn: plusDays(to.on, -1), fromKnownAt: undefined }],
    ['A month before', { fromOn: plusMonths(to.on, -1), fromKnownAt: undefined }],
    ['Before the last event', { fromOn: undefined, fromKnownAt: String(Math.max(0, to.knownAt - 1)) }],
  ];
  return (
    <div className="panel from-bar not-printed" role="group" aria-label="From which figure">
      <label className="field">
        <span>From the figure about the day</span>
        <input
          className="input"
          type="date"
          value={from.on}
          onChange={({ target }) => {
            if (isDay(target.value))
              onFrom({ fromOn: target.value, fromKnownAt: from.knownAt === to.knownAt ? undefined : String(from.knownAt) });
          }}
        />
      </label>
      <label className="field">
        <span>As known at position</span>
        <input
          className="input known"
          inputMode="numeric"
          value={known}
          onChange={({ target }) => {
            setKnown(target.value);
          }}
          onBlur={takeKnown}
          onKeyDown={({ key }) => {
            if (key === 'Enter') takeKnown();
          }}
        />
      </label>
      {statements.length === 0 ? null : (
        <>
          <Statements
            label="From what was booked"
            all={statements}
            end={from}
            onChoose={({ period, knownAt }) => {
              onFrom({ fromOn: period.to, fromKnownAt: String(knownAt) });
            }}
          />
          <Statements
            label="To what was booked"
            all={statements}
            end={to}
            onChoose={({ period, knownAt }) => {
              onTo({ on: period.to, knownAt: String(knownAt) });
            }}
          />
        </>
      )}
      <div className="row picks">
        {picks.map(([name, chosen]) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={
              (chosen.fromOn ?? (chosen.fromKnownAt === undefined ? before : to.on)) === from.on &&
              Number(chosen.fromKnownAt ?? to.knownAt) === from.knownAt
            }
            onClick={() => {
              onFrom(chosen);
            }}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
};
