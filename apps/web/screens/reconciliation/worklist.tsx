import type { ReactNode } from 'react';
import type { Variance } from '../../api/sides-answers.ts';
import { decimalsOf } from '../../figures/amounts.ts';
import { daysBetween, shortDay, today } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { VarianceMeaning, VarianceSaid } from '../../parts/variance-meaning.tsx';
import { lineOf, wordsOf } from '../../parts/variance-words.ts';
import { Table, numbers } from '../../parts/table.tsx';

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
    <Table
      label="Variances to resolve, table"
      className="worklist"
      columns={[
        ...(onChosen === undefined
          ? []
          : [
              <input
                key="all"
                type="checkbox"
                aria-label="All that are listed"
                checked={all}
                onChange={() => {
                  onChosen(all ? new Map() : new Map([...chosen, ...items.map((one) => [one.variance, one] as const)]));
                }}
              />,
            ]),
        'Since',
        numbers('Age, days'),
        'Kind',
        'Line',
        'What differs',
        numbers(<>Value, {currency}</>),
        numbers('In rebate'),
        'State',
      ]}
    >
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
    </Table>
  );
};
