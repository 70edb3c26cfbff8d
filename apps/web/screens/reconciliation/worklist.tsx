import type { ReactNode } from 'react';
import type { Variance } from '../../api/sides-answers.ts';
import { decimalsOf } from '../../figures/amounts.ts';
import { daysBetween, shortDay, today } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { VarianceMeaning, VarianceSaid } from '../../parts/variance-meaning.tsx';
import { lineOf, wordsOf } from '../../parts/variance-words.ts';

type Props = {
  readonly items: readonly Variance[];
  readonly currency: string;
  readonly chosen: ReadonlyMap<string, Variance>;
  /** Undefined where nothing can be resolved. */ readonly onChosen: ((next: ReadonlyMap<string, Variance>) => void) | undefined;
};

const TONES: Readonly<Record<Variance['status'], string>> = { open: '', proposed: 'warn', resolved: 'good' };

export const Worklist = ({ items, currency, chosen, onChosen }: Props): ReactNode => {
  const all = items.length > 0 && items.every(({ variance }) => chosen.has(variance));
  const now = today();
  const toggle = (variance: Variance): void => {
    const next = new Map(chosen);
    if (!next.delete(variance.variance)) next.set(variance.variance, variance);
    onChosen?.(next);
  };
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Variances to resolve, table">
      <table className="table worklist">
        <thead>
          <tr>
            {onChosen === undefined ? null : (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="All that are listed"
                  checked={all}
                  onChange={() => {
                    onChosen(all ? new Map() : new Map([...chosen, ...items.map((one) => [one.variance, one] as const)]));
                  }}
                />
              </th>
            )}
            <th scope="col">Since</th>
            <th scope="col" className="figure">
              Age, days
            </th>
            <th scope="col">Kind</th>
            <th scope="col">Line</th>
            <th scope="col">What differs</th>
            <th scope="col" className="figure">
              Value, {currency}
            </th>
            <th scope="col" className="figure">
              In rebate
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.variance} className={chosen.has(one.variance) ? 'chosen' : ''}>
              {onChosen === undefined ? null : (
                <td>
                  <input
                    type="checkbox"
                    aria-label={`${one.kind}, ${lineOf(one)}`}
                    checked={chosen.has(one.variance)}
                    onChange={() => {
                      toggle(one);
                    }}
                  />
                </td>
              )}
              <td className="nowrap">
                {shortDay(one.since.day)}
                <div className="small muted">position {one.since.position}</div>
              </td>
              <td className="figure">{Math.max(0, daysBetween(one.since.day, now))}</td>
              <td>{one.kind}</td>
              <th scope="row">
                <code>{lineOf(one)}</code>
              </th>
              <td>{wordsOf(one)}</td>
              <td className="figure">
                <Amount value={one.value} signed tone least={decimalsOf(currency)} />
              </td>
              <td className="figure">
                <VarianceMeaning variance={one} />
              </td>
              <td>
                <span className={`pill ${TONES[one.status]}`}>{one.status}</span>
                <VarianceSaid variance={one} />
                {one.resolution === null ? null : (
                  <p className="small muted">
                    by the {one.resolution.party}:{' '}
                    {one.resolution.accept === 'neither' ? 'passed over' : `the ${one.resolution.accept}’s line holds`}
                  </p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
