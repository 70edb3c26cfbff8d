import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react';
import { pathOfPartnership } from '../../api/paths.ts';
import { newKey, write } from '../../api/request.ts';
import type { Variance } from '../../api/sides-answers.ts';
import { Refused } from '../../parts/answered.tsx';
import type { Acting } from '../../parts/people.ts';
import { lineOf } from '../../parts/variance-words.ts';
import { type Progress, inBatches } from './resolve-all.ts';

const BATCH = 50;
type Accept = 'supplier' | 'customer' | 'neither';

const wordsOf = (accept: Accept, { party }: Acting): string => {
  if (accept === 'neither') return 'Neither: the records stay apart, and the variances are passed over (needs a reason)';
  return accept === party
    ? `The ${accept}’s lines hold: asks the other side, which gives way or not`
    : `The ${accept}’s lines hold: you give way, in force at once`;
};

type Props = {
  readonly agreement: string;
  readonly partnership: string;
  readonly acting: Acting;
  readonly chosen: ReadonlyMap<string, Variance>;
  readonly onChosen: (next: ReadonlyMap<string, Variance>) => void;
  readonly isEmpty: boolean;
};

const Outcome = ({
  progress,
  of,
  isRunning,
  known,
}: {
  readonly progress: Progress;
  readonly of: number;
  readonly isRunning: boolean;
  readonly known: ReadonlyMap<string, Variance>;
}): ReactNode => (
  <div className="stack" role="status">
    <div className="bar" aria-hidden="true">
      <span style={{ width: `${of === 0 ? 100 : ((of - progress.left.length) / of) * 100}%` }} />
    </div>
    <p>
      {progress.done} of {of} said{progress.failed.length === 0 ? '' : `, ${progress.failed.length} refused`}
      {isRunning ? ' …' : progress.left.length === 0 ? '.' : `; ${progress.left.length} not tried, and still selected.`}
    </p>
    {progress.stoppedBy === undefined ? null : <Refused problem={progress.stoppedBy} />}
    {progress.failed.length === 0 ? null : (
      <ul className="plain-list small">
        {progress.failed.map(({ id, problem }) => {
          const variance = known.get(id);
          return (
            <li key={id}>
              <code>{variance === undefined ? id : lineOf(variance)}</code>: {problem.detail}{' '}
              <span className="muted">{problem.wayOut}</span> <code>{problem.code}</code>
            </li>
          );
        })}
      </ul>
    )}
  </div>
);

/** One answer for all that is selected: who is right, and why. What is refused says so, all else goes through. */
export const ResolvePanel = ({ agreement, partnership, acting, chosen, onChosen, isEmpty }: Props): ReactNode => {
  const queries = useQueryClient();
  const [accept, setAccept] = useState<Accept>(acting.party === 'supplier' ? 'customer' : 'supplier');
  const [run, setRun] = useState<{
    readonly progress: Progress;
    readonly of: number;
    readonly isRunning: boolean;
    readonly known: ReadonlyMap<string, Variance>;
  }>();
  const stopped = useRef(false);
  const start = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get('reason');
    const reason = typeof value === 'string' ? value.trim() : '';
    const ids = [...chosen.keys()];
    stopped.current = false;
    const told = (progress: Progress, isRunning: boolean): void => {
      setRun({ progress, of: ids.length, isRunning, known: chosen });
    };
    const end = await inBatches(
      ids,
      BATCH,
      (variances) =>
        write(
          'POST',
          `${pathOfPartnership(partnership)}/resolutions`,
          { variances, accept, ...(reason === '' ? {} : { reason }), ...acting },
          newKey(),
        ),
      (progress) => {
        told(progress, true);
      },
      () => stopped.current,
    );
    told(end, false);
    // What could not be resolved stays selected: it can be answered in another way.
    const open = new Set([...end.left, ...end.failed.map(({ id }) => id)]);
    onChosen(new Map([...chosen].filter(([id]) => open.has(id))));
    await queries.invalidateQueries({ queryKey: ['agreement', agreement] });
  };
  const isRunning = run?.isRunning === true;
  // The last ones resolved leave an empty list: what became of them is still said.
  if (chosen.size === 0 && run === undefined)
    return isEmpty ? null : <p className="small muted">Select variances below to resolve them together.</p>;
  return (
    <section className="panel resolve-panel" aria-labelledby="resolve-title">
      <h2 id="resolve-title">Resolve {chosen.size} selected</h2>
      <form
        className="act"
        onSubmit={(event) => {
          void start(event);
        }}
      >
        <fieldset className="choices">
          <legend className="small muted">Whose lines hold</legend>
          {(['supplier', 'customer', 'neither'] as const).map((one) => (
            <label key={one} className="row">
              <input
                type="radio"
                name="accept"
                checked={accept === one}
                onChange={() => {
                  setAccept(one);
                }}
              />{' '}
              {wordsOf(one, acting)}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>Reason (both sides read it)</span>
          <input className="input" name="reason" maxLength={2_000} required={accept === 'neither'} />
        </label>
        <p className="row">
          <button className="button first" disabled={isRunning || chosen.size === 0}>
            {isRunning ? 'Resolving …' : `Resolve ${chosen.size}`}
          </button>
          {isRunning ? (
            <button
              type="button"
              className="button"
              onClick={() => {
                stopped.current = true;
              }}
            >
              Stop
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={chosen.size === 0}
              onClick={() => {
                onChosen(new Map());
              }}
            >
              Select none
            </button>
          )}
        </p>
      </form>
      {run === undefined ? null : <Outcome {...run} />}
    </section>
  );
};
