import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { agreementQuery, balanceQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { axesOf } from '../../parts/axes.ts';
import { sidesOf, useMe } from '../../parts/side.ts';
import { Figures } from './figures.tsx';
import { GoalsPanel } from './goals.tsx';
import './home.css';
import { useMoneyNeeds } from './money-needs.tsx';
import { NeedsMe } from './needs-me.tsx';
import { ProgrammesPanel } from './programmes.tsx';
import { alertsQuery, goalsQuery, settlementsQuery } from './queries.ts';

const route = getRouteApi('/agreements/$agreement/');

const InForce = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const axes = axesOf(search);
  const me = useMe();
  const { position } = useFreshness();
  const agreement = useQuery(agreementQuery(id));
  const terms = agreement.data === undefined ? undefined : termsOf(agreement.data);
  const sides = terms === undefined ? [] : sidesOf(me, terms);
  const side = sides.find((one) => one === search.as) ?? sides[0];
  const balance = useQuery(balanceQuery(id, axes));
  const own = useQuery({ ...balanceQuery(id, axes, side), enabled: side !== undefined });
  const goals = useQuery(goalsQuery(id, axes));
  const settlements = useQuery(settlementsQuery(id, axes));
  const alerts = useQuery(alertsQuery(id, axes));
  const money = useMoneyNeeds(id, agreement.data?.partnership ?? '', terms?.currency ?? '', axes, sides);
  return (
    <div className="stack">
      <AxesBar
        axes={axes}
        newest={position}
        answered={balance.data}
        onChange={(next) => {
          void navigate({ search: { ...next, ...(search.as === undefined ? {} : { as: search.as }) } });
        }}
      >
        {sides.length < 2 ? null : (
          <label className="field">
            <span>Accrued by</span>
            <select
              className="input"
              value={side}
              onChange={({ target }) => {
                void navigate({ search: { ...axes, as: target.value === 'customer' ? 'customer' : 'supplier' } });
              }}
            >
              {sides.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        )}
      </AxesBar>
      <Answered
        query={balance}
        waiting={
          <section className="panel figures-waiting">
            <Waiting lines={3} />
          </section>
        }
      >
        {(value) => <Figures id={id} balance={value} own={own.data} side={side} standing={settlements.data?.standing} />}
      </Answered>
      <div className="columns home-columns">
        <div className="stack">
          <section className="panel" aria-labelledby="programmes-title">
            <Answered query={balance} waiting={<Waiting lines={8} what="programmes" />}>
              {(value) =>
                terms === undefined ? <Waiting lines={8} what="programmes" /> : <ProgrammesPanel id={id} balance={value} terms={terms} />
              }
            </Answered>
          </section>
        </div>
        <div className="stack">
          <section className="panel" aria-labelledby="needs-title">
            <h2 id="needs-title">What needs you</h2>
            {agreement.data === undefined ? (
              <Waiting lines={3} what="what needs you" />
            ) : (
              <Answered query={alerts} waiting={<Waiting lines={3} what="alerts" />}>
                {(value) => <NeedsMe agreement={agreement.data} alerts={value} sides={sides} money={money} />}
              </Answered>
            )}
          </section>
          <section className="panel" aria-labelledby="goals-title">
            <h2 id="goals-title">Shared goals</h2>
            <Answered query={goals} waiting={<Waiting lines={4} what="goals" />}>
              {(value) => <GoalsPanel goals={value} currency={terms?.currency ?? ''} />}
            </Answered>
          </section>
        </div>
      </div>
    </div>
  );
};

/** Before both have signed there are no figures: what there is to do is in the agreement. */
export const Home = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { data } = useQuery(agreementQuery(id));
  if (data === undefined || data.status === 'active' || data.status === 'terminated') return <InForce />;
  return (
    <Empty
      title={
        data.status === 'proposed'
          ? 'It is not in force yet: figures begin when both sides have signed.'
          : `It never came into force: it was ${data.status}.`
      }
    >
      <Link to="/agreements/$agreement/terms" params={{ agreement: id }}>
        What it says, and what you can do next
      </Link>
    </Empty>
  );
};
