import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import type { Variance } from '../../api/sides-answers.ts';
import { termsOf } from '../../api/terms.ts';
import { add, drawn } from '../../figures/amounts.ts';
import { isDay } from '../../figures/days.ts';
import '../../parts/act.css';
import { Amount } from '../../parts/amount.tsx';
import { Empty, Refused, Waiting } from '../../parts/answered.tsx';
import { axesOf } from '../../parts/axes.ts';
import { actingIn } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { lineOf } from '../../parts/variance-words.ts';
import { allOf, kindsQuery, worklistQuery } from './queries.ts';
import './reconciliation.css';
import { ResolvePanel } from './resolve-panel.tsx';
import { type Filter, KINDS } from './filter.ts';
import { StatedPanel } from './stated.tsx';
import { Worklist } from './worklist.tsx';

const route = getRouteApi('/agreements/$agreement/reconciliation');
const MAY_RESOLVE = ['finance', 'commercial'];

const rebateOf = (one: Variance): string => add('0', ...one.rebate.map(({ change }) => change));
const size = (amount: string): number => Math.abs(drawn(amount));
const ordered = (items: readonly Variance[], order: Filter['order']): readonly Variance[] => {
  if (order === undefined) return items;
  const of = (one: Variance): number => size(order === 'value' ? one.value : rebateOf(one));
  return [...items].sort((one, other) => of(other) - of(one));
};

type Change = (next: Partial<Record<keyof Filter, string | undefined>>) => void;

const FilterBar = ({
  filter,
  change,
  counts,
}: {
  readonly filter: Filter;
  readonly change: Change;
  readonly counts: Readonly<Partial<Record<string, { readonly count: number }>>>;
}): ReactNode => {
  const total = Object.values(counts).reduce((sum, one) => sum + (one?.count ?? 0), 0);
  const value = (text: string): string | undefined => (text === '' ? undefined : text);
  return (
    <div className="panel stack">
      <div className="row" role="group" aria-label="Kind of variance">
        {[undefined, ...KINDS.filter((kind) => counts[kind] !== undefined || filter.kind === kind)].map((kind) => (
          <button
            key={kind ?? 'all'}
            type="button"
            className="button"
            aria-pressed={filter.kind === kind}
            onClick={() => {
              change({ kind });
            }}
          >
            {kind ?? 'all'} <span className="count">{kind === undefined ? total : (counts[kind]?.count ?? 0)}</span>
          </button>
        ))}
      </div>
      <div className="act-fields">
        <label className="field">
          <span>State</span>
          <select
            className="input"
            value={filter.status ?? ''}
            onChange={({ target }) => {
              change({ status: value(target.value) });
            }}
          >
            <option value="">not resolved</option>
            <option value="open">open</option>
            <option value="proposed">one side has said</option>
            <option value="resolved">resolved</option>
          </select>
        </label>
        <label className="field">
          <span>Document</span>
          <input
            key={filter.document ?? ''}
            className="input"
            defaultValue={filter.document}
            onBlur={({ target }) => {
              change({ document: value(target.value.trim()) });
            }}
            onKeyDown={({ key, currentTarget }) => {
              if (key === 'Enter') change({ document: value(currentTarget.value.trim()) });
            }}
          />
        </label>
        <label className="field">
          <span>Shows since, from</span>
          <input
            className="input"
            type="date"
            value={filter.since ?? ''}
            onChange={({ target }) => {
              if (target.value === '' || isDay(target.value)) change({ since: value(target.value) });
            }}
          />
        </label>
        <label className="field">
          <span>to</span>
          <input
            className="input"
            type="date"
            value={filter.until ?? ''}
            onChange={({ target }) => {
              if (target.value === '' || isDay(target.value)) change({ until: value(target.value) });
            }}
          />
        </label>
        <label className="field">
          <span>Order</span>
          <select
            className="input"
            value={filter.order ?? ''}
            onChange={({ target }) => {
              change({ order: value(target.value) });
            }}
          >
            <option value="">oldest first</option>
            <option value="value">largest value first</option>
            <option value="rebate">largest in rebate first</option>
          </select>
        </label>
      </div>
    </div>
  );
};

