import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Terms } from '../../api/terms.ts';
import { clampDay, daysBetween, longDay, plusDays, plusMonths, today } from '../../figures/days.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { type Cursor, useCursor } from './cursor.ts';
import { EventList } from './events.tsx';
import { KnownAt, useKnownWords } from './known-at.tsx';
import { statementsQuery, versionsQuery } from './queries.ts';
import { Legend, Slider, Ticks } from './scrubber.tsx';
import { Causes, State } from './state.tsx';
import { type Speed, Transport, usePlay } from './transport.tsx';
import { useReplayKeys } from './use-replay-keys.ts';
import { type Year, bookedOf, countOf, eventBeside, ticksOf } from './year.ts';
import { YearPanel } from './year-panel.tsx';

const route = getRouteApi('/agreements/$agreement/replay');

type Props = {
  readonly id: string;
  readonly terms: Terms;
  readonly now: Year;
  readonly then: Year | undefined;
  readonly isLoadingThen: boolean;
};

export const Player = ({ id, terms, now, then, isLoadingThen }: Props): ReactNode => {
  const { from, to } = terms;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [speed, setSpeed] = useState<Speed>();
  const year = then ?? now;
  const inAddress: Cursor = {
    on: clampDay(search.on ?? today(), from, to),
    ...(search.event === undefined ? {} : { event: search.event }),
  };
  const toAddress = useCallback(
    (cursor: Cursor) => {
      void navigate({
        search: (before) => ({ ...(before.knownAt === undefined ? {} : { knownAt: before.knownAt }), ...cursor }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  const [cursor, setCursor] = useCursor(inAddress, toAddress);
  const day = daysBetween(from, cursor.on);
  const last = year.days.length - 1;
  const event = cursor.event === undefined ? undefined : Number(cursor.event);
  const goTo = (on: string): void => {
    setCursor({ on: clampDay(on, from, to) });
  };
  const goToDay = (index: number): void => {
    goTo(plusDays(from, index));
  };
  const goToEvent = (step: 1 | -1): void => {
    const found = eventBeside(year, day, event, step);
    if (found !== undefined) setCursor({ on: plusDays(from, found.day), event: String(found.position) });
  };
  usePlay(speed, (days) => {
    if (day + days >= last) setSpeed(undefined);
    goToDay(Math.min(last, day + days));
  });
  useReplayKeys({ on: cursor.on, from, to, goTo, goToEvent });
  const { data: versions } = useQuery(versionsQuery(id));
  const isSigned = versions?.some(({ status }) => status === 'signed') ?? true;
  const ticks = useMemo(() => ticksOf(year, isSigned), [year, isSigned]);
  const { data: statements } = useQuery(statementsQuery(id));
  const { balances } = now;
  const booked = useMemo(() => bookedOf(balances, statements?.statements ?? []), [balances, statements]);
  const known = useKnownWords(id, search.knownAt);
  const onKnownAt = useCallback(
    (knownAt: string | undefined) => {
      void navigate({
        search: ({ on, event: chosen }) => ({
          ...(on === undefined ? {} : { on }),
          ...(chosen === undefined ? {} : { event: chosen }),
          ...(knownAt === undefined ? {} : { knownAt }),
        }),
        resetScroll: false,
      });
    },
    [navigate],
  );
  const balance = year.balances[day];
  const shown = year.days[day];
  if (balance === undefined || shown === undefined) return null;
  return (
    <div
      className="stack replay"
      data-day={cursor.on}
      data-telling={now.told < now.days.length || year.told < year.days.length ? '' : undefined}
    >
      <section className="panel" aria-labelledby="day-title">
        <div className="panel-head">
          <h2 id="day-title">
            Day {day + 1} <span className="muted">of {last + 1},</span> {longDay(cursor.on)} <span className="muted">{known.spoken}</span>
          </h2>
          <Legend ticks={ticks} />
        </div>
        <Slider
          name="Day"
          className="day"
          value={day + 1}
          least={1}
          most={last + 1}
          text={`Day ${day + 1}, ${longDay(cursor.on)}, ${known.spoken}`}
          onChange={(value) => {
            goToDay(value - 1);
          }}
          far={(value, direction) => daysBetween(from, plusMonths(plusDays(from, value - 1), direction)) + 1}
        >
          <Ticks ticks={ticks} last={last} />
        </Slider>
        <Transport
          on={cursor.on}
          from={from}
          to={to}
          speed={speed}
          onSpeed={setSpeed}
          onDay={goTo}
          onFirst={() => {
            goTo(from);
          }}
          onLast={() => {
            goTo(to);
          }}
          onEvent={goToEvent}
        />
        <KnownAt id={id} knownAt={search.knownAt} newest={now.knownAt} isLoading={isLoadingThen} onKnownAt={onKnownAt} />
      </section>
      <div className="columns replay-columns">
        <div className="stack">
          <section className="panel" aria-labelledby="state-title">
            <div className="panel-head">
              <h2 id="state-title">State</h2>
              <Twins
                name={`${id}-${cursor.on}`}
                sheet={() => ({
                  columns: ['programme', 'from', 'to', 'measured', 'step', 'earned', 'projected'],
                  rows: balance.programmes.map((row) => [
                    row.id,
                    row.period.from,
                    row.period.to,
                    row.measured,
                    row.step,
                    row.earned,
                    row.projected,
                  ]),
                })}
                json={() => balance}
                command={commandOf('balance', { agreement: id, on: cursor.on, 'known-at': search.knownAt })}
              />
            </div>
            <State
              id={id}
              terms={terms}
              balance={balance}
              rows={year.balances[last]?.programmes ?? balance.programmes}
              before={year.balances[day - 1]}
              now={then === undefined ? undefined : now.balances[day]}
            />
            <Causes day={shown} currency={terms.currency} isTold={day < year.told} />
          </section>
          <YearPanel id={id} terms={terms} now={now} then={then} booked={booked} day={day} onDay={goToDay} />
        </div>
        <section className="panel" aria-labelledby="events-title">
          <div className="panel-head">
            <h2 id="events-title">Events</h2>
            <span className="small muted">
              {year.until[day] ?? 0} of {countOf(year)}
              {year.told < year.days.length ? `, ${year.told} of ${year.days.length} days told` : ''}
            </span>
          </div>
          <EventList
            year={year}
            day={day}
            event={event}
            onEvent={(index, position) => {
              setCursor({ on: plusDays(from, index), event: String(position) });
            }}
          />
        </section>
      </div>
    </div>
  );
};
