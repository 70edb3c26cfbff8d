import type { ReactNode } from 'react';
import type { ShortPayments } from '../../api/finance-answers.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Empty } from '../../parts/answered.tsx';
import { Table, numbers } from '../../parts/table.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';

/** Invoices that were paid with less than they come to: what explains it, and which claim the rest may be. */
export const ShortPaymentsPanel = ({ answer, of }: { readonly answer: ShortPayments; readonly of: Of }): ReactNode => (
  <section className="panel" aria-labelledby="short-title">
    <div className="panel-head">
      <h2 id="short-title">Invoices paid short</h2>
      <Twins
        name={`${of.id}-short-payments-${answer.on}`}
        json={() => answer}
        command={commandOf('settle short', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
        sheet={() => ({
          columns: ['invoice', 'paidOn', 'due', 'paid', 'short', 'deductions', 'left', 'claims', 'currency'],
          rows: answer.documents.map((one) => [
            one.document,
            one.paidOn,
            one.due,
            one.paid,
            one.short,
            one.deductions.map(({ settlement }) => settlement).join(' '),
            one.left,
            one.claims.map(({ claim }) => claim).join(' '),
            one.currency,
          ]),
        })}
      />
    </div>
    {answer.documents.length === 0 ? (
      <Empty title="No invoice was paid short.">As far as payments are recorded: what was paid comes to what the lines come to.</Empty>
    ) : (
      <Table
        label="Invoices paid short, table"
        columns={['Invoice', 'Paid on', numbers('Due'), numbers('Paid'), numbers('Short'), numbers('Not explained'), 'Explained by']}
      >
        {answer.documents.map((one) => (
          <tr key={one.document}>
            <th scope="row">{one.document}</th>
            <td className="nowrap">{shortDay(one.paidOn)}</td>
            <td className="figure">
              <Amount value={one.due} currency={one.currency} />
            </td>
            <td className="figure">
              <Amount value={one.paid} />
            </td>
            <td className="figure">
              <Amount value={one.short} />
            </td>
            <td className="figure">
              <Amount value={one.left} tone />
            </td>
            <td className="small words">
              {one.deductions.map(({ settlement, amount }) => (
                <div key={settlement}>
                  deduction {settlement}, <Amount value={amount} />
                </div>
              ))}
              {one.claims.map(({ claim, open, approved }) => (
                <div key={claim}>
                  comes to claim {claim}, <Amount value={open} />
                  {approved ? '' : ', not decided'}: record it as a deduction
                </div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    )}
  </section>
);
