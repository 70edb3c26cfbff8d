import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Booking, Journal } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';
import { WhoseBooks, bookKeeper } from './own.tsx';
import { accrualsQuery, journalQuery } from './queries.ts';
import { periodText, periodWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

type Span = { readonly from?: string; readonly to?: string };

const Entries = ({
  answer,
  of,
  span,
  periods,
}: {
  readonly answer: Journal;
  readonly of: Of;
  readonly span: Span;
  readonly periods: readonly Booking[];
}): ReactNode => (
  <section className="panel" aria-labelledby="journal-title">
    <div className="panel-head">
      <h2 id="journal-title">Journal of {answer.organisation}</h2>
      <Twins
        name={`${of.id}-journal-${answer.organisation}${span.to === undefined ? '' : `-${span.to}`}`}
        json={() => answer}
        command={commandOf('journal', { agreement: of.id, organisation: answer.organisation, ...span })}
        sheet={() => ({
          columns: ['entry', 'line', 'date', 'account', 'name', 'debit', 'credit', 'currency', 'programme', 'taxCode', 'reference', 'text'],
          rows: answer.entries.flatMap((one) =>
            one.lines.map((line, index) => [
              one.entry,
              index + 1,
              one.date,
              line.account,
              line.name,
              line.debit,
              line.credit,
              answer.currency,
              one.programme,
              line.taxCode,
              one.reference,
              one.text,
            ]),
          ),
        })}
      />
    </div>
    <div className="row above-table">
      <WhoseBooks of={of} />
      <label className="field">
        <span>Of the period booked</span>
        <select
          className="input"
          value={of.shown.statement ?? ''}
          onChange={({ target }) => {
            of.show({ statement: target.value === '' ? undefined : target.value });
          }}
        >
          <option value="">all</option>
          {periods.map(({ booking, period }) => (
            <option key={booking} value={periodText(period)}>
              {periodWords(period)}
            </option>
          ))}
        </select>
      </label>
    </div>
    {answer.entries.length === 0 ? (
      <Empty title="No entries.">
        The journal follows from what was booked under “Own accruals”, and from the settlements that a booking names.
      </Empty>
    ) : (
      <Table
        label="Journal, table"
        className="spans journal"
        grouped
        columns={[
          'Entry',
          'Date',
          'Account',
          numbers(<>Debit, {answer.currency}</>),
          numbers(<>Credit, {answer.currency}</>),
          'Programme',
          'Text',
        ]}
      >
        {answer.entries.map((one) => (
          <tbody key={one.entry}>
            {one.lines.map((line, index) => (
              <tr key={`${line.account} ${index}`}>
                {index === 0 ? (
                  <th scope="rowgroup" rowSpan={one.lines.length}>
                    {one.entry}
                  </th>
                ) : null}
                {index === 0 ? (
                  <td rowSpan={one.lines.length} className="nowrap">
                    {shortDay(one.date)}
                  </td>
                ) : null}
                <td className={line.credit === undefined ? '' : 'credit'}>
                  {line.account} {line.name}
                  {line.taxCode === undefined ? '' : ` (${line.taxCode})`}
                </td>
                <td className="figure">{line.debit === undefined ? '' : <Amount value={line.debit} />}</td>
                <td className="figure">{line.credit === undefined ? '' : <Amount value={line.credit} />}</td>
                {index === 0 ? <td rowSpan={one.lines.length}>{nameOf(of.terms, one.programme)}</td> : null}
                {index === 0 ? (
                  <td rowSpan={one.lines.length}>
                    {one.text}
                    {one.reference === null ? '' : ` ${one.reference}`}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Together
            </th>
            <td className="figure">
              <Amount value={answer.debit} />
            </td>
            <td className="figure">
              <Amount value={answer.credit} />
            </td>
            <td colSpan={2} />
          </tr>
        </tfoot>
      </Table>
    )}
  </section>
);

export const JournalView = ({ of }: { readonly of: Of }): ReactNode => {
  const own = bookKeeper(of);
  const organisation = own?.organisation ?? '';
  const accruals = useQuery({ ...accrualsQuery(of.id, organisation), enabled: own !== undefined });
  const periods = accruals.data?.bookings.filter(({ reversed }) => reversed === null) ?? [];
  const [, to] = (of.shown.statement ?? '').split('..');
  // Periods are asked for by the day that they end on.
  const span: Span = to === undefined ? {} : { from: to, to };
  const journal = useQuery({ ...journalQuery(of.id, organisation, span), enabled: own !== undefined });
  return (
    <Answered
      query={journal}
      waiting={
        <section className="panel">
          <Waiting lines={8} what="the journal" />
        </section>
      }
    >
      {(answer) => <Entries answer={answer} of={of} span={span} periods={periods} />}
    </Answered>
  );
};
