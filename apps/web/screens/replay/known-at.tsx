import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { eventQuery } from '../../api/queries.ts';
import { dayOfTime, longTime } from '../../figures/days.ts';
import { Help } from '../../parts/help.tsx';
import { Slider } from './scrubber.tsx';

const SETTLED_MS = 400;

/** "as known on 14 August 2026" for people; with the position, which is what decides. */
export const useKnownWords = (id: string, knownAt: string | undefined): { readonly spoken: string; readonly shown: string } => {
  const { data } = useQuery({ ...eventQuery(id, Number(knownAt ?? 0)), enabled: knownAt !== undefined });
  if (knownAt === undefined) return { spoken: 'as known now', shown: 'now: everything recorded so far' };
  if (data === undefined || data === null) return { spoken: `as known at position ${knownAt}`, shown: `position ${knownAt}` };
  return {
    spoken: `as known on ${dayOfTime(data.recordedAt)}, position ${knownAt}`,
    shown: `position ${knownAt}, recorded ${longTime(data.recordedAt)}: ${data.summary}`,
  };
};

type Props = {
  readonly id: string;
  readonly knownAt: string | undefined;
  readonly newest: number;
  readonly isLoading: boolean;
  readonly onKnownAt: (knownAt: string | undefined) => void;
};

/** The second handle. A year is asked for where it comes to rest, not at every place it passes. */
export const KnownAt = ({ id, knownAt, newest, isLoading, onKnownAt }: Props): ReactNode => {
  const asked = Number(knownAt ?? newest);
  const [moved, setMoved] = useState<number>();
  const value = moved ?? asked;
  const words = useKnownWords(id, knownAt);
  useEffect(() => {
    if (moved === undefined) return undefined;
    const timer = setTimeout(() => {
      setMoved(undefined);
      onKnownAt(moved >= newest ? undefined : String(moved));
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [moved, newest, onKnownAt]);
  return (
    <div className="known-at">
      <div className="slider-head">
        <span className="label">As known at</span>
        <span className="small" aria-live="polite">
          {moved === undefined ? words.shown : `position ${moved}`}
          {isLoading ? ' …' : ''}
        </span>
        <Help of="knownAt" />
        {knownAt === undefined ? null : (
          <button
            type="button"
            className="button plain small"
            onClick={() => {
              onKnownAt(undefined);
            }}
          >
            As known now
          </button>
        )}
      </div>
      <Slider
        name="As known at"
        className="known"
        value={value}
        least={0}
        most={newest}
        text={moved === undefined ? words.spoken : `position ${moved} of ${newest}`}
        onChange={(next) => {
          setMoved(next);
        }}
      />
    </div>
  );
};
