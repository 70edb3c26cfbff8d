import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { Refused } from './answered.tsx';
import './rejections.css';

/** All that is wrong with what was written, each with its place: it is mended in one go. */
export const Rejections = ({ problem }: { readonly problem: Problem }): ReactNode => {
  const all = problem.rejections ?? [];
  if (all.length < 2) return <Refused problem={problem} />;
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{all.length} things are wrong.</strong>
      </p>
      <ul className="rejections">
        {all.map(({ code, message, wayOut, place }) => (
          <li key={`${code} ${place ?? ''} ${message}`}>
            {place === undefined ? null : (
              <>
                <code>{place}</code>:{' '}
              </>
            )}
            {message}{' '}
            <span className="muted small">
              {wayOut} <code>{code}</code>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};
