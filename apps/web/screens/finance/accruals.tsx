import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Accruals, Booking, Release } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { add } from '../../figures/amounts.ts';
import { plusDays, shortDay } from '../../figures/days.ts';
import { Act, Folded, TextField } from '../../parts/act.tsx';

import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Help } from '../../parts/help.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';
import { type BookKeeper, WhoseBooks, bookKeeper } from './own.tsx';
import { accrualsQuery, bookOf } from './queries.ts';
import { monthEndOf, periodWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

const COLUMNS = [
  ['opening', 'Opening'],
  ['charged', '+ Charged'],
  ['used', '− Used'],
  ['released', '− Released'],
  ['closing', '= Closing'],
] as const;

type Own = { readonly of: Of; readonly own: BookKeeper; readonly answer: Accruals };

const lastOf = ({ bookings }: Accruals): Booking | undefined => bookings.filter(({ reversed }) => reversed === null).at(-1);

const Bookings = ({ of, own, answer }: Own): ReactNode => (
  <section className="panel" aria-labelledby="bookings-title">
    <div className="panel-head">
      <h2 id="bookings-title">
        Accrued by {own.organisation} <Help of="accrued" />
      </h2>
      <Twins
        name={`${of.id}-accruals-${own.organisation}`}
        json={() => answer}
        command={commandOf('accruals list', { agreement: of.id, organisation: own.organisation })}
        sheet={() => ({
          columns: ['booking', 'from', 'to', 'programme', ...COLUMNS.map(([key]) => key), 'currency', 'reversed'],
          rows: answer.bookings.flatMap((one) =>
            one.rows.map((row) => [
              one.booking,
              one.period.from,
              one.period.to,
              row.programme,
              ...COLUMNS.map(([key]) => row[key]),
              one.currency,
              one.reversed,
            ]),
          ),
        })}
      />
    </div>
    {answer.bookings.length === 0 ? (
      <Empty title="Nothing is booked yet.">
        A booking takes what the own policy accrues through a day of your choice; a settlement uses it, a final one releases what is left.
      </Empty>
    ) : (
      <Table
        label="Bookings, table"
        className="spans"
        grouped
        columns={['Booking', 'Period', 'Programme', ...COLUMNS.map(([, name]) => numbers(name))]}
      >
        {answer.bookings.map((one) => (
          <tbody key={one.booking} className={one.reversed === null ? '' : 'undone'}>
            {one.rows.map((row, index) => (
              <tr key={row.programme}>
                {index === 0 ? (
                  <th scope="rowgroup" rowSpan={one.rows.length + 1}>
                    {one.booking}
                    {one.reversed === null ? null : <div className="small muted">reversed: {one.reversed}</div>}
                  </th>
                ) : null}
                {index === 0 ? (
                  <td rowSpan={one.rows.length + 1} className="nowrap">
                    {periodWords(one.period)}
                    <div className="small muted">
                      as known at {one.knownAt}, by {of.names.of(one.person)}
                    </div>
                  </td>
                ) : null}
                <td>{nameOf(of.terms, row.programme)}</td>
                {COLUMNS.map(([key]) => (
                  <td key={key} className="figure">
                    <Amount value={row[key]} />
                  </td>
                ))}
              </tr>
            ))}
            <tr className="sum">
              <td>together, {one.currency}</td>
              {COLUMNS.map(([key]) => (
                <td key={key} className="figure">
                  <Amount value={add('0.00', ...one.rows.map((row) => row[key]))} />
                </td>
              ))}
            </tr>
          </tbody>
        ))}
      </Table>
    )}
  </section>
);

const Book = ({ of, own, answer }: Own): ReactNode => {
  const last = lastOf(answer);
  const begins = last === undefined ? of.terms.from : plusDays(last.period.to, 1);
  return (
    <div className="row">
      <Folded title="Book a period">
        <Act
          agreement={of.id}
          path={bookOf(own.organisation, of.id, 'accruals')}
          does="Book it"
          body={(given) => ({ through: given('through') })}
        >
          <div className="act-fields">
            <TextField
              key={begins}
              label={`From ${shortDay(begins)} through`}
              name="through"
              type="date"
              value={monthEndOf(begins)}
              required
            />
          </div>
          <p className="small muted">Under the own policy, as known now. It stays as it is; the next booking takes what came since.</p>
        </Act>
      </Folded>
      {last === undefined ? null : (
        <Folded title={`Undo booking ${last.booking}`}>
          <Act
            agreement={of.id}
            path={bookOf(own.organisation, of.id, 'accruals', last.booking, 'reversals')}
            does="Undo it"
            body={(given) => ({ reason: given('reason') })}
          >
            <TextField label="Reason" name="reason" required />
          </Act>
        </Folded>
      )}
      {last === undefined ? null : (
        <Folded title="Release a part">
          <Act
            agreement={of.id}
            path={bookOf(own.organisation, of.id, 'releases')}
            does="Ask for it"
            body={(given) => ({
              release: given('release'),
              programme: given('programme'),
              amount: given('amount'),
              reason: given('reason'),
            })}
          >
            <div className="act-fields">
              <label className="field">
                <span>Programme</span>
                <select className="input" name="programme">
                  {last.rows.map(({ programme, closing }) => (
                    <option key={programme} value={programme}>
                      {nameOf(of.terms, programme)}: {closing} {last.currency}
                    </option>
                  ))}
                </select>
              </label>
              <TextField label="Your number" name="release" value={`R-${last.period.to}`} required />
              <TextField label={`Amount, ${last.currency}`} name="amount" amount required />
              <TextField label="Reason" name="reason" required />
            </div>
            <p className="small muted">Another person of your organisation approves it; the next booking has it.</p>
          </Act>
        </Folded>
      )}
    </div>
  );
};

const RELEASE: Readonly<Record<Release['status'], string>> = { requested: 'warn', released: 'good', dropped: '' };

const Releases = ({ of, own, answer }: Own): ReactNode => {
  const mayDecide = of.approver.some(({ party }) => party === own.party);
  return (
    <section className="panel" aria-labelledby="releases-title">
      <h2 id="releases-title">Releases</h2>
      <ul className="plain-list">
        {answer.releases.map((one) => {
          const isOwn = of.me?.id === one.person && of.me.is !== 'open';
          return (
            <li key={one.release}>
              <p>
                <span className={`pill ${RELEASE[one.status]}`}>{one.status}</span> <strong>{one.release}</strong>:{' '}
                <Amount value={one.amount} currency={of.terms.currency} /> of {nameOf(of.terms, one.programme)}, asked on {shortDay(one.on)}{' '}
                by {of.names.of(one.person)}: {one.reason}
              </p>
              {one.status !== 'requested' || !mayDecide ? null : (
                <div className="row">
                  {isOwn ? (
                    <span className="small muted">You asked for it: somebody else approves.</span>
                  ) : (
                    <Act
                      agreement={of.id}
                      path={bookOf(own.organisation, of.id, 'releases', one.release, 'approvals')}
                      does="Approve"
                      body={() => ({})}
                    />
                  )}
                  <Folded title={isOwn ? 'Take it back' : 'Refuse'}>
                    <Act
                      agreement={of.id}
                      path={bookOf(own.organisation, of.id, 'releases', one.release, 'drops')}
                      does="Drop it"
                      body={(given) => ({ reason: given('reason') })}
                    >
                      <TextField label="Reason" name="reason" required />
                    </Act>
                  </Folded>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};

export const AccrualsView = ({ of }: { readonly of: Of }): ReactNode => {
  const own = bookKeeper(of);
  const accruals = useQuery({ ...accrualsQuery(of.id, own?.organisation ?? ''), enabled: own !== undefined });
  return (
    <>
      <WhoseBooks of={of} />
      <Answered
        query={accruals}
        waiting={
          <section className="panel">
            <Waiting lines={6} what="accruals" />
          </section>
        }
      >
        {(answer) =>
          own === undefined ? null : (
            <>
              <Bookings of={of} own={own} answer={answer} />
              {of.finance.some(({ party }) => party === own.party) ? <Book of={of} own={own} answer={answer} /> : null}
              {answer.releases.length === 0 ? null : <Releases of={of} own={own} answer={answer} />}
            </>
          )
        }
      </Answered>
    </>
  );
};
