import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Secret } from '../../parts/secret.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { User } from './answers.ts';
import { ADMINISTRATION, usersQuery } from './queries.ts';
import { Table } from '../../parts/table.tsx';

const Row = ({ user }: { readonly user: User }): ReactNode => {
  const send = useSend<User>(ADMINISTRATION);
  const link = useSend<{ readonly token: string; readonly expiresAt: string }>(ADMINISTRATION);
  const path = `/users/${encodeURIComponent(user.id)}`;
  const isDisabled = user.status === 'disabled';
  const problem = send.error ?? link.error;
  const spoken = <span className="seen-by-readers"> {user.name}</span>;
  return (
    <tr>
      <th scope="row">
        {user.name ?? <em>erased</em>}
        <div className="small muted">{user.email}</div>
      </th>
      <td>
        <code>{user.id}</code>
      </td>
      <td>
        <span className={`pill ${user.status === 'active' ? 'good' : 'warn'}`}>{user.status}</span>
        {user.operator ? (
          <>
            {' '}
            <span className="pill">operator</span>
          </>
        ) : null}
      </td>
      <td>
        {user.status === 'erased' ? null : (
          <div className="row">
            <button
              type="button"
              className="button"
              disabled={link.isPending}
              onClick={() => {
                link.mutate({ path: `${path}/password-links`, body: {} });
              }}
            >
              Link for a password<span className="seen-by-readers"> of {user.name}</span>
            </button>
            <Sure
              sure={isDisabled ? 'Yes, let them in again' : 'Yes, out at once'}
              disabled={send.isPending}
              onSure={() => {
                send.mutate({ method: 'PATCH', path, body: { disabled: !isDisabled } });
              }}
            >
              {isDisabled ? 'Enable …' : 'Disable …'}
              {spoken}
            </Sure>
            <Sure
              sure={user.operator ? 'Yes, no operator any more' : 'Yes, make an operator'}
              disabled={send.isPending}
              onSure={() => {
                send.mutate({ method: 'PATCH', path, body: { operator: !user.operator } });
              }}
            >
              {user.operator ? 'No operator …' : 'Operator …'}
              {spoken}
            </Sure>
            <Sure
              sure="Yes, erase name and address for good"
              disabled={send.isPending}
              onSure={() => {
                send.mutate({ method: 'DELETE', path });
              }}
            >
              Erase …{spoken}
            </Sure>
          </div>
        )}
        {link.data === undefined ? null : (
          <Secret
            name={`A link by which ${user.name ?? user.id} sets a password, good once, until ${longTime(link.data.expiresAt)}`}
            value={`${location.origin}/app/password#${link.data.token}`}
          >
            The server sends no mail: send it by a way that you trust. What stands behind the # also serves the command line: rebate login
            --password-link.
          </Secret>
        )}
        {problem === null ? null : <Rejections problem={problemIn(problem)} />}
      </td>
    </tr>
  );
};

const Add = (): ReactNode => {
  const [given, setGiven] = useState({ name: '', email: '' });
  const send = useSend<User>(ADMINISTRATION, () => {
    setGiven({ name: '', email: '' });
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({ path: '/users', body: given });
  };
  return (
    <section className="panel" aria-labelledby="add-user-title">
      <h2 id="add-user-title">Add a user</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            required
            value={given.name}
            onChange={({ target }) => {
              setGiven({ ...given, name: target.value });
            }}
          />
        </label>
        <label className="field">
          <span>E-mail</span>
          <input
            className="input"
            type="email"
            required
            value={given.email}
            onChange={({ target }) => {
              setGiven({ ...given, email: target.value });
            }}
          />
        </label>
        <div>
          <button className="button first" disabled={send.isPending}>
            Add
          </button>
        </div>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </form>
    </section>
  );
};

/** All users of the server, for its operators. */
export const Users = (): ReactNode => {
  const query = useQuery(usersQuery);
  return (
    <>
      <section className="panel" aria-labelledby="users-title">
        <div className="panel-head">
          <h2 id="users-title">Users</h2>
          {query.data === undefined ? null : (
            <Twins
              name="users"
              sheet={() => ({
                columns: ['user', 'name', 'email', 'status', 'operator'],
                rows: query.data.map(({ id, name, email, status, operator }) => [id, name, email, status, String(operator)]),
              })}
              json={() => query.data}
              command={commandOf('users list', {})}
            />
          )}
        </div>
        <Answered query={query} waiting={<Waiting lines={6} what="users" />}>
          {(users) => (
            <Table label="Users, table" columns={['Who', 'Id, as in the history', 'State', 'Change']}>
              {users.map((user) => (
                <Row key={user.id} user={user} />
              ))}
            </Table>
          )}
        </Answered>
      </section>
      <Add />
    </>
  );
};
