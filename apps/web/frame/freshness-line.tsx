import { type ReactNode, useEffect, useState } from 'react';
import type { Freshness } from '../api/use-live.ts';
import { Help } from '../parts/help.tsx';

/** Seconds since the server last confirmed what it told: it does so at every change, and at the latest twice a minute. */
const useSecondsSince = (time: number | undefined): number | undefined => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return time === undefined ? undefined : Math.max(0, Math.round((now - time) / 1_000));
};

export const FreshnessLine = ({ fresh }: { readonly fresh: Freshness }): ReactNode => {
  const seconds = useSecondsSince(fresh.confirmedAt);
  const { position, live } = fresh;
  return (
    <div className="freshness small">
      <span className={`dot ${live ? 'live' : 'lost'}`} aria-hidden="true" />
      <span>{live ? 'Live' : 'Not live'}</span>
      <span className="muted">
        {position === undefined ? (
          'no position yet'
        ) : (
          <>
            position <span data-position={position}>{position}</span>
          </>
        )}
      </span>
      <span className="muted figure-seconds">{seconds === undefined ? 'not confirmed yet' : `confirmed ${seconds} s ago`}</span>
      <Help of="position" />
    </div>
  );
};
