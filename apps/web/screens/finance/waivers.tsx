import { type ReactNode, useState } from 'react';
import type { Due, SettledAndWaived, Waiver } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { isNegative, isZero } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Act, Folded, TextField, filled } from '../../parts/act.tsx';
import type { Acting } from '../../parts/people.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';
import { pathIn } from './queries.ts';
import { idFor, periodWords } from './words.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';

const STATUS: Readonly<Record<Waiver['status'], readonly [string, string]>> = {
  requested: ['waits for a second person', 'warn'],
  waived: ['given up', 'good'],
  dropped: ['dropped', ''],
};

/** The customer gives up what it earned; the supplier what it settled too much: that is negative. */
const givesUp = ({ amount }: Pick<Waiver, 'amount'>): 'supplier' | 'customer' => (isNegative(amount) ? 'supplier' : 'customer');

const Request = ({ due, of, acting }: { readonly due: Due; readonly of: Of; readonly acting: Acting }): ReactNode => {
  const items = due.items.filter((item) => !isZero(item.open) && givesUp({ amount: item.open }) === acting.party);
  const [at, choose] = useState(0);
  const item = items[at] ?? items[0];
  if (item === undefined) return null;
  return (
    <Folded title={`Give something up, for the ${acting.party}`}>
      <Act
        agreement={of.id}
        path={pathIn(of.id, 'waivers')}
        does="Ask for it"
        body={(given) => ({
          waiver: given('waiver'),
          programme: item.programme,
          period: item.period,
          amount: given('amount'),
          reason: given('reason'),
          ...filled({ on: given('on') }),
          ...acting,
        })}
      >
        <div className="act-fields">
          <label className="field">
            <span>Of</span>
            <select
              className="input"
              value={items.indexOf(item)}
              onChange={({ target }) => {
                choose(Number(target.value));
              }}
            >
              {items.map((one, index) => (
                <option key={`${one.programme} ${one.period.from}`} value={index}>
                  {nameOf(of.terms, one.programme)}, {periodWords(one.period)}: {one.open} {due.currency}
                </option>
              ))}
            </select>
          </label>
          <TextField label="Your number" name="waiver" value={idFor('W', item.programme, item.period)} required />
          <TextField
            key={`${item.programme} ${item.period.from}`}
            label={`Amount, ${due.currency}`}
            name="amount"
            value={item.open}
            amount
            required
          />
          <label className="field">
            <span>Reason (both sides read it)</span>
            <input className="input wide-input" name="reason" maxLength={2_000} required />
          </label>
        </div>
        <p className="small muted">Another person of your side approves it.</p>
      </Act>
    </Folded>
  );
};

const Decide = ({ waiver, of }: { readonly waiver: Waiver; readonly of: Of }): ReactNode => {
  const acting = of.approver.find(({ party }) => party === givesUp(waiver));
  if (waiver.status !== 'requested' || acting === undefined) return null;
  const isOwn = of.me?.id === waiver.requestedBy && of.me.is !== 'open';
  const at = (what: string): string => pathIn(of.id, 'waivers', waiver.waiver, what);
  return (
    <div className="row">
      {isOwn ? (
        <span className="small muted">You asked for it: somebody else approves.</span>
      ) : (
        <Act agreement={of.id} path={at('approvals')} does="Approve" body={() => acting} />
      )}
      <Folded title={isOwn ? 'Take it back' : 'Refuse'}>
        <Act
          agreement={of.id}
          path={at('drops')}
          does={isOwn ? 'Take it back' : 'Refuse'}
          body={(given) => ({ reason: given('reason'), ...acting })}
        >
          <label className="field">
            <span>Reason</span>
            <input className="input" name="reason" maxLength={2_000} required />
          </label>
        </Act>
      </Folded>
    </div>
  );
};

export const Waivers = ({
  answer,
  due,
  of,
}: {
  readonly answer: SettledAndWaived;
  readonly due: Due | undefined;
  readonly of: Of;
}): ReactNode => (
  <section className="panel" aria-labelledby="waivers-title">
    <div className="panel-head">
      <h2 id="waivers-title">Given up</h2>
      {answer.waivers.length === 0 ? null : (
        <Twins
          name={`${of.id}-waivers-${answer.on}`}
          json={() => answer.waivers}
          command={commandOf('settle list', { agreement: of.id, on: answer.on })}
          sheet={() => ({
            columns: ['waiver', 'status', 'programme', 'from', 'to', 'amount', 'currency', 'reason', 'on'],
            rows: answer.waivers.map((one) => [
              one.waiver,
              one.status,
              one.programme,
              one.period.from,
              one.period.to,
              one.amount,
              answer.currency,
              one.reason,
              one.on,
            ]),
          })}
        />
      )}
    </div>
    {answer.waivers.length === 0 ? (
      <p className="muted small">
        Nothing was given up. What is not worth a credit note can be: one person asks, another of the same side approves.
      </p>
    ) : (
      <Table
        label="Given up, table"
        columns={['Waiver', 'Status', 'For', numbers(<>Amount, {answer.currency}</>), 'Why', unseen('What can be done')]}
      >
        {answer.waivers.map((one) => {
          const [words, tone] = STATUS[one.status];
          return (
            <tr key={one.waiver}>
              <th scope="row">{one.waiver}</th>
              <td>
                <span className={`pill ${tone}`}>{words}</span>
              </td>
              <td>
                {nameOf(of.terms, one.programme)}, {periodWords(one.period)}
                <div className="small muted">
                  asked on {shortDay(one.on)} by {of.names.of(one.requestedBy)}
                </div>
              </td>
              <td className="figure">
                <Amount value={one.amount} />
              </td>
              <td>{one.reason}</td>
              <td>
                <Decide waiver={one} of={of} />
              </td>
            </tr>
          );
        })}
      </Table>
    )}
    {due === undefined ? null : of.finance.map((acting) => <Request key={acting.party} due={due} of={of} acting={acting} />)}
  </section>
);
