import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import type { Claim, ClaimPart, Claims } from '../../api/finance-answers.ts';
import { claimsQuery } from '../../api/queries.ts';
import { nameOf } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Act, Folded } from '../../parts/act.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Decide } from './decide-claim.tsx';
import { type Of, financeOf } from './of.ts';
import { dueQuery, pathIn } from './queries.ts';
import { RaiseClaim } from './raise-claim.tsx';
import { periodWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

const STATUS: Readonly<Record<Claim['status'], string>> = { raised: 'warn', approved: 'good', refused: 'bad', withdrawn: '' };

const Lines = ({ part, approved }: { readonly part: ClaimPart; readonly approved: ClaimPart | undefined }): ReactNode =>
  part.lines === undefined ? null : (
    <details className="small">
      <summary>
        {part.lines.length} {part.lines.length === 1 ? 'line' : 'lines'} of it
      </summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Line</th>
            <th scope="col" className="figure">
              Claimed
            </th>
            <th scope="col" className="figure">
              Stands
            </th>
          </tr>
        </thead>
        <tbody>
          {part.lines.map(({ document, line, amount }) => (
            <tr key={`${document}#${line}`}>
              <th scope="row">{document}</th>
              <td>{line}</td>
              <td className="figure">
                <Amount value={amount} />
              </td>
              <td className="figure">
                <Amount value={approved?.lines?.find((one) => one.document === document && one.line === line)?.amount ?? amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );

const Detail = ({ claim, of }: { readonly claim: Claim; readonly of: Of }): ReactNode => (
  <div className="stack claim-detail">
    <ul className="plain-list small">
      {claim.parts.map((part) => {
        const approved = claim.standing.find((one) => one.programme === part.programme && one.period.from === part.period.from);
        return (
          <li key={`${part.programme} ${part.period.from}`}>
            <strong>{nameOf(of.terms, part.programme)}</strong>, {periodWords(part.period)}: claimed <Amount value={part.amount} />
            {claim.approved === null ? (
              ''
            ) : (
              <>
                , approved <Amount value={approved?.amount ?? '0'} />
              </>
            )}
            <Lines part={part} approved={approved} />
          </li>
        );
      })}
    </ul>
    <p className="small muted">
      Raised by {of.names.of(claim.raisedBy)} on {shortDay(claim.on)}
      {claim.automatic ? ', by the plan itself' : ''}
      {claim.reference === null ? '' : `, reference ${claim.reference}`}
      {claim.decidedBy === null ? '' : `; decided by ${of.names.of(claim.decidedBy)}`}
      {claim.reason === null ? '' : `: ${claim.reason}`}.
    </p>
    <Decide claim={claim} of={of} />
  </div>
);

const Rows = ({ claim, of }: { readonly claim: Claim; readonly of: Of }): ReactNode => {
  const isOpen = of.shown.claim === claim.claim;
  return (
    <Fragment>
      <tr className={isOpen ? 'chosen' : ''}>
        <th scope="row">
          <button
            type="button"
            className="button plain"
            aria-expanded={isOpen}
            onClick={() => {
              of.show({ claim: isOpen ? undefined : claim.claim });
            }}
          >
            {claim.claim}
          </button>
        </th>
        <td>
          <span className={`pill ${STATUS[claim.status]}`}>{claim.status}</span>
          {claim.overdue ? (
            <>
              {' '}
              <span className="pill bad">decision late</span>
            </>
          ) : null}
        </td>
        <td className="nowrap">{shortDay(claim.on)}</td>
        <td className="figure">
          <Amount value={claim.amount} />
          {claim.asked === null ? null : (
            <div className="small muted">
              asked for <Amount value={claim.asked} />
            </div>
          )}
        </td>
        <td className="figure">{claim.approved === null ? <span className="muted">–</span> : <Amount value={claim.approved} />}</td>
        <td className="figure">
          <Amount value={claim.settled} />
        </td>
        <td className="figure">
          <Amount value={claim.open} />
        </td>
        <td className="nowrap">{claim.decideBy === null ? <span className="muted">–</span> : shortDay(claim.decideBy)}</td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={8}>
            <Detail claim={claim} of={of} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
};

const ClaimsTable = ({ answer, of }: { readonly answer: Claims; readonly of: Of }): ReactNode => (
  <section className="panel" aria-labelledby="claims-title">
    <div className="panel-head">
      <h2 id="claims-title">Claims</h2>
      <Twins
        name={`${of.id}-claims-${answer.on}`}
        json={() => answer}
        command={commandOf('claim list', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
        sheet={() => ({
          columns: [
            'claim',
            'status',
            'raised',
            'amount',
            'asked',
            'approved',
            'settled',
            'open',
            'decideBy',
            'overdue',
            'reason',
            'currency',
          ],
          rows: answer.claims.map((one) => [
            one.claim,
            one.status,
            one.on,
            one.amount,
            one.asked,
            one.approved,
            one.settled,
            one.open,
            one.decideBy,
            String(one.overdue),
            one.reason,
            answer.currency,
          ]),
        })}
      />
    </div>
    {answer.claims.length === 0 ? (
      <Empty title="Nothing is claimed.">
        The customer claims what a settlement period earned, once it is over; a plan can also claim by itself when a period closes.
      </Empty>
    ) : (
      <Table
        label="Claims, table"
        columns={[
          'Claim',
          'Status',
          'Raised',
          numbers(<>Amount, {answer.currency}</>),
          numbers('Approved'),
          numbers('Settled'),
          numbers('Open'),
          'Decide by',
        ]}
      >
        {answer.claims.map((claim) => (
          <Rows key={claim.claim} claim={claim} of={of} />
        ))}
      </Table>
    )}
  </section>
);

export const ClaimsView = ({ of }: { readonly of: Of }): ReactNode => {
  const claims = useQuery(claimsQuery(of.id, of.axes));
  const due = useQuery(dueQuery(of.id, of.axes));
  const { position } = useFreshness();
  const customer = financeOf(of, 'customer');
  const [any] = of.finance;
  return (
    <>
      <AxesBar
        axes={of.axes}
        newest={position}
        answered={claims.data}
        onChange={(next) => {
          of.show({ on: undefined, knownAt: undefined, ...next });
        }}
      />
      <Answered
        query={claims}
        waiting={
          <section className="panel">
            <Waiting lines={6} what="claims" />
          </section>
        }
      >
        {(answer) => <ClaimsTable answer={answer} of={of} />}
      </Answered>
      {customer === undefined ? null : (
        <section className="panel" aria-labelledby="raise-title">
          <h2 id="raise-title">What can be claimed</h2>
          <Answered query={due} waiting={<Waiting lines={3} what="what can be claimed" />}>
            {(answer) => <RaiseClaim due={answer} of={of} customer={customer} />}
          </Answered>
        </section>
      )}
      {any === undefined ? null : (
        <Folded title="Claims that the plan raises by itself">
          <Act agreement={of.id} path={pathIn(of.id, 'claims', 'due')} body={() => any} does="Claim what is due now">
            <p className="small">
              Where the plan says that claims are raised by themselves, this raises what is open of each settlement period that is over.
              Closing a period does the same.
            </p>
          </Act>
        </Folded>
      )}
    </>
  );
};
