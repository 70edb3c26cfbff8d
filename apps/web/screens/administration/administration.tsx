import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me } from '../../api/answers.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { useMe } from '../../parts/side.ts';
import './administration.css';
import type { Organisation } from './answers.ts';
import { Grants } from './grants.tsx';
import { Keys } from './keys.tsx';
import { Members } from './members.tsx';
import { Organisations } from './organisations.tsx';
import { keysQuery, organisationsQuery, serverKeysQuery } from './queries.ts';
import { Users } from './users.tsx';
import { Webhooks } from './webhooks.tsx';
import { pathOfOrganisation } from '../../api/paths.ts';

const route = getRouteApi('/administration');

const administers = (me: Me, organisation: string): boolean =>
  me.memberships.some((one) => one.organisation === organisation && one.roles.includes('administrator'));

type Part = { readonly id: string; readonly name: string; readonly show: (of: string, hook: string | undefined) => ReactNode };
const PARTS: readonly (Part & { readonly forOperators: boolean })[] = [
  { id: 'members', name: 'Members', forOperators: true, show: (of) => <Members organisation={of} /> },
  {
    id: 'keys',
    name: 'Keys of machines',
    forOperators: false,
    show: (of) => <Keys query={keysQuery(of)} path={`${pathOfOrganisation(of)}/keys`} command={`--organisation ${of}`} withRoles />,
  },
  { id: 'grants', name: 'Auditors', forOperators: false, show: (of) => <Grants organisation={of} /> },
  { id: 'webhooks', name: 'Webhooks', forOperators: false, show: (of, hook) => <Webhooks organisation={of} open={hook} /> },
];
const OF_SERVER: readonly Part[] = [
  { id: 'organisations', name: 'Organisations', show: () => <Organisations /> },
  { id: 'users', name: 'Users', show: () => <Users /> },
  { id: 'server-keys', name: 'Keys of the server', show: () => <Keys query={serverKeysQuery} path="/keys" command="" withRoles={false} /> },
];

const Tabs = ({
  parts,
  of,
  chosen,
}: {
  readonly parts: readonly Part[];
  readonly of: string | undefined;
  readonly chosen: string | undefined;
}): ReactNode => (
  <nav className="tabs" aria-label={of ?? 'The server'}>
    {parts.map(({ id, name }) => (
      <Link
        key={id}
        to="/administration"
        search={{ part: id, ...(of === undefined ? {} : { of }) }}
        aria-current={id === chosen ? 'page' : undefined}
      >
        {name}
      </Link>
    ))}
  </nav>
);

const Body = ({ me, organisations }: { readonly me: Me; readonly organisations: readonly Organisation[] }): ReactNode => {
  const { of, part, hook } = route.useSearch();
  const mine = organisations.filter(({ id }) => me.operator || administers(me, id));
  const organisation = mine.find(({ id }) => id === of) ?? mine.find(({ id }) => administers(me, id)) ?? mine[0];
  const parts = organisation === undefined ? [] : PARTS.filter(({ forOperators }) => forOperators || administers(me, organisation.id));
  const server = me.operator ? OF_SERVER : [];
  const chosen = [...server, ...parts].find(({ id }) => id === part) ?? (of === undefined ? server[0] : undefined) ?? parts[0];
  if (chosen === undefined)
    return (
      <Empty title="There is nothing here for you to administer.">
        Members, keys, grants and webhooks are for those who have the role “administrator” in an organisation.
      </Empty>
    );
  const isOfServer = server.some(({ id }) => id === chosen.id);
  return (
    <>
      {server.length === 0 ? null : (
        <div className="administration-level">
          <h2>This server</h2>
          <Tabs parts={server} of={undefined} chosen={chosen.id} />
        </div>
      )}
      {organisation === undefined ? null : (
        <div className="administration-level">
          <h2>
            {organisation.name} <code className="muted small">{organisation.id}</code>
          </h2>
          {mine.length < 2 ? null : (
            <nav className="row small" aria-label="Organisations">
              {mine.map(({ id, name }) => (
                <Link
                  key={id}
                  to="/administration"
                  search={{ of: id, part: isOfServer ? 'members' : chosen.id }}
                  aria-current={id === organisation.id && !isOfServer ? 'true' : undefined}
                >
                  {name}
                </Link>
              ))}
            </nav>
          )}
          <Tabs parts={parts} of={organisation.id} chosen={chosen.id} />
        </div>
      )}
      {chosen.show(organisation?.id ?? '', hook)}
    </>
  );
};

/** Who belongs, in which roles, and what machines and auditors may: for those who look after it. */
export const Administration = (): ReactNode => {
  const me = useMe();
  const organisations = useQuery({ ...organisationsQuery, enabled: me?.is === 'person' });
  return (
    <div className="stack administration">
      <h1>Administration</h1>
      {me?.is === 'person' ? (
        <Answered query={organisations} waiting={<Waiting lines={8} what="organisations" />}>
          {(all) => <Body me={me} organisations={all} />}
        </Answered>
      ) : (
        <Empty title="Nobody signs in on this server.">
          It was started with --open, for one’s own machine: there are no members, keys or grants to look after.
        </Empty>
      )}
    </div>
  );
};
