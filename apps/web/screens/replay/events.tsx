import type { ReactNode } from 'react';
import { dayAndMonth } from '../../figures/days.ts';
import { type Year, countOf, eventAt, indexAt } from './year.ts';

const BEFORE = 9;
const AFTER = 8;

type Props = {
  readonly year: Year;
  readonly day: number;
  readonly event: number | undefined;
  readonly onEvent: (day: number, position: number) => void;
};

/** The events around the cursor: it stands always at the same place, what lies ahead of it is grey. */
export const EventList = ({ year, day, event, onEvent }: Props): ReactNode => {
  const at = indexAt(year, day, event);
  const isTold = year.told === year.days.length;
  const rows = Array.from({ length: BEFORE + AFTER + 1 }, (_, offset) => at - BEFORE + offset);
  return (
    <ol className="events" aria-label="Events around the day">
      {rows.map((index, place) => {
        const one = eventAt(year, index);
        if (one === undefined)
          return (
            <li key={place} className="event none">
              {index === countOf(year)
                ? isTold
                  ? 'After the last event'
                  : 'More is being traced …'
                : index === -1
                  ? 'Before the first event'
                  : ' '}
            </li>
          );
        const [isNow, isAhead] = [one.day === day, one.day > day || (event !== undefined && index > at)];
        return (
          <li
            key={place}
            className={`event ${isAhead ? 'ahead' : ''} ${isNow ? 'today' : ''}`}
            aria-current={index === at ? 'true' : undefined}
          >
            <button
              type="button"
              onClick={() => {
                onEvent(one.day, one.position);
              }}
            >
              <span className="event-day">{dayAndMonth(year.days[one.day]?.on ?? '')}</span>
              <span className="event-words">{one.summary}</span>
              <span className="event-position muted">{one.position}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
};
