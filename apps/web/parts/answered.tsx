import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Problem, problemIn } from '../api/problem.ts';

export const Waiting = ({ lines = 4, what = 'figures' }: { readonly lines?: number; readonly what?: string }): ReactNode => (
  <div className="waiting" role="status" aria-label={`Loading ${what}`}>
    {Array.from({ length: lines }, (_, index) => (
      <span key={index} />
    ))}
  </div>
);

export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode => (
  <div className="notice">
    <p>
      <strong>{title}</strong>
    </p>
    {children === undefined ? null : <p className="muted">{children}</p>}
  </div>
);

/** A refusal says what is wrong, where, and what to do. */
export const Refused = ({ problem, onAgain }: { readonly problem: Problem; readonly onAgain?: () => void }): ReactNode => (
  <div className="notice bad" role="alert">
    <p>
      <strong>{problem.detail}</strong>
    </p>
    <p className="muted">{problem.wayOut}</p>
    <p className="row small muted">
      <code>{problem.code}</code>
      {problem.place === undefined ? null : (
        <span>
          at <code>{problem.place}</code>
        </span>
      )}
      {onAgain === undefined ? null : (
        <button type="button" className="button" onClick={onAgain}>
          Ask again
        </button>
      )}
    </p>
  </div>
);

type Props<T> = { readonly query: UseQueryResult<T>; readonly waiting?: ReactNode; readonly children: (value: T) => ReactNode };

/** A question's answer in each of its states. What was answered before stays on the screen, and says that it is old. */
export const Answered = <T,>({ query, waiting, children }: Props<T>): ReactNode => {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError ? (
          <p className="notice warn" role="status">
            These figures are from before: {problemIn(query.error).detail} {problemIn(query.error).wayOut}
          </p>
        ) : null}
        {children(query.data)}
      </>
    );
  }
  if (query.isError)
    return (
      <Refused
        problem={problemIn(query.error)}
        onAgain={() => {
          void query.refetch();
        }}
      />
    );
  return waiting ?? <Waiting />;
};
