import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Partnership } from '../../api/answers.ts';
import { agreementQuery, balanceQuery, partnershipsQuery } from '../../api/queries.ts';
import { nameOf, termsOf } from '../../api/terms.ts';
import { shortDay, today } from '../../figures/days.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { given } from '../../parts/axes.ts';
import { sidesWith } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import './partnerships.css';
import { Table, numbers } from '../../parts/table.tsx';

const Row = ({ id }: { readonly id: string }): ReactNode => {
  const agreement = useQuery(agreementQuery(id));
  const terms = agreement.data === undefined ? undefined : termsOf(agreement.data);
  // A year that is over is shown as it ended.
  const on = terms === undefined ? undefined : [today(), terms.to].sort()[0];
  const balance = useQuery({ ...balanceQuery(id, on === undefined ? {} : { on }), enabled: terms !== undefined });
  return (
    <tr>
      <th scope="row">
        <Link to="/agreements/$agreement" params={{ agreement: id }}>
          {terms?.name ?? id}
        </Link>
        <div className="muted small">{terms?.programmes.map((one) => nameOf(terms, one.id)).join(' · ') ?? ' '}</div>
      </th>
      <td>
        {agreement.data === undefined ? (
          '…'
        ) : (
          <span className={`pill ${agreement.data.status === 'active' ? 'good' : ''}`}>{agreement.data.status}</span>
        )}
      </td>
      <td className="nowrap">{terms === undefined ? '…' : `${shortDay(terms.from)} – ${shortDay(terms.to)}`}</td>
      <td className="figure">
        {balance.data === undefined ? (
          balance.isError ? (
            '–'
          ) : (
            '…'
          )
        ) : (
          <Why
            agreement={id}
            name={`${terms?.name ?? id}, earned to date`}
            value={balance.data.earned}
            currency={balance.data.currency}
            on={balance.data.on}
            knownAt={balance.data.knownAt}
          />
        )}
      </td>
      <td className="figure">
        {balance.data?.projection === undefined ? (
          <span className="muted">{balance.isError ? 'not in force' : balance.data === undefined ? '…' : 'closed'}</span>
        ) : (
          <Why
            agreement={id}
            name={`${terms?.name ?? id}, projected`}
            value={balance.data.projection.likely}
            currency={balance.data.currency}
            on={balance.data.on}
            knownAt={balance.data.knownAt}
            figure="projected"
          />
        )}
      </td>
    </tr>
  );
};

const Card = ({ partnership, mayDraft }: { readonly partnership: Partnership; readonly mayDraft: boolean }): ReactNode => (
  <section className="panel" aria-label={`${partnership.supplier} and ${partnership.customer}`}>
    <div className="panel-head">
      <h2>
        {partnership.supplier} <span className="muted">supplies</span> {partnership.customer}
      </h2>
      <span className="row small">
        <span className="muted">{partnership.position + 1} events in its history</span>
        {mayDraft ? (
          <Link
            to="/new-agreement"
            search={{ supplier: partnership.supplier, customer: partnership.customer, ...given({ like: partnership.agreements.at(-1) }) }}
          >
            Draft a new agreement
          </Link>
        ) : null}
      </span>
    </div>
    {partnership.agreements.length === 0 ? (
      <p className="muted">No agreement was proposed yet.</p>
    ) : (
      <Table
        label={`Agreements of ${partnership.supplier} and ${partnership.customer}, table`}
        className="agreements"
        columns={['Agreement', 'Status', 'Term', numbers('Earned to date'), numbers('Projected')]}
      >
        {partnership.agreements.map((id) => (
          <Row key={id} id={id} />
        ))}
      </Table>
    )}
  </section>
);

export const Partnerships = (): ReactNode => {
  const query = useQuery(partnershipsQuery);
  const me = useMe();
  const own = me?.memberships.find(({ roles }) => roles.includes('commercial'))?.organisation;
  return (
    <div className="stack">
      <div className="panel-head">
        <h1>Partnerships</h1>
        <div className="row">
          {own === undefined ? null : (
            <Link className="button" to="/new-agreement" search={{ supplier: own }}>
              Draft an agreement with somebody new
            </Link>
          )}
          {query.data === undefined ? null : (
            <Twins
              name="partnerships"
              sheet={() => ({
                columns: ['partnership', 'supplier', 'customer', 'agreements'],
                rows: query.data.map((one) => [one.partnership, one.supplier, one.customer, one.agreements.join(' ')]),
              })}
              json={() => query.data}
              command={commandOf('partnerships', {})}
            />
          )}
        </div>
      </div>
      <Answered query={query} waiting={<Waiting lines={6} what="partnerships" />}>
        {(partnerships) =>
          partnerships.length === 0 ? (
            <Empty title="No partnership yet.">
              One opens with the first agreement that a supplier and a customer propose to each other: <code>rebate propose</code>, or POST
              /agreements.
            </Empty>
          ) : (
            partnerships.map((partnership) => (
              <Card
                key={partnership.partnership}
                partnership={partnership}
                mayDraft={sidesWith(me, partnership, ['commercial']).length > 0}
              />
            ))
          )
        }
      </Answered>
    </div>
  );
};
