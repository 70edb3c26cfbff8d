import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { agreementQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { today } from '../../figures/days.ts';
import { Empty, Waiting } from '../../parts/answered.tsx';
import { axesOf } from '../../parts/axes.ts';
import { actingIn, useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { AccrualsView } from './accruals.tsx';
import { ClaimsView } from './claims.tsx';
import './finance.css';
import { JournalView } from './journal.tsx';
import { Periods } from './periods.tsx';
import type { Of } from './of.ts';
import type { View } from './shown.ts';
import { SettlementsView } from './settlements.tsx';

const route = getRouteApi('/agreements/$agreement/finance');

/** Who may look into an organisation's own books (docs/guides/access.md). */
const READS_BOOKS = ['administrator', 'finance', 'approver'];

const Shows: Readonly<Record<View, (props: { readonly of: Of }) => ReactNode>> = {
  periods: Periods,
  claims: ClaimsView,
  settlements: SettlementsView,
  accruals: AccrualsView,
  journal: JournalView,
};

export const Finance = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const { data: agreement } = useQuery(agreementQuery(id));
  const names = useNames(agreement?.partnership ?? '', agreement === undefined ? undefined : termsOf(agreement));
  if (agreement === undefined)
    return (
      <section className="panel">
        <Waiting lines={8} what="finance" />
      </section>
    );
  const terms = termsOf(agreement);
  if (agreement.status !== 'active' && agreement.status !== 'terminated')
    return <Empty title="Nothing to close or settle yet.">The agreement is {agreement.status}; it has to be in force first.</Empty>;
  const axes = axesOf(search);
  const books = actingIn(me, terms, READS_BOOKS);
  const now = axes.knownAt === undefined;
  const of: Of = {
    id,
    partnership: agreement.partnership,
    terms,
    me,
    names,
    axes: { on: axes.on ?? today(), ...axes },
    shown: search,
    books,
    finance: now ? actingIn(me, terms, ['finance']) : [],
    approver: now ? actingIn(me, terms, ['approver', 'finance']) : [],
    show: (next) => {
      void navigate({
        search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined)),
      });
    },
  };
  const view = search.view ?? 'periods';
  const views: readonly (readonly [View, string])[] = [
    ['periods', 'Periods and statements'],
    ['claims', 'Claims'],
    ['settlements', 'Settlements'],
    ...(books.length === 0
      ? []
      : ([
          ['accruals', 'Own accruals'],
          ['journal', 'Own journal'],
        ] as const)),
  ];
  const Shown = Shows[view];
  return (
    <div className="stack">
      <nav className="subtabs not-printed" aria-label="Finance">
        {views.map(([one, name]) => (
          <Link
            key={one}
            to="/agreements/$agreement/finance"
            params={{ agreement: id }}
            search={{ ...axes, ...(one === 'periods' ? {} : { view: one }) }}
            className={one === view ? 'chosen' : ''}
            aria-current={one === view ? 'true' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      {books.length === 0 && (view === 'accruals' || view === 'journal') ? (
        <Empty title="These are one side’s own books.">
          Only its administrators, finance and approvers can look into them; the other side and auditors cannot.
        </Empty>
      ) : (
        <Shown of={of} />
      )}
    </div>
  );
};
