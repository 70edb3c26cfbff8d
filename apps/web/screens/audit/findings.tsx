import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { eventQuery } from '../../api/queries.ts';
import { shortDay } from '../../figures/days.ts';
import type { CheckReport, Finding } from './answers.ts';

const KINDS: Readonly<Record<Finding['kind'], readonly [word: string, tone: string]>> = { wrong: ['wrong', 'bad'], open: ['open', 'warn'] };
const MOST_EVENTS = 20;
/** A side that has recorded nothing yet differs in every line. */
const FIRST_FINDINGS = 8;

/** An event by its position; who may read the whole partnership sees what it was, and goes to it. */
const Event = ({
  agreement,
  position,
  isWhole,
}: {
  readonly agreement: string;
  readonly position: number;
  readonly isWhole: boolean;
}): ReactNode => {
  const { data } = useQuery({ ...eventQuery(agreement, position), enabled: isWhole });
  if (data === undefined || data === null) return <li>position {position}</li>;
  const search = { event: String(position), ...(data.from === null ? {} : { on: data.from }) };
  return (
    <li>
      <Link to="/agreements/$agreement/replay" params={{ agreement }} search={search}>
        position {position}
      </Link>
      : {data.summary} {data.from === null ? '' : <span className="muted">about {shortDay(data.from)}</span>}
    </li>
  );
};

const One = ({
  agreement,
  finding,
  isWhole,
}: {
  readonly agreement: string;
  readonly finding: Finding;
  readonly isWhole: boolean;
}): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const { kind, subject, words, events } = finding;
  const [word, tone] = KINDS[kind];
  return (
    <li className="finding">
      <p>
        <span className={`pill ${tone}`}>{word}</span> <strong>{subject}</strong>: {words}
      </p>
      {events.length === 0 ? null : (
        <details
          className="small"
          onToggle={({ currentTarget }) => {
            setOpen(currentTarget.open);
          }}
        >
          <summary>{events.length === 1 ? 'Its event' : `Its ${events.length} events`}</summary>
          {isOpen ? (
            <ul>
              {events.slice(0, MOST_EVENTS).map((position) => (
                <Event key={position} agreement={agreement} position={position} isWhole={isWhole} />
              ))}
              {events.length > MOST_EVENTS ? <li className="muted">and {events.length - MOST_EVENTS} more: JSON has them all</li> : null}
            </ul>
          ) : null}
        </details>
      )}
    </li>
  );
};

/** A check: what it holds true, how many things it looked at, and what it found. */
export const Check = ({
  agreement,
  report,
  isWhole,
}: {
  readonly agreement: string;
  readonly report: CheckReport;
  readonly isWhole: boolean;
}): ReactNode => {
  const { check, holds, looked, findings } = report;
  const [most, setMost] = useState(FIRST_FINDINGS);
  const isWrong = findings.some(({ kind }) => kind === 'wrong');
  return (
    <li className="check" data-check={check}>
      <p className="row">
        <span className={`pill ${isWrong ? 'bad' : findings.length > 0 ? 'warn' : looked === 0 ? '' : 'good'}`}>
          {isWrong ? 'does not hold' : findings.length > 0 ? `${findings.length} open` : looked === 0 ? 'nothing to look at' : 'holds'}
        </span>{' '}
        {holds} <span className="muted small">{looked} looked at</span>
      </p>
      {findings.length === 0 ? null : (
        <ul className="findings">
          {findings.slice(0, most).map((finding) => (
            <One key={`${finding.subject} ${finding.words}`} agreement={agreement} finding={finding} isWhole={isWhole} />
          ))}
        </ul>
      )}
      {findings.length > most ? (
        <div>
          <button
            type="button"
            className="button"
            onClick={() => {
              setMost(most * 8);
            }}
          >
            More of the {findings.length}
            <span className="seen-by-readers"> of: {holds}</span>
          </button>
        </div>
      ) : null}
    </li>
  );
};
