import { type ReactNode, useState } from 'react';
import type { Due, DueItem, Means } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { add, isZero, subtract } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Act, Folded, type Given, TextField, filled } from '../../parts/act.tsx';
import type { Acting } from '../../parts/people.ts';
import { Amount } from '../../parts/amount.tsx';
import { Empty } from '../../parts/answered.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Of } from './of.ts';
import { pathIn } from './queries.ts';
import { MEANS, idFor, periodWords } from './words.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';

/** What is taxed and what is not; codes of which nothing is left are left out, and all of it where no line carries tax. */
const taxOf = ({ tax }: DueItem): DueItem['tax'] => {
  const lines = tax.filter((line) => !isZero(line.net) || !isZero(line.tax));
  return lines.some((line) => line.code !== undefined || !isZero(line.tax)) ? lines : [];
};

/** The parts that an item is settled in: each claim of it, and what nobody claimed. */
const partsOf = ({ open, claims }: DueItem): readonly { readonly claim: string | undefined; readonly amount: string }[] => {
  const rest = subtract(open, add('0.00', ...claims.map((one) => one.open)));
  return [...claims.map(({ claim, open: amount }) => ({ claim, amount })), ...(isZero(rest) ? [] : [{ claim: undefined, amount: rest }])];
};

const bodyOf = (item: DueItem, acting: Acting, isFinal: boolean, given: Given): Readonly<Record<string, unknown>> => {
  const { programme, period, payees = [] } = item;
  const parts = partsOf(item)
    .map(({ claim }, index) => ({
      programme,
      period,
      amount: given(`amount-${index}`),
      ...(claim === undefined ? {} : { claim }),
      ...(isFinal ? { final: true } : {}),
    }))
    .filter(({ amount }) => /[1-9]/.test(amount));
  const paid = payees.map(({ member }, index) => ({ member, amount: given(`payee-${index}`) }));
  const taxed = taxOf(item).map(({ code }, index) => ({
    ...(code === undefined ? {} : { code }),
    net: given(`net-${index}`),
    tax: given(`tax-${index}`),
  }));
  return {
    settlement: given('settlement'),
    means: given('means'),
    reference: given('reference'),
    parts,
    ...filled({ on: given('on'), invoice: given('invoice') }),
    ...acting,
    ...(paid.length === 0 ? {} : { payees: paid }),
    ...(taxed.length === 0 ? {} : { tax: taxed }),
  };
};

/** Records what was credited, paid or deducted: filled in with what the plan gives, all of it can be said otherwise. */
const SettleForm = ({ item, of, acting }: { readonly item: DueItem; readonly of: Of; readonly acting: Acting }): ReactNode => {
  const [isFinal, setFinal] = useState(item.final);
  const { currency } = of.terms;
  const means: readonly Means[] = acting.party === 'supplier' ? ['creditNote', 'payment', 'deduction'] : ['deduction'];
  return (
    <Act
      agreement={of.id}
      path={pathIn(of.id, 'settlements')}
      does="Record the settlement"
      body={(given) => bodyOf(item, acting, isFinal, given)}
    >
      <div className="act-fields">
        <TextField label="Your settlement number" name="settlement" value={idFor('S', item.programme, item.period)} required />
        <label className="field">
          <span>By</span>
          <select className="input" name="means" defaultValue={means.includes(item.by) ? item.by : means[0]}>
            {means.map((one) => (
              <option key={one} value={one}>
                {MEANS[one]}
              </option>
            ))}
          </select>
        </label>
        <TextField label="Its document number" name="reference" required />
        <TextField label="Day (today, where left out)" name="on" type="date" />
        {acting.party === 'customer' ? <TextField label="Invoice that was paid short" name="invoice" /> : null}
      </div>
      <div className="act-fields">
        {partsOf(item).map(({ claim, amount }, index) => (
          <TextField
            key={claim ?? ''}
            label={claim === undefined ? `Amount without a claim, ${currency}` : `Of claim ${claim}, ${currency}`}
            name={`amount-${index}`}
            value={amount}
            amount
            required
          />
        ))}
        <label className="row">
          <input
            type="checkbox"
            checked={isFinal}
            onChange={() => {
              setFinal(!isFinal);
            }}
          />{' '}
          final: nothing more is to come for this period
        </label>
      </div>
      {taxOf(item).length === 0 ? null : (
        <div className="act-fields">
          {taxOf(item).flatMap(({ code, net, tax }, index) => [
            <TextField
              key={`net ${code ?? ''}`}
              label={`Net, ${code ?? 'no tax code'}`}
              name={`net-${index}`}
              value={net}
              amount
              required
            />,
            <TextField
              key={`tax ${code ?? ''}`}
              label={`Tax, ${code ?? 'no tax code'}`}
              name={`tax-${index}`}
              value={tax}
              amount
              required
            />,
          ])}
        </div>
      )}
      {(item.payees ?? []).length === 0 ? null : (
        <div className="act-fields">
          {(item.payees ?? []).map(({ member, amount }, index) => (
            <TextField key={member} label={`To ${member}`} name={`payee-${index}`} value={amount} amount required />
          ))}
        </div>
      )}
      {taxOf(item).length === 0 && (item.payees ?? []).length === 0 ? null : (
        <p className="small muted">
          Where a part is settled, the net amounts{(item.payees ?? []).length === 0 ? '' : ' and the payees’ amounts'} must add up to it.
        </p>
      )}
    </Act>
  );
};

