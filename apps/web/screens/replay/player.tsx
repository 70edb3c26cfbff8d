import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Terms } from '../../api/terms.ts';
import { clampDay, daysBetween, longDay, plusDays, plusMonths, today } from '../../figures/days.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { type Cursor, useCursor } from './cursor.ts';
import { Curve, type Curves } from './curve.tsx';
import { EventList } from './events.tsx';
import { KnownAt, useKnownWords } from './known-at.tsx';
import { MonthTable } from './month-table.tsx';
import { statementsQuery, versionsQuery } from './queries.ts';
import { Legend, Slider, Ticks } from './scrubber.tsx';
import { Causes, State } from './state.tsx';
import { type Speed, Transport, usePlay } from './transport.tsx';
import { type Year, bookedOf, eventBeside, projectedOf, ticksOf } from './year.ts';

const route = getRouteApi('/agreements/$agreement/replay');

type Props = { readonly id: string; readonly terms: Terms; readonly now: Year; readonly then: Year | undefined; readonly isLoadingThen: boolean };

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName));

export const Player = ({ id, terms, now, then, isLoadingThen }: Props): ReactNode => {
  const { from, to } = terms;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [speed, setSpeed] = useState<Speed>();
  const year = then ?? now;
  const inAddress: Cursor = { on: clampDay(search.on ?? today(), from, to), ...(search.event === undefined ? {} : { event: search.event }) };
  const toAddress = useCallback((cursor: Cursor) => {
    void navigate({ search: (before) => ({ ...(before.knownAt === undefined ? {} : { knownAt: before.knownAt }), ...cursor }), replace: true, resetScroll: false });
  }, [navigate]);
  const [cursor, setCursor] = useCursor(inAddress, toAddress);
  const day = daysBetween(from, cursor.on);
  const last = year.days.length - 1;
  const event = cursor.event === undefined ? undefined : Number(cursor.event);
  const goTo = (on: string): void => { setCursor({ on: clampDay(on, from, to) }); };
  const goToDay = (index: number): void => { goTo(plusDays(from, index)); };
  const goToEvent = (step: 1 | -1): void => {
    const found = eventBeside(year, day, event, step);
    if (found !== undefined) setCursor({ on: plusDays(from, found.day), event: String(found.position) });
  };
  usePlay(speed, (days) => {
    if (day + days >= last) setSpeed(undefined);
    goToDay(Math.min(last, day + days));
  });
  useEffect(() => {
    const key = (pressed: KeyboardEvent): void => {
      if (isTyping(pressed.target) || pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.defaultPrevented) return;
      const acts: Readonly<Record<string, () => void>> = {
        ArrowRight: () => { goTo(plusDays(cursor.on, 1)); }, ArrowLeft: () => { goTo(plusDays(cursor.on, -1)); },
        PageUp: () => { goTo(plusMonths(cursor.on, 1)); }, PageDown: () => { goTo(plusMonths(cursor.on, -1)); },
        Home: () => { goTo(from); }, End: () => { goTo(to); },
        j: () => { goToEvent(1); }, k: () => { goToEvent(-1); },
      };
      const act = acts[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key];
      if (act === undefined) return;
      pressed.preventDefault();
      act();
    };
    addEventListener('keydown', key);
    return () => { removeEventListener('keydown', key); };
  });
  const { data: versions } = useQuery(versionsQuery(id));
  const isSigned = versions?.some(({ status }) => status === 'signed') ?? true;
  const ticks = useMemo(() => ticksOf(year, isSigned), [year, isSigned]);
  const { data: statements } = useQuery(statementsQuery(id));
  const booked = useMemo(() => bookedOf(now.days, statements?.statements ?? []), [now, statements]);
  const curves = useMemo((): Curves => ({ days: now.days.map(({ on }) => on), now: now.earned, then: then?.earned, projected: year.projected, booked }), [now, then, year, booked]);
  const known = useKnownWords(id, search.knownAt);
  const onKnownAt = useCallback((knownAt: string | undefined) => {
    void navigate({ search: ({ on, event: chosen }) => ({ ...(on === undefined ? {} : { on }), ...(chosen === undefined ? {} : { event: chosen }), ...(knownAt === undefined ? {} : { knownAt }) }), resetScroll: false });
  }, [navigate]);
  const balance = year.balances[day];
  const shown = year.days[day];
  if (balance === undefined || shown === undefined) return null;
  return (
    <div className="stack replay" data-day={cursor.on} data-telling={now.told < now.days.length || year.told < year.days.length ? '' : undefined}>
      <section className="panel" aria-labelledby="day-title">
        <div className="panel-head">
          <h2 id="day-title">Day {day + 1} <span className="muted">of {last + 1},</span> {longDay(cursor.on)} <span className="muted">{known.spoken}</span></h2>
          <Legend ticks={ticks} />
        </div>
        <Slider name="Day" className="day" value={day + 1} least={1} most={last + 1} text={`Day ${day + 1}, ${longDay(cursor.on)}, ${known.spoken}`} onChange={(value) => { goToDay(value - 1); }} far={(value, direction) => daysBetween(from, plusMonths(plusDays(from, value - 1), direction)) + 1}>
          <Ticks ticks={ticks} last={last} />
        </Slider>
        <Transport on={cursor.on} from={from} to={to} speed={speed} onSpeed={setSpeed} onDay={goTo} onFirst={() => { goTo(from); }} onLast={() => { goTo(to); }} onEvent={goToEvent} />
        <KnownAt id={id} knownAt={search.knownAt} newest={now.knownAt} isLoading={isLoadingThen} onKnownAt={onKnownAt} />
      </section>
      <div className="columns replay-columns">
        <div className="stack">
          <section className="panel" aria-labelledby="state-title">
            <div className="panel-head">
              <h2 id="state-title">State</h2>
              <Twins name={`${id}-${cursor.on}`} sheet={() => ({ columns: ['programme', 'from', 'to', 'measured', 'step', 'earned', 'projected'], rows: balance.programmes.map((row) => [row.id, row.period.from, row.period.to, row.measured, row.step, row.earned, row.projected]) })} json={() => balance} command={commandOf('balance', { agreement: id, on: cursor.on, 'known-at': search.knownAt })} />
            </div>
            <State id={id} terms={terms} balance={balance} rows={year.balances[last]?.programmes ?? balance.programmes} before={year.balances[day - 1]} now={then === undefined ? undefined : now.balances[day]} />
            <Causes day={shown} currency={terms.currency} isTold={day < year.told} />
          </section>
          <section className="panel" aria-labelledby="curve-title">
            <div className="panel-head">
              <h2 id="curve-title">Earned through the year, {terms.currency}</h2>
              <ul className="legend small"><li><i className="line now" aria-hidden="true" />known now</li>{then === undefined ? null : <li><i className="line then" aria-hidden="true" />known then</li>}{booked === undefined ? null : <li><i className="line booked" aria-hidden="true" />booked</li>}<li><i className="line ahead" aria-hidden="true" />projected at period end</li></ul>
              <Twins name={`${id}-year`} sheet={() => ({ columns: ['day', 'knownNow', ...(then === undefined ? [] : ['knownThen']), 'projected'], rows: now.balances.map((one, index) => [one.on, one.earned, ...(then === undefined ? [] : [then.balances[index]?.earned]), year.balances[index] === undefined ? '' : projectedOf(year.balances[index])]) })} json={() => year.days} command={commandOf('replay', { agreement: id, from, to, 'known-at': search.knownAt })} />
            </div>
            <Curve curves={curves} day={day} onDay={goToDay} />
            <MonthTable id={id} now={now} then={then} currency={terms.currency} />
          </section>
        </div>
        <section className="panel" aria-labelledby="events-title">
          <div className="panel-head"><h2 id="events-title">Events</h2><span className="small muted">{year.until[day] ?? 0} of {year.events.length}{year.told < year.days.length ? `, ${year.told} of ${year.days.length} days told` : ''}</span></div>
          <EventList year={year} day={day} event={event} onEvent={(index, position) => { setCursor({ on: plusDays(from, index), event: String(position) }); }} />
        </section>
      </div>
    </div>
  );
};
