import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Partnership } from '../../api/answers.ts';
import { pathOfPartnership } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { partnershipsQuery } from '../../api/queries.ts';
import { useSend } from '../../api/use-send.ts';
import { plusMonths, shortDay, today } from '../../figures/days.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Grant } from './answers.ts';
import { ADMINISTRATION, grantsQuery } from './queries.ts';
import { Table, unseen } from '../../parts/table.tsx';

const NewGrant = ({ partnership }: { readonly partnership: Partnership }): ReactNode => {
  const [given, setGiven] = useState({ auditor: '', onlyAgreement: '', from: today(), to: plusMonths(today(), 3) });
  const send = useSend<Grant>(ADMINISTRATION);
  const set = (next: Partial<typeof given>): void => {
    setGiven((before) => ({ ...before, ...next }));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { onlyAgreement, ...rest } = given;
    send.mutate({
      path: `${pathOfPartnership(partnership.partnership)}/grants`,
      body: { ...rest, ...(onlyAgreement === '' ? {} : { onlyAgreement }) },
    });
  };
  return (
    <details>
      <summary className="small">Let an auditor read</summary>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>The auditing organisation, by its id</span>
          <input
            className="input"
            required
            value={given.auditor}
            onChange={({ target }) => {
              set({ auditor: target.value });
            }}
          />
        </label>
        <label className="field">
          <span>What of it</span>
          <select
            className="input"
            value={given.onlyAgreement}
            onChange={({ target }) => {
              set({ onlyAgreement: target.value });
            }}
          >
            <option value="">all of the partnership</option>
            {partnership.agreements.map((id) => (
              <option key={id} value={id}>
                only {id}
              </option>
            ))}
          </select>
        </label>
        <div className="row">
          <label className="field">
            <span>From</span>
            <input
              className="input"
              type="date"
              required
              value={given.from}
              onChange={({ target }) => {
                set({ from: target.value });
              }}
            />
          </label>
          <label className="field">
            <span>To</span>
            <input
              className="input"
              type="date"
              required
              value={given.to}
              onChange={({ target }) => {
                set({ to: target.value });
              }}
            />
          </label>
        </div>
        <p className="small muted">An auditor reads and never writes, and sees neither drafts, notes, policies nor imports.</p>
        <div>
          <button className="button first" disabled={send.isPending}>
            Grant it
          </button>
        </div>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </form>
    </details>
  );
};

const stateOf = ({ revokedAt, from, to }: Grant): readonly [word: string, tone: string] =>
  revokedAt !== null ? ['revoked', ''] : to < today() ? ['over', ''] : from > today() ? ['to come', 'warn'] : ['may read', 'good'];

const Of = ({ partnership }: { readonly partnership: Partnership }): ReactNode => {
  const query = useQuery(grantsQuery(partnership.partnership));
  const send = useSend(ADMINISTRATION);
  return (
    <section className="panel" aria-label={`Auditors of ${partnership.supplier} and ${partnership.customer}`}>
      <div className="panel-head">
        <h2>
          {partnership.supplier} <span className="muted">supplies</span> {partnership.customer}
        </h2>
        {query.data === undefined ? null : (
          <Twins
            name={`${partnership.partnership}-grants`}
            sheet={() => ({
              columns: ['grant', 'auditor', 'agreement', 'from', 'to', 'granted by', 'revoked'],
              rows: query.data.map((grant) => [
                grant.id,
                grant.auditor,
                grant.agreement,
                grant.from,
                grant.to,
                grant.grantedFor,
                grant.revokedAt,
              ]),
            })}
            json={() => query.data}
            command={commandOf('grants list', { partnership: partnership.partnership })}
          />
        )}
      </div>
      <Answered query={query} waiting={<Waiting lines={3} what="grants" />}>
        {(grants) =>
          grants.length === 0 ? (
            <p className="muted small">No auditor may read it.</p>
          ) : (
            <Table
              label={`Grants of ${partnership.partnership}, table`}
              columns={['Auditor', 'Reads', 'Days', 'Granted by', 'State', unseen('Revoke')]}
            >
              {grants.map((grant) => (
                <tr key={grant.id}>
                  <th scope="row">{grant.auditor}</th>
                  <td>{grant.agreement ?? 'all of it'}</td>
                  <td>
                    {shortDay(grant.from)} – {shortDay(grant.to)}
                  </td>
                  <td>{grant.grantedFor}</td>
                  <td>
                    <span className={`pill ${stateOf(grant)[1]}`}>{stateOf(grant)[0]}</span>
                  </td>
                  <td>
                    {grant.revokedAt === null ? (
                      <Sure
                        sure="Yes, revoke it at once"
                        disabled={send.isPending}
                        onSure={() => {
                          send.mutate({
                            method: 'DELETE',
                            path: `${pathOfPartnership(partnership.partnership)}/grants/${encodeURIComponent(grant.id)}`,
                          });
                        }}
                      >
                        Revoke …<span className="seen-by-readers"> the grant to {grant.auditor}</span>
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
      <NewGrant partnership={partnership} />
    </section>
  );
};

/** Which auditors may read what of the organisation's partnerships. */
export const Grants = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const query = useQuery(partnershipsQuery);
  return (
    <Answered query={query} waiting={<Waiting lines={6} what="partnerships" />}>
      {(all) => {
        const own = all.filter(({ supplier, customer }) => supplier === organisation || customer === organisation);
        return own.length === 0 ? (
          <Empty title="No partnership yet.">A grant is of a partnership: one opens with its first agreement.</Empty>
        ) : (
          own.map((partnership) => <Of key={partnership.partnership} partnership={partnership} />)
        );
      }}
    </Answered>
  );
};
