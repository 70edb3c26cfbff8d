import type { ReactNode } from 'react';
import type { Balance, Programme, ReplayDay } from '../../api/answers.ts';
import { type Terms, nameOf, unitOf } from '../../api/terms.ts';
import { decimalsOf, formatDecimal, isZero, subtract } from '../../figures/amounts.ts';
import { dayAndMonth, plusDays } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Why } from '../../parts/why.tsx';
import { Table, numbers } from '../../parts/table.tsx';

const keyOf = ({ id, period, scope }: Programme): string => `${id} ${period.from} ${JSON.stringify(scope)}`;
const scopeOf = ({ scope }: Programme): string => (scope === null ? '' : 'member' in scope ? ` · ${scope.member}` : ` · ${scope.product}`);

const RowName = ({ row, terms }: { readonly row: Programme; readonly terms: Terms }): ReactNode => (
  <th scope="row">
    {nameOf(terms, row.id)}{' '}
    <span className="small muted nowrap">
      {dayAndMonth(row.period.from)} – {dayAndMonth(row.period.to)}
      {scopeOf(row)}
    </span>
  </th>
);

type Props = {
  readonly id: string;
  readonly terms: Terms;
  readonly balance: Balance;
  /** Every row that the year will have: those to come keep their place, so that nothing moves as time goes on. */
  readonly rows: readonly Programme[];
  /** The day before: what differs from it has just changed. */
  readonly before: Balance | undefined;
  /** The same day as known now, where another position was chosen. */
  readonly now: Balance | undefined;
};

/** The agreement about the day, with what this day changed marked. */
export const State = ({ id, terms, balance, rows, before, now }: Props): ReactNode => {
  const was = new Map((before?.programmes ?? []).map((row) => [keyOf(row), row]));
  const there = new Map(balance.programmes.map((row) => [keyOf(row), row]));
  const today = new Map((now?.programmes ?? []).map((row) => [keyOf(row), row]));
  return (
    <Table
      label="The agreement about the day"
      className="state"
      columns={[
        'Programme and period',
        numbers('Measured'),
        'Step',
        numbers(now === undefined ? `Earned, ${balance.currency}` : `Known then, ${balance.currency}`),
        numbers('That day'),
        ...(now === undefined ? [] : [numbers('Known now')]),
      ]}
      foot={
        <tr>
          <th scope="row" colSpan={3}>
            Earned
          </th>
          <td className="figure">
            <Why agreement={id} name="Earned" value={balance.earned} on={balance.on} knownAt={balance.knownAt} />
          </td>
          <td className="figure">
            <Why
              agreement={id}
              name="Change of that day"
              value={subtract(balance.earned, before?.earned ?? '0')}
              signed
              on={balance.on}
              knownAt={balance.knownAt}
              fromOn={plusDays(balance.on, -1)}
            />
          </td>
          {now === undefined ? null : (
            <td className={`figure ${now.earned === balance.earned ? 'muted' : 'differs'}`}>
              <Why
                agreement={id}
                name="Earned, known now"
                value={now.earned}
                on={balance.on}
                knownAt={now.knownAt}
                fromOn={balance.on}
                fromKnownAt={balance.knownAt}
              />
            </td>
          )}
        </tr>
      }
    >
      {rows.map((of) => {
        const row = there.get(keyOf(of));
        if (row === undefined)
          return (
            <tr key={keyOf(of)} className="to-come">
              <RowName row={of} terms={terms} />
              <td className="figure">not begun</td>
              <td>–</td>
              <td className="figure">–</td>
              <td className="figure">–</td>
              {now === undefined ? null : <td className="figure">–</td>}
            </tr>
          );
        const earlier = was.get(keyOf(row));
        const change = subtract(row.earned, earlier?.earned ?? '0');
        const isChanged =
          earlier === undefined ? !isZero(row.measured) : earlier.measured !== row.measured || earlier.earned !== row.earned;
        const isNewStep = earlier !== undefined && earlier.step !== row.step;
        const other = today.get(keyOf(row));
        return (
          <tr key={keyOf(row)} className={`${isChanged ? 'changed' : ''} ${row.period.to < balance.on ? 'closed' : ''}`}>
            <RowName row={row} terms={terms} />
            <td className="figure">
              <span className="amount">{formatDecimal(row.measured, { least: decimalsOf(unitOf(terms, row.id)) })}</span>{' '}
              <span className="small muted">{unitOf(terms, row.id)}</span>
            </td>
            <td>
              {row.step === null ? (
                <span className="muted">–</span>
              ) : (
                <>
                  {row.step === 0 ? 'below 1' : row.step}
                  {isNewStep ? <span className="pill good">new</span> : null}
                </>
              )}
            </td>
            <td className="figure">
              <Why
                agreement={id}
                name={`${nameOf(terms, row.id)}, earned`}
                value={row.earned}
                on={balance.on}
                knownAt={balance.knownAt}
                fromOn={plusDays(row.period.from, -1)}
                programme={row.id}
              />
            </td>
            <td className="figure">{isChanged ? <Amount value={change} signed tone /> : <span className="muted">–</span>}</td>
            {now === undefined ? null : (
              <td className={`figure ${other?.earned === row.earned ? 'muted' : 'differs'}`}>
                {other === undefined ? (
                  '–'
                ) : (
                  <Why
                    agreement={id}
                    name={`${nameOf(terms, row.id)}, known now`}
                    value={other.earned}
                    on={balance.on}
                    knownAt={now.knownAt}
                    fromOn={balance.on}
                    fromKnownAt={balance.knownAt}
                    programme={row.id}
                  />
                )}
              </td>
            )}
          </tr>
        );
      })}
    </Table>
  );
};

/** Why the day changed the balance, in one line. */
export const Causes = ({
  day,
  currency,
  isTold,
}: {
  readonly day: ReplayDay;
  readonly currency: string;
  /** False while it is still asked what happened on the day. */ readonly isTold: boolean;
}): ReactNode => {
  const causes = Object.entries(day.causes).flatMap(([cause, amount]) => (amount === undefined ? [] : [[cause, amount] as const]));
  return (
    <p className="causes small">
      {causes.length === 0 ? (
        <span className="muted">{isTold ? 'Nothing changed the balance on this day.' : 'What happened on this day is being traced …'}</span>
      ) : (
        causes.map(([cause, amount]) => (
          <span key={cause} className="pill">
            {cause} <Amount value={amount} signed currency={currency} />
          </span>
        ))
      )}
    </p>
  );
};
