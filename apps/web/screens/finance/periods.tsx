import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AccountingPeriod, AccountingPeriods, PeriodLength } from '../../api/finance-answers.ts';
import { longTime, shortDay } from '../../figures/days.ts';
import { Act } from '../../parts/act.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { Help } from '../../parts/help.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';
import { checkQuery, pathIn, periodsQuery, previewQuery, statementQuery } from './queries.ts';
import { StatementView } from './statement.tsx';
import { periodText, periodWords } from './words.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';

const STATES: Readonly<Record<AccountingPeriod['state'], readonly [string, string]>> = {
  closed: ['closed', 'good'],
  over: ['over, not closed', 'warn'],
  running: ['running', ''],
  ahead: ['ahead', ''],
};
const LENGTHS: readonly (readonly [PeriodLength, string])[] = [
  ['month', 'months'],
  ['quarter', 'quarters'],
  ['half', 'halves'],
  ['year', 'years'],
];

const Row = ({ one, isNext, of }: { readonly one: AccountingPeriod; readonly isNext: boolean; readonly of: Of }): ReactNode => {
  const { period, state, statement } = one;
  const [words, tone] = STATES[state];
  const text = periodText(period);
  const isShown = of.shown.statement === text || of.shown.preview === text;
  return (
    <tr className={isShown ? 'chosen' : ''}>
      <th scope="row" className="nowrap">
        {periodWords(period)}
      </th>
      <td>
        <span className={`pill ${tone}`}>{words}</span>
      </td>
      <td className="figure">{statement?.number ?? ''}</td>
      <td className="figure">{statement === null ? '' : <Amount value={statement.earned} />}</td>
      <td className="figure">{statement === null ? '' : <Amount value={statement.open} />}</td>
      <td>
        {statement === null ? null : (
          <button
            type="button"
            className="button plain"
            aria-expanded={isShown}
            onClick={() => {
              of.show({ statement: text, preview: undefined });
            }}
          >
            Statement {statement.number}
          </button>
        )}
        {isNext ? (
          <button
            type="button"
            className="button"
            aria-pressed={isShown}
            onClick={() => {
              of.show({ preview: text, statement: undefined });
            }}
          >
            See what it would say
          </button>
        ) : null}
      </td>
    </tr>
  );
};

