import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime, plusDays, today } from '../../figures/days.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Secret } from '../../parts/secret.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { KEY_ROLES, type Key } from './answers.ts';
import { ADMINISTRATION } from './queries.ts';
import { RoleBoxes } from './roles.tsx';
import { Table, unseen } from '../../parts/table.tsx';

const MONTHS_DAYS = 180;

const stateOf = ({ revokedAt, expiresAt }: Key): readonly [word: string, tone: string] =>
  revokedAt !== null ? ['revoked', ''] : expiresAt < new Date().toISOString() ? ['expired', 'warn'] : ['works', 'good'];

type Props = {
  readonly query: UseQueryOptions<readonly Key[], Error, readonly Key[], string[]>;
  readonly path: string;
  readonly command: string;
  readonly withRoles: boolean;
};

const NewKey = ({ path, withRoles }: Pick<Props, 'path' | 'withRoles'>): ReactNode => {
  const [name, setName] = useState('');
  const [expires, setExpires] = useState(() => plusDays(today(), MONTHS_DAYS));
  const [roles, setRoles] = useState<readonly string[]>(['viewer']);
  const send = useSend<Key & { readonly secret: string }>(ADMINISTRATION);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({ path, body: { name, expiresAt: `${expires}T00:00:00Z`, ...(withRoles ? { roles } : {}) } });
  };
  return (
    <section className="panel" aria-labelledby="new-key-title">
      <h2 id="new-key-title">Make a key</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>What it is for</span>
          <input
            className="input"
            required
            maxLength={200}
            value={name}
            onChange={({ target }) => {
              setName(target.value);
            }}
          />
        </label>
        <label className="field">
          <span>Works until, a year at most</span>
          <input
            className="input"
            type="date"
            required
            min={today()}
            max={plusDays(today(), 365)}
            value={expires}
            onChange={({ target }) => {
              setExpires(target.value);
            }}
          />
        </label>
        {withRoles ? <RoleBoxes roles={roles} all={KEY_ROLES} onChange={setRoles} /> : null}
        <div>
          <button className="button first" disabled={send.isPending || (withRoles && roles.length === 0)}>
            Make it
          </button>
        </div>
      </form>
      {send.data === undefined ? null : (
        <Secret name={`The key ${send.data.name}`} value={send.data.secret}>
          The server keeps its hash only. Send it as Authorization: Bearer.
        </Secret>
      )}
      {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
    </section>
  );
};

/** Keys of machines, without their secrets. */
export const Keys = ({ query: options, path, command, withRoles }: Props): ReactNode => {
  const query = useQuery(options);
  const send = useSend(ADMINISTRATION);
  return (
    <>
      <section className="panel" aria-labelledby="keys-title">
        <div className="panel-head">
          <h2 id="keys-title">Keys</h2>
          {query.data === undefined ? null : (
            <Twins
              name="keys"
              sheet={() => ({
                columns: ['key', 'name', 'roles', 'begins with', 'created', 'expires', 'revoked'],
                rows: query.data.map((key) => [
                  key.id,
                  key.name,
                  key.roles.join(' '),
                  key.prefix,
                  key.createdAt,
                  key.expiresAt,
                  key.revokedAt,
                ]),
              })}
              json={() => query.data}
              command={`${commandOf('keys list', {})} ${command}`.trim()}
            />
          )}
        </div>
        <Answered query={query} waiting={<Waiting lines={4} what="keys" />}>
          {(keys) =>
            keys.length === 0 ? (
              <Empty title="No key was made yet.">A machine, such as an ERP that sends its invoices, signs in with one.</Empty>
            ) : (
              <Table label="Keys, table" columns={['For', 'Begins with', 'Roles', 'State', 'Until', unseen('Revoke')]}>
                {keys.map((key) => (
                  <tr key={key.id}>
                    <th scope="row">
                      {key.name}
                      <div className="small muted">
                        <code>{key.id}</code>
                      </div>
                    </th>
                    <td>
                      <code>{key.prefix}…</code>
                    </td>
                    <td>{key.roles.join(', ')}</td>
                    <td>
                      <span className={`pill ${stateOf(key)[1]}`}>{stateOf(key)[0]}</span>
                    </td>
                    <td>{longTime(key.revokedAt ?? key.expiresAt)}</td>
                    <td>
                      {key.revokedAt === null ? (
                        <Sure
                          sure={`Yes, revoke ${key.name} at once`}
                          disabled={send.isPending}
                          onSure={() => {
                            send.mutate({ method: 'DELETE', path: `${path}/${encodeURIComponent(key.id)}` });
                          }}
                        >
                          Revoke …<span className="seen-by-readers"> {key.name}</span>
                        </Sure>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </Table>
            )
          }
        </Answered>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </section>
      <NewKey key={path} path={path} withRoles={withRoles} />
    </>
  );
};
