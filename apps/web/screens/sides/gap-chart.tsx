import { type ReactNode, memo } from 'react';
import type { GapAnswer } from '../../api/sides-answers.ts';
import { drawn, formatDecimal } from '../../figures/amounts.ts';
import { dayAndMonth, shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins } from '../../parts/twins.tsx';

const HEIGHT = 100;

/** A line of steps: a gap stays as it is until something changes it. */
const pathOf = (values: readonly number[], highest: number): string => {
  const y = (value: number): string => (HEIGHT - (highest === 0 ? 0 : (value / highest) * HEIGHT)).toFixed(2);
  return values.map((value, index) => (index === 0 ? `M0 ${y(value)}` : `H${index}V${y(value)}`)).join('');
};

type Props = { readonly gap: GapAnswer; readonly partnership: string; readonly currency: string; readonly on: string };

/** How far the two records are apart about each day, from the first one on: one line for both sides to look at. */
export const GapChart = memo(({ gap, partnership, currency, on }: Props): ReactNode => {
  const { days } = gap;
  const gross = days.map(({ total }) => drawn(total.gross));
  const highest = Math.max(...gross, 0);
  const top = days.find((_, index) => gross[index] === highest)?.total.gross ?? '0';
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  const cursor = days.findIndex(({ day }) => day === on);
  const ends = days.filter(({ day }, index) => days[index + 1]?.day.slice(0, 7) !== day.slice(0, 7));
  return (
    <section className="panel" aria-labelledby="gap-title">
      <div className="panel-head">
        <h2 id="gap-title">How the gap grew</h2>
        <Twins
          name={`${partnership}-gap`}
          sheet={() => ({
            columns: ['day', 'net', 'gross', 'currency'],
            rows: days.map(({ day, total }) => [day, total.net, total.gross, currency]),
          })}
          json={() => gap}
        />
      </div>
      <div className="gap-chart" aria-hidden="true">
        <span className="gap-top small muted">
          {formatDecimal(top)} {currency}
        </span>
        <svg viewBox={`0 0 ${Math.max(1, days.length - 1)} ${HEIGHT}`} preserveAspectRatio="none">
          <path className="gap-area" d={`${pathOf(gross, highest)}V${HEIGHT}H0Z`} />
          <path className="gap-line" d={pathOf(gross, highest)} />
          {cursor < 0 ? null : <path className="gap-cursor" d={`M${cursor} 0V${HEIGHT}`} />}
        </svg>
        <div className="gap-days small muted">
          <span>{first === '' ? '' : dayAndMonth(first)}</span>
          <span>{last === '' ? '' : dayAndMonth(last)}</span>
        </div>
      </div>
      <details className="small">
        <summary>The gap as a table</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" className="figure">
                Net (customer less supplier), {currency}
              </th>
              <th scope="col" className="figure">
                Gross, {currency}
              </th>
            </tr>
          </thead>
          <tbody>
            {ends.map(({ day, total }) => (
              <tr key={day}>
                <th scope="row">{shortDay(day)}</th>
                <td className="figure">
                  <Amount value={total.net} signed />
                </td>
                <td className="figure">
                  <Amount value={total.gross} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
});
