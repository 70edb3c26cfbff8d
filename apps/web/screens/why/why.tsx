import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Bridge } from '../../api/bridge-answers.ts';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { type Terms, nameOf, termsOf } from '../../api/terms.ts';
import { plusDays, shortDay } from '../../figures/days.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Amount } from '../../parts/amount.tsx';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { axesOf } from '../../parts/axes.ts';
import { OpenDispute } from '../../parts/open-dispute.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { EventProof } from '../../proof/event-proof.tsx';
import { FromBar } from './from.tsx';
import { bridgeQuery, rulesQuery } from './queries.ts';
import type { Asked, Change } from './asked.ts';
import { EventsPanel } from './events-panel.tsx';
import { Rules } from './rules.tsx';
import { Waterfall } from './waterfall.tsx';
import { drawnOf, stepsWith } from './way.ts';
import { WhichFigure } from './which-figure.tsx';
import './why.css';

const route = getRouteApi('/agreements/$agreement/why');

const endName = ({ on, knownAt }: Bridge['from']): string => `About ${shortDay(on)}, known at ${knownAt}`;

const NAMES: Readonly<Record<Bridge['figure'], string>> = { earned: 'Earned', open: 'Open', projected: 'Projected' };

type Props = { readonly id: string; readonly bridge: Bridge; readonly terms: Terms; readonly asked: Asked; readonly change: Change };

const Way = ({ id, bridge, terms, asked, change }: Props): ReactNode => {
  const { programme, cause } = asked;
  const way = drawnOf(bridge, programme);
  const { from, to, currency, figure } = bridge;
  const caused = bridge.causedBy.find((one) => one.cause === cause);
  const rows = (): (string | number)[][] => [
    ['from', way.from, currency, from.on, from.knownAt],
    ...way.legs.flatMap(({ causes }) => causes.map(([name, amount]) => [name, amount, currency, '', ''])),
    ['to', way.to, currency, to.on, to.knownAt],
  ];
  return (
    <section className="panel" aria-labelledby="causes-title">
      <div className="panel-head">
        <h2 id="causes-title">
          {programme === undefined ? NAMES[figure] : nameOf(terms, programme)}: <Amount value={way.to} currency={currency} />
        </h2>
        <Twins
          name={`${id}-why-${to.on}`}
          sheet={() => ({ columns: ['cause', 'amount', 'currency', 'on', 'knownAt'], rows: rows() })}
          json={() => bridge}
          command={commandOf('bridge', {
            agreement: id,
            on: to.on,
            'known-at': to.knownAt,
            'from-on': from.on,
            'from-known-at': from.knownAt,
            figure: figure === 'earned' ? undefined : figure,
          })}
        />
      </div>
      <p className="small muted">
        The causes add up to the difference; choose one to see its events.
        {caused === undefined || programme !== undefined
          ? ''
          : ` “${caused.cause}” comes of ${caused.events} ${caused.events === 1 ? 'event' : 'events'}.`}
      </p>
      <Waterfall
        way={way}
        startName={endName(from)}
        endName={endName(to)}
        currency={currency}
        chosen={cause}
        onChoose={(next) => {
          change({ cause: next });
        }}
      />
    </section>
  );
};

export const WhyThisFigure = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const axes = axesOf(search);
  const { position } = useFreshness();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const { fromOn, fromKnownAt, figure, programme, cause, event } = search;
  const isFromTheBeginning = fromOn === undefined && fromKnownAt === undefined;
  const start = isFromTheBeginning && terms !== undefined ? plusDays(terms.from, -1) : fromOn;
  const query = useInfiniteQuery({ ...bridgeQuery(id, axes, { fromOn: start, fromKnownAt, figure }), enabled: terms !== undefined });
  const bridge = query.data?.pages[0];
  const rules = useQuery({ ...rulesQuery(id, bridge?.to.on ?? '', bridge?.to.knownAt ?? 0), enabled: bridge !== undefined });
  const change: Change = (next) => {
    void navigate({
      search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined)),
      resetScroll: false,
    });
  };
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  const steps = stepsWith(events, programme, cause);
  const open = event === undefined ? undefined : Number(event);
  const isListed = steps.some((step) => step.position === open);
  const detail = (at: number, of?: ReadonlySet<string>): ReactNode => (
    <>
      {of === undefined || rules.data === undefined || terms === undefined ? null : (
        <Rules explanation={rules.data} terms={terms} of={of} />
      )}
      {agreement === undefined ? null : <EventProof partnership={agreement.partnership} position={at} withLines={of === undefined} />}
    </>
  );
  const asOpen =
    open !== undefined && !isListed && agreement !== undefined ? (
      <section className="panel" aria-labelledby="event-title">
        <h2 id="event-title">Event {open}</h2>
        <p className="small muted">
          No step of this way: it did nothing to the figure between the two ends, or is among the events that are not loaded.
        </p>
        {detail(open)}
      </section>
    ) : null;
  return (
    <div className="stack">
      <AxesBar
        axes={axes}
        newest={position}
        answered={bridge?.to}
        onChange={(next) => {
          change({ on: undefined, knownAt: undefined, ...next });
        }}
      >
        <WhichFigure figure={figure} programme={programme} programmes={terms?.programmes ?? []} change={change} />
      </AxesBar>
      {bridge === undefined || terms === undefined ? null : (
        <FromBar id={id} terms={terms} from={bridge.from} to={bridge.to} onFrom={change} onTo={change} />
      )}
      {query.isError ? (
        <Refused
          problem={problemIn(query.error)}
          onAgain={() => {
            void query.refetch();
          }}
        />
      ) : null}
      {bridge === undefined || terms === undefined || agreement === undefined ? (
        query.isError ? (
          asOpen
        ) : (
          <section className="panel why-waiting">
            <Waiting lines={12} what="the explanation" />
          </section>
        )
      ) : (
        <>
          <div className="columns why-columns">
            <Way id={id} bridge={bridge} terms={terms} asked={search} change={change} />
            <section className="panel" aria-labelledby="rules-title">
              <h2 id="rules-title">By which rules</h2>
              {rules.data === undefined ? (
                <Waiting lines={6} what="the rules" />
              ) : (
                <Rules explanation={rules.data} terms={terms} {...(programme === undefined ? {} : { of: new Set([programme]) })} />
              )}
            </section>
          </div>
          {asOpen}
          <EventsPanel
            name={`${id}-events-${bridge.to.on}`}
            steps={steps}
            loaded={events.length}
            terms={terms}
            cause={cause}
            open={open}
            change={change}
            detail={detail}
            more={query}
          />
          {figure !== undefined ? null : (
            <details className="panel action not-printed">
              <summary>Dispute this figure</summary>
              <OpenDispute
                terms={terms}
                partnership={agreement.partnership}
                subject={{ kind: 'figure' }}
                on={bridge.to.on}
                knownAt={bridge.to.knownAt}
                why={`We do not get to ${bridge.to.amount} ${bridge.currency}.`}
              />
            </details>
          )}
        </>
      )}
    </div>
  );
};
