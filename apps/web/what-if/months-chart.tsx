import { type ReactNode, memo } from 'react';
import { drawn, formatDecimal } from '../figures/amounts.ts';
import { dayAndMonth, shortDay } from '../figures/days.ts';
import { Amount } from '../parts/amount.tsx';
import type { Comparison } from './answers.ts';

const HEIGHT = 100;

const lineOf = (values: readonly number[], y: (value: number) => number): string =>
  values.map((value, index) => `${index === 0 ? 'M' : 'L'}${index} ${y(value).toFixed(2)}`).join('');

/** What each set had earned about the end of each month: where the curves cross, the order of the two turns. */
export const MonthsChart = memo(({ comparison }: { readonly comparison: Comparison }): ReactNode => {
  const { curve, sets, currency } = comparison;
  const series = sets.map((_, set) => curve.map(({ earned }) => drawn(earned[set])));
  const highest = Math.max(...series.flat(), 0);
  const lowest = Math.min(...series.flat(), 0);
  const y = (value: number): number => (highest === lowest ? HEIGHT : HEIGHT - ((value - lowest) / (highest - lowest)) * HEIGHT);
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined || curve.length < 2) return null;
  const top = curve.flatMap(({ earned }) => earned).find((earned) => drawn(earned) === highest) ?? '0';
  return (
    <div className="months">
      <div className="row small">
        {sets.map(({ name }, set) => (
          <span key={name} className="row key">
            <i className={`swatch set-${set}`} aria-hidden="true" />
            {name}
          </span>
        ))}
        <span className="muted">
          at the end of each month; highest {formatDecimal(top)} {currency}
        </span>
      </div>
      <svg viewBox={`0 0 ${curve.length - 1} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {series.map((values, set) => (
          <path key={sets[set]?.name} className={`set-${set}`} d={lineOf(values, y)} />
        ))}
      </svg>
      <div className="months-days small muted" aria-hidden="true">
        <span>{dayAndMonth(first.on)}</span>
        <span>{dayAndMonth(last.on)}</span>
      </div>
      <details className="small">
        <summary>The months as a table</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">About</th>
              {sets.map(({ name }) => (
                <th key={name} scope="col" className="figure">
                  {name}, {currency}
                </th>
              ))}
              <th scope="col" className="figure">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {curve.map(({ on, earned, difference }) => (
              <tr key={on}>
                <th scope="row">{shortDay(on)}</th>
                {earned.map((amount, set) => (
                  <td key={sets[set]?.name} className="figure">
                    <Amount value={amount} />
                  </td>
                ))}
                <td className="figure">
                  <Amount value={difference.at(-1) ?? '0'} signed tone />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
});
MonthsChart.displayName = 'MonthsChart';
