import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Answered, Empty, Refused, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { axesOf } from '../../parts/axes.ts';
import { OpenDispute } from '../../parts/open-dispute.tsx';
import { actingIn } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { SideFigures } from './figures.tsx';
import { GapChart } from './gap-chart.tsx';
import { gapQuery, sidesQuery, variancesQuery } from './queries.ts';
import './sides.css';
import { lineOf, wordsOf } from '../../parts/variance-words.ts';
import { FirstDivergence, VarianceTable } from './variances.tsx';

const route = getRouteApi('/agreements/$agreement/sides');
const MAY_RESOLVE = ['finance', 'commercial'];

export const TwoSides = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const axes = axesOf(route.useSearch());
  const navigate = route.useNavigate();
  const { position } = useFreshness();
  const me = useMe();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const partnership = agreement?.partnership ?? '';
  const isKnown = terms !== undefined;
  const sides = useQuery(sidesQuery(id, axes));
  const variances = useInfiniteQuery({ ...variancesQuery(id, partnership, axes), enabled: isKnown });
  const gap = useQuery({ ...gapQuery(id, partnership, { from: terms?.from ?? '', to: terms?.to ?? '' }, axes.knownAt), enabled: isKnown });
  const [picked, pick] = useState<readonly string[]>([]);
  const mine = terms === undefined ? [] : actingIn(me, terms, MAY_RESOLVE);
  // What is past is not resolved: only the newest.
  const by = axes.knownAt === undefined ? mine[0] : undefined;
  const pages = variances.data?.pages;
  const items = pages?.flatMap((page) => page.items) ?? [];
  const [first] = items;
  const comparedFrom = pages?.[0]?.comparedFrom ?? null;
  const shared = { agreement: id, partnership, currency: terms?.currency ?? '', on: sides.data?.on ?? '', by };
  const chosen = items.filter(({ variance }) => picked.includes(variance));
  const dispute = (of: readonly (typeof items)[number][]): ReactNode => {
    const [one] = of;
    if (terms === undefined || sides.data === undefined || one === undefined || mine.length === 0) return null;
    const why =
      of.length === 1 ? `${lineOf(one)}: ${wordsOf(one)}.` : `${of.length} lines on which the records differ, first ${lineOf(one)}.`;
    return (
      <OpenDispute
        terms={terms}
        partnership={partnership}
        subject={{ kind: 'variances', variances: of.map(({ variance }) => variance) }}
        on={sides.data.on}
        knownAt={sides.data.knownAt}
        why={why}
      />
    );
  };
  return (
    <div className="stack">
      <AxesBar
        axes={axes}
        newest={position}
        answered={sides.data}
        onChange={(next) => {
          void navigate({ search: next });
        }}
      />
      {first === undefined ? null : (
        <FirstDivergence variance={first} {...shared}>
          {dispute([first])}
        </FirstDivergence>
      )}
      <div className="columns sides-columns">
        <Answered
          query={sides}
          waiting={
            <section className="panel">
              <Waiting lines={8} what="both sides" />
            </section>
          }
        >
          {(value) => (terms === undefined ? null : <SideFigures sides={value} terms={terms} />)}
        </Answered>
        <Answered
          query={gap}
          waiting={
            <section className="panel">
              <Waiting lines={8} what="the gap" />
            </section>
          }
        >
          {(value) => <GapChart gap={value} partnership={partnership} currency={terms?.currency ?? ''} on={sides.data?.on ?? ''} />}
        </Answered>
      </div>
      {variances.isError ? (
        <Refused
          problem={problemIn(variances.error)}
          onAgain={() => {
            void variances.refetch();
          }}
        />
      ) : null}
      {pages === undefined ? null : (
        <section className="panel" aria-labelledby="variances-title">
          <div className="panel-head">
            <h2 id="variances-title">Variances</h2>
            <span className="small muted">
              {pages[0]?.total.count ?? 0} not resolved{axes.on === undefined ? '' : ' up to the day'}
              {comparedFrom === null ? '' : `; both records are compared from ${shortDay(comparedFrom)} on`}
            </span>
            <Twins
              name={`${partnership}-variances`}
              sheet={() => ({
                columns: ['since', 'position', 'kind', 'line', 'value', 'status'],
                rows: items.map((one) => [one.since.day, one.since.position, one.kind, lineOf(one), one.value, one.status]),
              })}
              json={() => items}
              command={commandOf('reconcile list', { partnership })}
            />
          </div>
          {first === undefined ? (
            comparedFrom === null ? (
              <Empty title="Nothing can be compared yet.">
                Lines are held against each other from the first month of which both sides have reported something.
              </Empty>
            ) : (
              <Empty title="The two records agree.">
                Every line that one side recorded from {shortDay(comparedFrom)} on is matched by the other.
              </Empty>
            )
          ) : (
            <VarianceTable items={items} {...shared} picked={picked} {...(mine.length === 0 ? {} : { onPick: pick })} />
          )}
          {variances.hasNextPage ? (
            <button
              type="button"
              className="button"
              disabled={variances.isFetchingNextPage}
              onClick={() => {
                void variances.fetchNextPage();
              }}
            >
              More variances
            </button>
          ) : null}
          {chosen.length === 0 ? null : (
            <div className="chosen-lines">
              <h3>{chosen.length === 1 ? 'Dispute the line chosen' : `Dispute the ${chosen.length} lines chosen`}</h3>
              {dispute(chosen)}
            </div>
          )}
        </section>
      )}
    </div>
  );
};