const One = ({ item, of }: { readonly item: DueItem; readonly of: Of }): ReactNode => (
  <tr>
    <th scope="row">
      {nameOf(of.terms, item.programme)}
      <div className="small muted">
        {periodWords(item.period)}
        {item.final ? ', final' : ''}
        {item.afterFinal ? ', after a final settlement' : ''}
      </div>
    </th>
    <td className="nowrap">{shortDay(item.on)}</td>
    <td className="nowrap">{shortDay(item.due)}</td>
    <td className="figure">
      <Amount value={item.planned} />
    </td>
    <td className="figure">
      <Amount value={item.open} tone />
    </td>
    <td className="small words">
      {item.claims.map(({ claim, open }) => (
        <div key={claim}>
          claim {claim}, <Amount value={open} />
        </div>
      ))}
      {item.undecided.map(({ claim, open }) => (
        <div key={claim}>
          claim {claim}, <Amount value={open} />, not decided
        </div>
      ))}
      {taxOf(item).map(({ code, net, tax }) => (
        <div key={code ?? ''}>
          {code ?? 'no tax code'}: <Amount value={net} /> + <Amount value={tax} />
        </div>
      ))}
    </td>
    <td>
      {of.finance.map((acting) => (
        <Folded key={acting.party} title={acting.party === 'supplier' ? 'Settle' : 'Record a deduction'}>
          <SettleForm item={item} of={of} acting={acting} />
        </Folded>
      ))}
    </td>
  </tr>
);

export const DuePanel = ({ answer, of }: { readonly answer: Due; readonly of: Of }): ReactNode => {
  const items = answer.items.filter(({ open }) => !isZero(open));
  return (
    <section className="panel" aria-labelledby="due-title">
      <div className="panel-head">
        <h2 id="due-title">To settle now</h2>
        <Twins
          name={`${of.id}-due-${answer.on}`}
          json={() => answer}
          command={commandOf('settle plan', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
          sheet={() => ({
            columns: ['programme', 'from', 'to', 'settledOn', 'due', 'by', 'planned', 'open', 'currency'],
            rows: answer.items.map((one) => [
              one.programme,
              one.period.from,
              one.period.to,
              one.on,
              one.due,
              one.by,
              one.planned,
              one.open,
              answer.currency,
            ]),
          })}
        />
      </div>
      {items.length === 0 ? (
        <Empty title="Nothing is due.">What the plan gives for the periods that are over is settled or given up.</Empty>
      ) : (
        <Table
          label="To settle now, table"
          columns={[
            'Programme and period',
            'Settled on',
            'Due',
            numbers(<>Planned, {answer.currency}</>),
            numbers('Open'),
            'Claims and tax',
            unseen('What can be done'),
          ]}
        >
          {items.map((item) => (
            <One key={`${item.programme} ${item.period.from}`} item={item} of={of} />
          ))}
        </Table>
      )}
    </section>
  );
};
