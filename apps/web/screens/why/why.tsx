import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Explanation } from '../../api/answers.ts';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { type Terms, nameOf, termsOf, unitOf } from '../../api/terms.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { isDay, longDay, shortDay } from '../../figures/days.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Amount } from '../../parts/amount.tsx';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { axesOf } from '../../parts/axes.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { LinesTable } from './lines.tsx';
import { explanationQuery } from './queries.ts';
import { Waterfall } from './waterfall.tsx';
import './why.css';

const route = getRouteApi('/agreements/$agreement/why');

const Rules = ({ explanation, terms }: { readonly explanation: Explanation; readonly terms: Terms }): ReactNode => (
  <section className="panel" aria-labelledby="rules-title">
    <div className="panel-head"><h2 id="rules-title">By which rules</h2><span className="small muted">rules version {explanation.rules}</span></div>
    <ul className="rules">
      {explanation.programmes.map((one) => (
        <li key={`${one.id} ${one.period.from} ${JSON.stringify(one.scope)}`}>
          <p><strong>{nameOf(terms, one.id)}</strong> <span className="muted small">{shortDay(one.period.from)} – {shortDay(one.period.to)}</span> <Amount value={one.earned} currency={explanation.currency} /></p>
          <p className="small muted">Measured {formatDecimal(one.measured)} {unitOf(terms, one.id)}{one.step === null ? '' : one.step === 0 ? ', below the first step' : `, step ${one.step}`}. {one.words.join(' ')}</p>
        </li>
      ))}
    </ul>
  </section>
);

export const WhyThisFigure = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const axes = axesOf(search);
  const { position } = useFreshness();
  const { from, programme, cause } = search;
  const { data: agreement } = useQuery(agreementQuery(id));
  const query = useInfiniteQuery(explanationQuery(id, axes, { ...(from === undefined ? {} : { from }), ...(programme === undefined ? {} : { programme }) }));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const first = query.data?.pages[0];
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? [];
  const change = (next: { readonly [Key in keyof typeof search]?: string | undefined }): void => { void navigate({ search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined)) }); };
  return (
    <div className="stack">
      <AxesBar axes={axes} newest={position} answered={first} onChange={(next) => { change({ on: undefined, knownAt: undefined, ...next }); }}>
        <label className="field"><span>Change since</span><input className="input" type="date" value={from ?? first?.from ?? ''} onChange={({ target }) => { if (isDay(target.value)) change({ from: target.value }); }} /></label>
        <label className="field"><span>Programme</span>
          <select className="input" value={programme ?? ''} onChange={({ target }) => { change({ programme: target.value === '' ? undefined : target.value }); }}>
            <option value="">all</option>
            {terms?.programmes.map((one) => <option key={one.id} value={one.id}>{one.name ?? one.id}</option>)}
          </select>
        </label>
      </AxesBar>
      {query.isError ? <Refused problem={problemIn(query.error)} onAgain={() => { void query.refetch(); }} /> : null}
      {first === undefined || terms === undefined ? (query.isError ? null : <section className="panel"><Waiting lines={8} what="the explanation" /></section>) : (
        <>
          <div className="why-columns">
            <section className="panel" aria-labelledby="causes-title">
              <div className="panel-head">
                <h2 id="causes-title">{programme === undefined ? 'Earned' : nameOf(terms, programme)}: <Amount value={first.earned} currency={first.currency} /></h2>
                <Twins name={`${id}-why-${first.on}`} sheet={() => ({ columns: ['cause', 'amount', 'currency'], rows: [['opening', first.opening, first.currency], ...Object.entries(first.causes).map(([name, amount]) => [name, amount, first.currency]), ['earned', first.earned, first.currency]] })} json={() => first} command={commandOf('explain', { agreement: id, from: first.from, on: first.on, 'known-at': first.knownAt, programme })} />
              </div>
              <p className="small muted">From {longDay(first.from)} to {longDay(first.on)}, as known at {first.knownAt ?? 'now'}. The causes add up to the difference; choose one to see its lines.</p>
              <Waterfall explanation={first} chosen={cause} onChoose={(next) => { change({ cause: next }); }} />
            </section>
            <Rules explanation={first} terms={terms} />
          </div>
          <section className="panel" aria-labelledby="lines-title">
            <div className="panel-head">
              <h2 id="lines-title">Lines{cause === undefined ? '' : ` with the cause “${cause}”`}</h2>
              <Twins name={`${id}-lines-${first.on}`} sheet={() => ({ columns: ['position', 'date', 'document', 'line', 'product', 'programme', 'cause', 'amount'], rows: lines.flatMap((line) => line.effects.map((effect) => [line.position, line.date, line.document, line.line, line.product, effect.programme, effect.cause, effect.amount])) })} json={() => lines} />
            </div>
            <LinesTable lines={lines} terms={terms} cause={cause} />
            {query.hasNextPage ? <p className="row"><button type="button" className="button" disabled={query.isFetchingNextPage} onClick={() => { void query.fetchNextPage(); }}>{query.isFetchingNextPage ? 'Loading …' : 'More lines'}</button><span className="small muted">{lines.length} lines so far</span></p> : <p className="small muted">{lines.length} {lines.length === 1 ? 'line' : 'lines'}, all of them.</p>}
          </section>
        </>
      )}
    </div>
  );
};
