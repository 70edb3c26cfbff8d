import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow } from './live.ts';

/** How fresh the figures are: up to which position, when that was last confirmed, and whether the line is open. */
export type Freshness = { readonly position: number | undefined; readonly confirmedAt: number | undefined; readonly live: boolean };

/** Follows an agreement; whatever of it is on the screen and can have changed is asked again. */
export const useLive = (agreement: string): Freshness => {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<Freshness>({ position: undefined, confirmedAt: undefined, live: false });
  useEffect(() => {
    let position: number | undefined;
    const renew = (): void => {
      void queries.invalidateQueries({ queryKey: ['agreement', agreement], predicate: (query) => query.isStaleByTime(0) });
    };
    const stop = follow(agreement, {
      onBalance: (balance) => {
        const advanced = position !== undefined && balance.knownAt !== position;
        position = balance.knownAt;
        setFresh({ position, confirmedAt: Date.now(), live: true });
        if (advanced) renew();
      },
      // The balance that comes after it is news.
      onProblem: () => {
        position = -1;
        renew();
      },
      onAlive: () => {
        setFresh((before) => ({ ...before, confirmedAt: Date.now(), live: true }));
      },
      onLost: () => {
        setFresh((before) => ({ ...before, live: false }));
      },
    });
    return stop;
  }, [agreement, queries]);
  return fresh;
};
