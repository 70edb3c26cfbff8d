import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import { currentSession, onSession, signOut } from '../api/session.ts';
import './shell.css';
import { ThemeSwitch } from './theme.tsx';

const Person = (): ReactNode => {
  const session = useSyncExternalStore(onSession, currentSession);
  const navigate = useNavigate();
  if (session.kind !== 'here') return null;
  const { me } = session;
  if (me.is === 'open')
    return (
      <span className="muted small" title="This server was started with --open.">
        Open server, no sign-in
      </span>
    );
  const leave = async (): Promise<void> => {
    await signOut();
    await navigate({ to: '/sign-in' });
  };
  return (
    <details className="person">
      <summary>{me.name ?? me.id}</summary>
      <div className="panel person-card">
        <p>
          <strong>{me.name ?? me.id}</strong>
        </p>
        {me.email === null ? null : <p className="muted small">{me.email}</p>}
        {me.operator ? <p className="small">Operator of this server</p> : null}
        {me.memberships.map(({ organisation, roles }) => (
          <p key={organisation} className="small">
            <strong>{organisation}</strong>: {roles.join(', ')}
          </p>
        ))}
        {me.grants.length === 0 ? null : (
          <p className="small">May read by grant: {me.grants.map(({ partnership, agreement }) => agreement ?? partnership).join(', ')}</p>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            void leave();
          }}
        >
          Sign out
        </button>
      </div>
    </details>
  );
};

/** Only for those who look after an organisation, or the server. */
const AdministrationLink = (): ReactNode => {
  const session = useSyncExternalStore(onSession, currentSession);
  if (session.kind !== 'here') return null;
  const { operator, memberships } = session.me;
  return operator || memberships.some(({ roles }) => roles.includes('administrator')) ? (
    <Link to="/administration">Administration</Link>
  ) : null;
};

const online = (): boolean => navigator.onLine;
const onLine = (listener: () => void): (() => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export const Shell = (): ReactNode => {
  const isOnline = useSyncExternalStore(onLine, online);
  return (
    <>
      <a className="skip not-printed" href="#content">
        Go to the content
      </a>
      <header className="top not-printed">
        <Link to="/" className="brand">
          <svg aria-hidden="true" viewBox="0 0 32 32" width="22" height="22">
            <path d="M3 27V5h4v22zM11 27v-8h4v8zm7 0V15h4v12zm7 0V5h4v22z" fill="currentColor" />
          </svg>
          Rebate ledger
        </Link>
        <nav aria-label="Main">
          <Link to="/" activeOptions={{ exact: true }}>
            Partnerships
          </Link>
          <Link to="/import">Import</Link>
          <AdministrationLink />
        </nav>
        <div className="top-end">
          <ThemeSwitch />
          <Person />
        </div>
      </header>
      {isOnline ? null : (
        <p className="offline" role="status">
          This device is offline. What is shown was loaded before; the page asks again by itself when the connection is back.
        </p>
      )}
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
};