export const Reconciliation = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const axes = axesOf(filter);
  const [chosen, choose] = useState<ReadonlyMap<string, Variance>>(new Map());
  const { data: agreement } = useQuery(agreementQuery(id));
  const partnership = agreement?.partnership ?? '';
  const list = useInfiniteQuery({ ...worklistQuery(id, partnership, filter, axes), enabled: agreement !== undefined });
  const kinds = useQuery({ ...kindsQuery(id, partnership, filter, axes), enabled: agreement !== undefined });
  const everything = useMutation({
    mutationFn: () => allOf(partnership, filter, axes),
    onSuccess: (all) => {
      choose(new Map(all.map((one) => [one.variance, one])));
    },
  });
  if (agreement === undefined)
    return (
      <section className="panel">
        <Waiting lines={8} what="variances" />
      </section>
    );
  const terms = termsOf(agreement);
  const { currency } = terms;
  const sides = axes.knownAt === undefined ? actingIn(me, terms, MAY_RESOLVE) : [];
  const [acting] = filter.status === 'resolved' ? [] : sides;
  const change: Change = (next) => {
    choose(new Map());
    void navigate({
      search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined)),
    });
  };
  const pages = list.data?.pages ?? [];
  const items = ordered(
    pages.flatMap((page) => page.items),
    filter.order,
  );
  const total = pages[0]?.total;
  return (
    <div className="stack">
      <FilterBar filter={filter} change={change} counts={kinds.data?.byKind ?? {}} />
      {acting === undefined ? null : (
        <ResolvePanel
          agreement={id}
          partnership={partnership}
          acting={acting}
          chosen={chosen}
          onChosen={choose}
          isEmpty={items.length === 0}
        />
      )}
      <section className="panel" aria-labelledby="worklist-title">
        <div className="panel-head">
          <h2 id="worklist-title">Where the two records differ</h2>
          {total === undefined ? null : (
            <span className="small muted">
              {total.count} variances, net <Amount value={total.net} signed /> and gross <Amount value={total.gross} currency={currency} />
            </span>
          )}
          <Twins
            name={`${partnership}-worklist`}
            json={() => items}
            command={commandOf('reconcile list', {
              partnership,
              kind: filter.kind,
              status: filter.status,
              document: filter.document,
              from: filter.since,
              to: filter.until,
            })}
            sheet={() => ({
              columns: ['since', 'position', 'kind', 'line', 'value', 'rebate', 'currency', 'status'],
              rows: items.map((one) => [
                one.since.day,
                one.since.position,
                one.kind,
                lineOf(one),
                one.value,
                rebateOf(one),
                currency,
                one.status,
              ]),
            })}
          />
        </div>
        {list.isError ? (
          <Refused
            problem={problemIn(list.error)}
            onAgain={() => {
              void list.refetch();
            }}
          />
        ) : null}
        {list.data === undefined ? (
          list.isError ? null : (
            <Waiting lines={8} what="variances" />
          )
        ) : items.length === 0 ? (
          <Empty title="Nothing here.">
            {filter.kind === undefined && filter.document === undefined && filter.status === undefined ? (
              <>
                Every line that one side recorded is matched by the other, or one of them has recorded none yet:{' '}
                <Link to="/agreements/$agreement/sides" params={{ agreement: id }}>
                  two sides
                </Link>
                .
              </>
            ) : (
              'No variance passes this filter.'
            )}
          </Empty>
        ) : (
          <Worklist items={items} currency={currency} chosen={chosen} onChosen={acting === undefined ? undefined : choose} />
        )}
        <p className="row">
          {list.hasNextPage ? (
            <button
              type="button"
              className="button"
              disabled={list.isFetchingNextPage}
              onClick={() => {
                void list.fetchNextPage();
              }}
            >
              More variances
            </button>
          ) : null}
          {acting !== undefined && list.hasNextPage && total !== undefined ? (
            <button
              type="button"
              className="button"
              disabled={everything.isPending}
              onClick={() => {
                everything.mutate();
              }}
            >
              {everything.isPending ? 'Loading …' : `Select all ${total.count} of this filter`}
            </button>
          ) : null}
          {list.hasNextPage && filter.order !== undefined ? (
            <span className="small muted">The order is that of the {items.length} loaded.</span>
          ) : null}
        </p>
      </section>
      <StatedPanel id={id} partnership={partnership} terms={terms} axes={axes} acting={sides} />
    </div>
  );
};
