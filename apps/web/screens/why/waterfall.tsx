import { Fragment, type ReactNode } from 'react';
import { add, drawn, isNegative, subtract } from '../../figures/amounts.ts';
import { Amount } from '../../parts/amount.tsx';
import { Help, type Word } from '../../parts/help.tsx';
import type { Drawn } from './way.ts';

const HELP: Readonly<Record<string, Word>> = { 'tier crossed': 'tierCrossed', 'fell due': 'fellDue', rounding: 'rounding' };

type Bar = { readonly from: number; readonly to: number; readonly tone: string };
type Step = { readonly cause: string; readonly amount: string; readonly before: string; readonly after: string };

const walked = ({ from, legs }: Drawn): readonly { readonly name: string | undefined; readonly steps: readonly Step[] }[] => {
  let before = from;
  return legs.map(({ name, causes }) => ({
    name,
    steps: causes.map(([cause, amount]) => {
      const step = { cause, amount, before, after: add(before, amount) };
      before = step.after;
      return step;
    }),
  }));
};

type Props = {
  readonly way: Drawn;
  readonly startName: string;
  readonly endName: string;
  readonly currency: string;
  readonly chosen: string | undefined;
  readonly onChoose: (cause: string | undefined) => void;
};

/** One figure, each cause, and the other: a table whose bars show the way from one to the other. */
export const Waterfall = ({ way, startName, endName, currency, chosen, onChoose }: Props): ReactNode => {
  const legs = walked(way);
  const ends = [0, drawn(way.from), drawn(way.to), ...legs.flatMap(({ steps }) => steps.map(({ after }) => drawn(after)))];
  const [lowest, highest] = [Math.min(...ends), Math.max(...ends)];
  const share = (value: number): number => (highest === lowest ? 0 : ((value - lowest) / (highest - lowest)) * 100);
  const bar = ({ from: start, to, tone }: Bar): ReactNode => (
    <td className="waterfall-cell" aria-hidden="true">
      <span className="waterfall-track">
        <span
          className={`waterfall-bar ${tone}`}
          style={{
            insetInlineStart: `${Math.min(share(start), share(to))}%`,
            width: `${Math.max(0.4, Math.abs(share(to) - share(start)))}%`,
          }}
        />
      </span>
    </td>
  );
  return (
    <table className="table waterfall">
      <caption className="seen-by-readers">The way from one figure to the other, cause by cause</caption>
      <thead>
        <tr>
          <th scope="col">Cause</th>
          <td aria-hidden="true" />
          <th scope="col" className="figure">
            {currency}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{startName}</th>
          {bar({ from: 0, to: drawn(way.from), tone: 'total' })}
          <td className="figure">
            <Amount value={way.from} />
          </td>
        </tr>
        {legs.map(({ name, steps }) => (
          <Fragment key={name ?? ''}>
            {name === undefined ? null : (
              <tr className="leg">
                <th scope="rowgroup" colSpan={3} className="small muted">
                  {name}
                </th>
              </tr>
            )}
            {steps.map(({ cause, amount, before, after }) => (
              <tr key={cause} className={cause === chosen ? 'chosen' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    className="button plain cause"
                    aria-pressed={cause === chosen}
                    onClick={() => {
                      onChoose(cause === chosen ? undefined : cause);
                    }}
                  >
                    {cause}
                  </button>
                  {HELP[cause] === undefined ? null : <Help of={HELP[cause]} />}
                </th>
                {bar({ from: drawn(before), to: drawn(after), tone: isNegative(amount) ? 'down' : 'up' })}
                <td className="figure">
                  <Amount value={amount} signed tone />
                </td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{endName}</th>
          {bar({ from: 0, to: drawn(way.to), tone: 'total' })}
          <td className="figure">
            <Amount value={way.to} />
          </td>
        </tr>
        <tr>
          <th scope="row" className="muted">
            Difference of the two
          </th>
          <td aria-hidden="true" />
          <td className="figure">
            <Amount value={subtract(way.to, way.from)} signed tone />
          </td>
        </tr>
      </tfoot>
    </table>
  );
};
