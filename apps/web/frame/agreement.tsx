import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, createRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Agreement } from '../api/answers.ts';
import { agreementQuery } from '../api/queries.ts';
import { termsOf } from '../api/terms.ts';
import { useLive } from '../api/use-live.ts';
import { shortDay } from '../figures/days.ts';
import { Answered, Waiting } from '../parts/answered.tsx';
import { axesOf } from '../parts/axes.ts';
import { ProofStrip } from '../proof/proof-strip.tsx';
import { FreshnessContext } from './fresh.ts';
import { FreshnessLine } from './freshness-line.tsx';
import { rootRoute } from './root.tsx';
import './agreement.css';

const STATUS: Readonly<Record<Agreement['status'], string>> = {
  proposed: 'warn',
  active: 'good',
  terminated: '',
  withdrawn: '',
  lapsed: '',
};

/** Screens of one agreement. A new one adds its tab here, its route in routes.ts and its folder in screens/. */
const TABS = [
  { to: '/agreements/$agreement', name: 'Home' },
  { to: '/agreements/$agreement/replay', name: 'Replay' },
  { to: '/agreements/$agreement/why', name: 'Why this figure' },
  { to: '/agreements/$agreement/sides', name: 'Two sides' },
  { to: '/agreements/$agreement/disputes', name: 'Disputes' },
  { to: '/agreements/$agreement/terms', name: 'Agreement' },
  { to: '/agreements/$agreement/designer', name: 'Designer' },
  { to: '/agreements/$agreement/finance', name: 'Finance' },
  { to: '/agreements/$agreement/reconciliation', name: 'Reconcile' },
  { to: '/agreements/$agreement/audit', name: 'Audit' },
] as const;

const Heading = ({ agreement }: { readonly agreement: Agreement }): ReactNode => {
  const terms = termsOf(agreement);
  return (
    <div className="agreement-name">
      <h1>{terms.name ?? agreement.agreement}</h1>
      <p className="muted small row">
        <span className={`pill ${STATUS[agreement.status]}`}>{agreement.status}</span>
        <span>
          supplier <strong>{terms.supplier}</strong>
        </span>
        <span>
          customer <strong>{terms.customer}</strong>
        </span>
        <span>
          {shortDay(terms.from)} to {shortDay(agreement.terminatedOn ?? terms.to)}
        </span>
        <span>{terms.currency}</span>
        <span>version {agreement.version}</span>
      </p>
    </div>
  );
};

const Frame = (): ReactNode => {
  const { agreement } = agreementRoute.useParams();
  const { knownAt } = agreementRoute.useSearch();
  const query = useQuery(agreementQuery(agreement));
  const fresh = useLive(agreement);
  return (
    <FreshnessContext value={fresh}>
      <header className="agreement-head">
        {query.data === undefined ? (
          <div className="agreement-name">
            <h1>{agreement}</h1>
            <Waiting lines={1} what="the agreement" />
          </div>
        ) : (
          <Heading agreement={query.data} />
        )}
        <FreshnessLine fresh={fresh} />
      </header>
      <nav className="tabs not-printed" aria-label="Agreement">
        {TABS.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            params={{ agreement }}
            search={(axes) => axesOf(axes)}
            activeOptions={{ exact: to === '/agreements/$agreement', includeSearch: false }}
          >
            {name}
          </Link>
        ))}
      </nav>
      {query.data === undefined ? null : (
        <ProofStrip agreement={agreement} partnership={query.data.partnership} position={Number(knownAt ?? fresh.position ?? 0)} />
      )}
      <Answered query={query} waiting={<Waiting lines={8} what="the agreement" />}>
        {() => <Outlet />}
      </Answered>
    </FreshnessContext>
  );
};

export const agreementRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agreements/$agreement',
  validateSearch: axesOf,
  component: Frame,
});