const PeriodTable = ({ answer, of }: { readonly answer: AccountingPeriods; readonly of: Of }): ReactNode => {
  const next = answer.periods.find(({ state }) => state !== 'closed');
  return (
    <section className="panel not-printed" aria-labelledby="periods-title">
      <div className="panel-head">
        <h2 id="periods-title">Accounting periods</h2>
        <Twins
          name={`${of.id}-periods`}
          json={() => answer}
          command={commandOf(`statement periods ${of.id}`, { every: answer.every })}
          sheet={() => ({
            columns: ['from', 'to', 'state', 'statement', 'earnedToDate', 'open', 'currency'],
            rows: answer.periods.map(({ period, state, statement }) => [
              period.from,
              period.to,
              state,
              statement?.number,
              statement?.earned,
              statement?.open,
              answer.currency,
            ]),
          })}
        />
      </div>
      <div className="row above-table">
        <label className="field">
          <span>Those to come, by</span>
          <select
            className="input"
            value={answer.every}
            onChange={({ target }) => {
              of.show({ every: target.value === 'month' ? undefined : target.value, preview: undefined });
            }}
          >
            {LENGTHS.map(([length, name]) => (
              <option key={length} value={length}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p className="small muted">
          Periods close one after the other, once they are over; today is {shortDay(answer.today)} where the agreement is.
        </p>
      </div>
      <Table
        label="Accounting periods, table"
        columns={[
          'Period',
          'State',
          numbers('Statement'),
          numbers(<>Earned to date, {answer.currency}</>),
          numbers(<>Open, {answer.currency}</>),
          unseen('What can be done'),
        ]}
      >
        {answer.periods.map((one) => (
          <Row key={one.period.from} one={one} isNext={one === next && one.state === 'over'} of={of} />
        ))}
      </Table>
    </section>
  );
};

const Preview = ({ of, period }: { readonly of: Of; readonly period: string }): ReactNode => {
  const preview = useQuery(previewQuery(of.id, period));
  const mayClose = of.finance.length > 0;
  return (
    <section className="panel" aria-labelledby="preview-title">
      <div className="panel-head">
        <h2 id="preview-title">Before it is closed</h2>
        <span className="pill warn">not issued</span>
      </div>
      <Answered query={preview} waiting={<Waiting lines={10} what="the statement as it would be" />}>
        {(statement) => (
          <>
            <p className="notice warn statement-notice">
              This is what the statement would say as known now, at position {statement.position}. Once issued it never changes: what is
              learned later is a true-up in the next period.
            </p>
            <StatementView statement={statement} of={of} />
            {mayClose ? (
              <div className="not-printed">
                <Act
                  agreement={of.id}
                  path={pathIn(of.id, 'statements')}
                  body={() => ({ period })}
                  does="Close the period and issue the statement"
                  onDone={() => {
                    of.show({ preview: undefined, statement: period });
                  }}
                />
              </div>
            ) : (
              <p className="small muted">Finance of either side closes a period.</p>
            )}
          </>
        )}
      </Answered>
    </section>
  );
};

/** Computed again from its position: the same bytes, or where they part. */
const Recomputed = ({ of, period }: { readonly of: Of; readonly period: string }): ReactNode => {
  const check = useQuery(checkQuery(of.id, period));
  return (
    <Answered query={check} waiting={<p className="small muted">Computing it again …</p>}>
      {({ same, sha256, difference }) => (
        <p className={`small ${same ? 'muted' : 'notice bad'}`}>
          {same
            ? 'Computed again just now from its position: the same, byte for byte.'
            : `Computed again, it differs at ${difference?.path ?? '?'}: issued ${difference?.issued ?? '?'}, computed ${difference?.computed ?? '?'}.`}{' '}
          SHA-256 <code>{sha256}</code>
        </p>
      )}
    </Answered>
  );
};

const Issued = ({ of, period, at }: { readonly of: Of; readonly period: string; readonly at: AccountingPeriod | undefined }): ReactNode => {
  const statement = useQuery(statementQuery(of.id, period));
  const title = useRef<HTMLHeadingElement>(null);
  const { isSuccess } = statement;
  // It opens below the table: whoever asked for it, by keyboard or not, goes on there.
  useEffect(() => {
    if (isSuccess) title.current?.focus();
  }, [isSuccess, period]);
  return (
    <section className="panel statement" aria-labelledby="statement-title">
      <div className="panel-head">
        <h2 id="statement-title" tabIndex={-1} ref={title}>
          Statement {statement.data?.number ?? ''}
          <span className="only-printed">
            {' '}
            · {of.terms.name ?? of.id} · {of.terms.supplier} to {of.terms.customer}
          </span>
        </h2>
        <span className="row not-printed">
          <button
            type="button"
            className="button"
            onClick={() => {
              print();
            }}
          >
            Print
          </button>
          <Help of="trueUp" />
        </span>
      </div>
      <Answered query={statement} waiting={<Waiting lines={10} what="the statement" />}>
        {(value) => (
          <>
            <StatementView
              statement={value}
              of={of}
              issuedAt={at?.statement === undefined || at.statement === null ? undefined : longTime(at.statement.issuedAt)}
            />
            <Recomputed of={of} period={period} />
          </>
        )}
      </Answered>
    </section>
  );
};

export const Periods = ({ of }: { readonly of: Of }): ReactNode => {
  const { every = 'month', statement, preview } = of.shown;
  const periods = useQuery(periodsQuery(of.id, every));
  return (
    <>
      <Answered
        query={periods}
        waiting={
          <section className="panel">
            <Waiting lines={12} what="periods" />
          </section>
        }
      >
        {(answer) => <PeriodTable answer={answer} of={of} />}
      </Answered>
      {preview === undefined ? null : <Preview of={of} period={preview} />}
      {statement === undefined ? null : (
        <Issued of={of} period={statement} at={periods.data?.periods.find(({ period }) => periodText(period) === statement)} />
      )}
    </>
  );
};
