import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { Terms } from '../../api/terms.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Curve, type Curves } from './curve.tsx';
import { MonthTable } from './month-table.tsx';
import { type Year, projectedOf } from './year.ts';

const route = getRouteApi('/agreements/$agreement/replay');

type Props = {
  readonly id: string;
  readonly terms: Terms;
  readonly now: Year;
  readonly then: Year | undefined;
  readonly booked: Curves['booked'];
  readonly day: number;
  readonly onDay: (day: number) => void;
};

/** The year as a curve and as a table of its months: known now, known then, booked and projected. */
export const YearPanel = ({ id, terms, now, then, booked, day, onDay }: Props): ReactNode => {
  const search = route.useSearch();
  const { from, to } = terms;
  const year = then ?? now;
  // Nothing of it hangs on what happened: months that come in leave the curves as they are drawn.
  const [balances, known, before, projected] = [now.balances, now.earned, then?.earned, year.projected];
  const curves = useMemo(
    (): Curves => ({ days: balances.map(({ on }) => on), now: known, then: before, projected, booked }),
    [balances, known, before, projected, booked],
  );
  return (
    <section className="panel" aria-labelledby="curve-title">
      <div className="panel-head">
        <h2 id="curve-title">Earned through the year, {terms.currency}</h2>
        <ul className="legend small">
          <li>
            <i className="line now" aria-hidden="true" />
            known now
          </li>
          {then === undefined ? null : (
            <li>
              <i className="line then" aria-hidden="true" />
              known then
            </li>
          )}
          {booked === undefined ? null : (
            <li>
              <i className="line booked" aria-hidden="true" />
              booked
            </li>
          )}
          <li>
            <i className="line ahead" aria-hidden="true" />
            projected at period end
          </li>
        </ul>
        <Twins
          name={`${id}-year`}
          sheet={() => ({
            columns: ['day', 'knownNow', ...(then === undefined ? [] : ['knownThen']), 'projected'],
            rows: now.balances.map((one, index) => [
              one.on,
              one.earned,
              ...(then === undefined ? [] : [then.balances[index]?.earned]),
              year.balances[index] === undefined ? '' : projectedOf(year.balances[index]),
            ]),
          })}
          json={() => year.days}
          command={commandOf('replay', { agreement: id, from, to, 'known-at': search.knownAt })}
        />
      </div>
      <Curve curves={curves} day={day} onDay={onDay} />
      <MonthTable id={id} now={now.balances} then={then?.balances} currency={terms.currency} />
    </section>
  );
};
