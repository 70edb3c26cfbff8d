import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Amendment } from '../../api/negotiation-answers.ts';
import { problemIn } from '../../api/problem.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { clampDay, today } from '../../figures/days.ts';
import { Empty, Refused, Waiting } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { useDebounced } from '../../parts/use-debounced.ts';
import { Compared } from '../../what-if/compared.tsx';
import { ForecastChoice } from '../../what-if/forecast-choice.tsx';
import { type ProgrammeObject, programmesOn } from '../../what-if/knobs.ts';
import { comparisonQuery } from '../../what-if/queries.ts';
import { AmendmentCard } from './amendment-card.tsx';
import { AsRead } from './as-read.tsx';

const PAUSE_MS = 250;

type Props = {
  readonly agreement: string;
  readonly terms: Terms;
  readonly inForce: readonly Amendment[];
  readonly initial: readonly Amendment[];
  readonly names: Names;
  /** What is written, once it stands still; undefined where it changes nothing. */
  readonly onWritten: (amendments: readonly Amendment[]) => void;
};

const Meaning = ({
  agreement,
  terms,
  amendments,
  names,
}: Pick<Props, 'agreement' | 'terms' | 'names'> & { readonly amendments: readonly Amendment[] }): ReactNode => {
  const [forecast, setForecast] = useState<string>();
  const query = useQuery(comparisonQuery(agreement, {}, { with: [{ name: 'proposed', amendments }] }, forecast));
  return (
    <section className="panel stack" aria-labelledby="meaning-title">
      <div className="panel-head">
        <h2 id="meaning-title">What it would mean</h2>
        <ForecastChoice value={forecast} onChange={setForecast} />
      </div>
      {query.isError ? (
        <Refused problem={problemIn(query.error)} />
      ) : query.data === undefined ? (
        <Waiting lines={8} what="what it would mean" />
      ) : (
        <Compared comparison={query.data} terms={terms} isOld={query.isPlaceholderData} />
      )}
      <h2>How it reads</h2>
      <AsRead agreement={agreement} written={{ amendments }} names={names} />
    </section>
  );
};

/** Amendments of an agreement in force: a card for each programme that changes, and beside them what they mean. */
export const AmendmentsForm = ({ agreement, terms, inForce, initial, names, onWritten }: Props): ReactNode => {
  const [amendments, setAmendments] = useState(initial);
  const written = useDebounced(amendments, PAUSE_MS);
  useEffect(() => {
    onWritten(written.filter(({ change }) => Object.keys(change).length > 0));
  }, [written, onWritten]);
  const programmes = terms.programmes as readonly unknown[] as readonly ProgrammeObject[];
  const programmeOf = ({ programme, effective }: Amendment): ProgrammeObject =>
    programmesOn(programmes, inForce, effective).find(({ id }) => id === programme) ?? { id: programme };
  const rest = programmes.filter(({ id }) => !amendments.some(({ programme }) => programme === id));
  const add = (programme: string): void => {
    setAmendments((before) => [...before, { effective: clampDay(today(), terms.from, terms.to), programme, mode: 'restate', change: {} }]);
  };
  const changes = written.filter(({ change }) => Object.keys(change).length > 0);
  return (
    <div className="columns propose-columns">
      <div className="stack">
        {amendments.map((amendment, index) => (
          <AmendmentCard
            key={amendment.programme}
            amendment={amendment}
            programme={programmeOf(amendment)}
            terms={terms}
            onChange={(next) => {
              setAmendments((before) => before.map((one, place) => (place === index ? next : one)));
            }}
            onRemove={() => {
              setAmendments((before) => before.filter((_, place) => place !== index));
            }}
          />
        ))}
        {rest.length === 0 ? null : (
          <div className="row">
            <span className="muted small">Change</span>
            {rest.map(({ id }) => (
              <button
                key={id}
                type="button"
                className="button"
                onClick={() => {
                  add(id);
                }}
              >
                {nameOf(terms, id)}
              </button>
            ))}
          </div>
        )}
      </div>
      {changes.length === 0 ? (
        <Empty title="Nothing is changed yet.">
          Choose a programme and turn what should change: what it would mean for both sides shows here at once, on what was really sold.
        </Empty>
      ) : (
        <Meaning agreement={agreement} terms={terms} amendments={changes} names={names} />
      )}
    </div>
  );
};
