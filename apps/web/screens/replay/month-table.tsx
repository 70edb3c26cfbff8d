import { type ReactNode, memo } from 'react';
import { shortDay } from '../../figures/days.ts';
import { Why } from '../../parts/why.tsx';
import type { Year } from './year.ts';

const End = ({
  id,
  name,
  balance,
}: {
  readonly id: string;
  readonly name: string;
  readonly balance: Year['balances'][number] | undefined;
}): ReactNode =>
  balance === undefined ? null : (
    <Why agreement={id} name={`${name}, ${shortDay(balance.on)}`} value={balance.earned} on={balance.on} knownAt={balance.knownAt} />
  );

/** The curve as a table, for those who read rather than look: the last day of each month. */
export const MonthTable = memo(
  ({
    id,
    now,
    then,
    currency,
  }: {
    readonly id: string;
    readonly now: Year['balances'];
    readonly then: Year['balances'] | undefined;
    readonly currency: string;
  }): ReactNode => {
    const ends = now.flatMap((balance, index) => (now[index + 1]?.on.slice(0, 7) === balance.on.slice(0, 7) ? [] : [index]));
    return (
      <details className="small">
        <summary>The curve as a table</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" className="figure">
                Known now, {currency}
              </th>
              {then === undefined ? null : (
                <th scope="col" className="figure">
                  Known then, {currency}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {ends.map((index) => (
              <tr key={index}>
                <th scope="row">{shortDay(now[index]?.on ?? '')}</th>
                <td className="figure">
                  <End id={id} name="Known now" balance={now[index]} />
                </td>
                {then === undefined ? null : (
                  <td className="figure">
                    <End id={id} name="Known then" balance={then[index]} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    );
  },
);
