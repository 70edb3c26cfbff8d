import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { Amount } from '../../parts/amount.tsx';
import { Refused } from '../../parts/answered.tsx';
import { keptCheckpoint } from '../../proof/verify.ts';
import type { Asked, Judged, Told } from './recompute-words.ts';

type Part = { readonly done: number; readonly of: number };
type Result = { readonly judged: Judged; readonly ms: number };

const judge = (asked: Asked, onPart: (done: number, of: number) => void): Promise<Judged> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./recompute-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.kind === 'part') {
        onPart(data.done, data.of);
        return;
      }
      worker.terminate();
      resolve(data.judged);
    });
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      reject(new Error(message));
    });
    worker.postMessage(asked);
  });

const Verdict = ({ result: { judged, ms } }: { readonly result: Result }): ReactNode => {
  if (judged.kind !== 'verified') {
    const { kind, code, message, wayOut, file, entries } = judged;
    const where =
      entries === undefined
        ? file === undefined
          ? ''
          : ` In ${file}.`
        : entries.to === entries.from + 1
          ? ` At position ${entries.from}.`
          : ` At one of the positions ${entries.from} to ${entries.to - 1}.`;
    return (
      <div className="notice bad" role="alert">
        <p>
          <strong>
            {kind === 'wrong' ? 'It does not hold.' : 'It cannot be judged here.'}
            {where}
          </strong>{' '}
          {message}
        </p>
        <p className="muted small">
          {wayOut} <code>{code}</code>
        </p>
      </div>
    );
  }
  const { size, policy, older, lines, statements, agreements } = judged;
  return (
    <div className="notice good" role="status" data-verified>
      <p>
        <strong>Every one of {size} events is proved, and every figure follows from them.</strong>{' '}
        <span className="muted small">In {Math.max(1, Math.round(ms))} ms, in this browser.</span>
      </p>
      <ul className="recomputed">
        {agreements.map(({ agreement, version, days, earned, currency }) => (
          <li key={agreement}>
            {agreement}, version {version}: {days} days, <Amount value={earned} currency={currency} /> earned by its end
          </li>
        ))}
      </ul>
      <p className="small muted">
        From {lines} lines{statements === 0 ? '' : ` and ${statements} statements`}.{' '}
        {older ? 'The history that this browser saw before is part of it. ' : ''}
        {policy === 'yours'
          ? 'Judged by your policy.'
          : 'Judged by the keys that the server names: have them confirmed by another way, or bring your own policy.'}
      </p>
    </div>
  );
};

/** The auditor's own recomputation: nothing of it is asked of the server but the events and what it claims. */
export const Recompute = ({ partnership, maySign }: { readonly partnership: string; readonly maySign: boolean }): ReactNode => {
  const [policy, setPolicy] = useState<string>();
  const [part, setPart] = useState<Part>();
  const run = useMutation({
    mutationFn: async (): Promise<Result> => {
      const { openedArchive } = await import('./bundle.ts');
      const { archive, origin } = await openedArchive({ partnership, maySign });
      const older = keptCheckpoint(origin);
      const startedAt = performance.now();
      const judged = await judge(
        { archive, ...(policy === undefined ? {} : { policy }), ...(older === undefined ? {} : { older }) },
        (done, of) => {
          setPart({ done, of });
        },
      );
      return { judged, ms: performance.now() - startedAt };
    },
    onSettled: () => {
      setPart(undefined);
    },
  });
  return (
    <section className="panel stack" aria-labelledby="recompute-title">
      <div>
        <h2 id="recompute-title">Recompute all of it here</h2>
        <p className="small muted">
          Every event is proved and every figure of every day is folded anew from the events alone, by other code than the server’s own, in
          this browser.
        </p>
      </div>
      <div className="row">
        <button
          type="button"
          className="button first"
          disabled={run.isPending}
          onClick={() => {
            run.mutate();
          }}
        >
          {run.isPending ? 'Recomputing …' : 'Prove and recompute'}
        </button>
        <label className="row small">
          <span className="muted">by a policy of your own (may be left out)</span>
          <input
            type="file"
            accept=".txt,text/plain"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file === undefined) setPolicy(undefined);
              else void file.text().then(setPolicy);
            }}
          />
        </label>
      </div>
      {run.isPending ? (
        <p className="row small" role="status">
          <progress max={part?.of ?? 1} value={part?.done ?? 0} aria-label="Recomputing" />{' '}
          {part === undefined ? 'receives the history' : `${part.done} of ${part.of} events`}
        </p>
      ) : null}
      {run.data === undefined ? null : <Verdict result={run.data} />}
      {run.isError ? <Refused problem={problemIn(run.error)} /> : null}
    </section>
  );
};
