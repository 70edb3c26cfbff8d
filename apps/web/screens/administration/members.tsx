import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Secret } from '../../parts/secret.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { type Member, ROLES } from './answers.ts';
import { ADMINISTRATION, membersQuery } from './queries.ts';
import { RoleBoxes } from './roles.tsx';
import { Table, unseen } from '../../parts/table.tsx';

type Limit = { readonly amount: string; readonly currency: string };
const limitBody = ({ amount, currency }: Limit): object => (amount === '' ? {} : { approvesUpTo: { amount, currency } });

const LimitFields = ({ limit, onChange }: { readonly limit: Limit; readonly onChange: (limit: Limit) => void }): ReactNode => (
  <div className="row">
    <label className="field">
      <span>Approves up to (any amount where left out)</span>
      <input
        className="input"
        inputMode="decimal"
        value={limit.amount}
        onChange={({ target }) => {
          onChange({ ...limit, amount: target.value });
        }}
      />
    </label>
    <label className="field">
      <span>Currency</span>
      <input
        className="input currency"
        value={limit.currency}
        maxLength={3}
        onChange={({ target }) => {
          onChange({ ...limit, currency: target.value.toUpperCase() });
        }}
      />
    </label>
  </div>
);

const Standing = ({ organisation, member }: { readonly organisation: string; readonly member: Member }): ReactNode => {
  const [roles, setRoles] = useState(member.roles);
  const [limit, setLimit] = useState<Limit>(member.approvesUpTo ?? { amount: '', currency: 'EUR' });
  const send = useSend(ADMINISTRATION);
  const path = `${pathOfOrganisation(organisation)}/members/${encodeURIComponent(member.user.id)}`;
  return (
    <details>
      <summary className="small">
        Change<span className="seen-by-readers"> {member.user.name ?? member.user.id}</span>
      </summary>
      <div className="stack">
        <RoleBoxes roles={roles} all={ROLES} onChange={setRoles} />
        {roles.includes('approver') ? <LimitFields limit={limit} onChange={setLimit} /> : null}
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={send.isPending || roles.length === 0}
            onClick={() => {
              send.mutate({ method: 'PUT', path, body: { roles, ...(roles.includes('approver') ? limitBody(limit) : {}) } });
            }}
          >
            Set, at once
          </button>
          <Sure
            sure={`Yes, take ${member.user.name ?? member.user.id} away at once`}
            disabled={send.isPending}
            onSure={() => {
              send.mutate({ method: 'DELETE', path });
            }}
          >
            Take away …
          </Sure>
        </div>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </div>
    </details>
  );
};

type Invited = { readonly token: string; readonly expiresAt: string };

const Invite = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<readonly string[]>(['viewer']);
  const [limit, setLimit] = useState<Limit>({ amount: '', currency: 'EUR' });
  const send = useSend<Invited>(ADMINISTRATION);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({
      path: `${pathOfOrganisation(organisation)}/invitations`,
      body: { email, roles, ...(roles.includes('approver') ? limitBody(limit) : {}) },
    });
  };
  return (
    <section className="panel" aria-labelledby="invite-title">
      <h2 id="invite-title">Invite somebody</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>E-mail</span>
          <input
            className="input"
            type="email"
            required
            value={email}
            onChange={({ target }) => {
              setEmail(target.value);
            }}
          />
        </label>
        <RoleBoxes roles={roles} all={ROLES} onChange={setRoles} />
        {roles.includes('approver') ? <LimitFields limit={limit} onChange={setLimit} /> : null}
        <div>
          <button className="button first" disabled={send.isPending || roles.length === 0}>
            Invite
          </button>
        </div>
      </form>
      {send.data === undefined ? null : (
        <Secret
          name={`A link for ${email}, good once, until ${longTime(send.data.expiresAt)}`}
          value={`${location.origin}/app/invitation#${send.data.token}`}
        >
          The server sends no mail: send it by a way that you trust.
        </Secret>
      )}
      {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
    </section>
  );
};

export const Members = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const query = useQuery(membersQuery(organisation));
  return (
    <>
      <section className="panel" aria-labelledby="members-title">
        <div className="panel-head">
          <h2 id="members-title">Members</h2>
          {query.data === undefined ? null : (
            <Twins
              name={`${organisation}-members`}
              sheet={() => ({
                columns: ['user', 'name', 'email', 'roles', 'approvesUpTo', 'currency'],
                rows: query.data.map(({ user, roles, approvesUpTo }) => [
                  user.id,
                  user.name,
                  user.email,
                  roles.join(' '),
                  approvesUpTo?.amount,
                  approvesUpTo?.currency,
                ]),
              })}
              json={() => query.data}
              command={commandOf('organisations members', {}).replace('members', `members ${organisation}`)}
            />
          )}
        </div>
        <Answered query={query} waiting={<Waiting lines={6} what="members" />}>
          {(members) => (
            <Table label="Members, table" columns={['Who', 'Roles', 'Approves up to', unseen('Change')]}>
              {members.map((member) => (
                <tr key={member.user.id}>
                  <th scope="row">
                    {member.user.name ?? <em>erased</em>}{' '}
                    {member.user.status === 'active' ? null : <span className="pill warn">{member.user.status}</span>}
                    <div className="small muted">{member.user.email}</div>
                  </th>
                  <td>{member.roles.join(', ')}</td>
                  <td>
                    {member.approvesUpTo === null
                      ? member.roles.includes('approver')
                        ? 'any amount'
                        : '–'
                      : `${formatDecimal(member.approvesUpTo.amount)} ${member.approvesUpTo.currency}`}
                  </td>
                  <td>
                    <Standing organisation={organisation} member={member} />
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </Answered>
      </section>
      <Invite key={organisation} organisation={organisation} />
    </>
  );
};
