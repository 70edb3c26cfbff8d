import type { ReactNode } from 'react';
import type { Explanation } from '../../api/answers.ts';
import { add, drawn, isNegative } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Help, type Word } from '../../parts/help.tsx';

const HELP: Readonly<Record<string, Word>> = { 'tier crossed': 'tierCrossed', 'fell due': 'fellDue', rounding: 'rounding' };

type Step = { readonly cause: string; readonly amount: string; readonly before: string; readonly after: string };

const stepsOf = ({ opening, causes }: Explanation): readonly Step[] => {
  let before = opening;
  return Object.entries(causes).flatMap(([cause, amount]) => {
    if (amount === undefined) return [];
    const step = { cause, amount, before, after: add(before, amount) };
    before = step.after;
    return [step];
  });
};

type Bar = { readonly from: number; readonly to: number; readonly tone: string };

/** The opening, each cause, and what they come to: a table whose bars show the way from one to the other. */
export const Waterfall = ({ explanation, chosen, onChoose }: { readonly explanation: Explanation; readonly chosen: string | undefined; readonly onChoose: (cause: string | undefined) => void }): ReactNode => {
  const { opening, earned, from, on, currency } = explanation;
  const steps = stepsOf(explanation);
  const ends = [0, drawn(opening), drawn(earned), ...steps.map(({ after }) => drawn(after))];
  const [lowest, highest] = [Math.min(...ends), Math.max(...ends)];
  const share = (value: number): number => (highest === lowest ? 0 : ((value - lowest) / (highest - lowest)) * 100);
  const bar = ({ from: start, to, tone }: Bar): ReactNode => (
    <td className="waterfall-cell" aria-hidden="true"><span className="waterfall-track"><span className={`waterfall-bar ${tone}`} style={{ insetInlineStart: `${Math.min(share(start), share(to))}%`, width: `${Math.max(0.4, Math.abs(share(to) - share(start)))}%` }} /></span></td>
  );
  return (
    <table className="table waterfall">
      <caption className="seen-by-readers">How the figure came about, cause by cause</caption>
      <thead><tr><th scope="col">Cause</th><td aria-hidden="true" /><th scope="col" className="figure">{currency}</th></tr></thead>
      <tbody>
        <tr><th scope="row">Opening, before {shortDay(from)}</th>{bar({ from: 0, to: drawn(opening), tone: 'total' })}<td className="figure"><Amount value={opening} /></td></tr>
        {steps.map(({ cause, amount, before, after }) => (
          <tr key={cause} className={cause === chosen ? 'chosen' : ''}>
            <th scope="row"><button type="button" className="button plain cause" aria-pressed={cause === chosen} onClick={() => { onChoose(cause === chosen ? undefined : cause); }}>{cause}</button>{HELP[cause] === undefined ? null : <Help of={HELP[cause]} />}</th>
            {bar({ from: drawn(before), to: drawn(after), tone: isNegative(amount) ? 'down' : 'up' })}
            <td className="figure"><Amount value={amount} signed tone /></td>
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row">Earned, about {shortDay(on)}</th>{bar({ from: 0, to: drawn(earned), tone: 'total' })}<td className="figure"><Amount value={earned} /></td></tr></tfoot>
    </table>
  );
};
