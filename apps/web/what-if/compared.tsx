import type { ReactNode } from 'react';
import { type Terms, nameOf } from '../api/terms.ts';
import { isZero } from '../figures/amounts.ts';
import { dayAndMonth, plusDays, shortDay } from '../figures/days.ts';
import { Amount } from '../parts/amount.tsx';
import { Twins } from '../parts/twins.tsx';
import { Why } from '../parts/why.tsx';
import type { ComparedPeriod, Comparison } from './answers.ts';
import './compared.css';
import { MonthsChart } from './months-chart.tsx';
import { Table, numbers } from '../parts/table.tsx';

const STATES: Readonly<Record<ComparedPeriod['state'], { readonly word: string; readonly tone: string }>> = {
  past: { word: 'past', tone: '' },
  open: { word: 'open', tone: 'good' },
  future: { word: 'future', tone: 'warn' },
};
const scopeWords = ({ scope }: ComparedPeriod): string =>
  scope === null ? '' : 'member' in scope ? ` · ${scope.member}` : ` · ${scope.product}`;

/** What it means for each side, in one sentence: the same amount is a gain of one and a cost of the other. */
const Meaning = ({ comparison }: { readonly comparison: Comparison }): ReactNode => {
  const { supplier, customer, currency, sets } = comparison;
  const tried = sets.at(-1);
  if (tried === undefined || sets.length < 2) return null;
  if (isZero(tried.difference))
    return (
      <p>
        <strong>No difference about that day.</strong>{' '}
        <span className="muted">
          {tried.differsFrom === null ? 'The two never part.' : `They part from ${shortDay(tried.differsFrom)} on, and meet again.`}
        </span>
      </p>
    );
  const isMore = !tried.difference.startsWith('-');
  return (
    <p>
      <strong>{customer}</strong> gets{' '}
      <strong className="difference">
        <Amount value={tried.difference.replace('-', '')} currency={currency} />
      </strong>{' '}
      {isMore ? 'more' : 'less'}, and <strong>{supplier}</strong> pays {isMore ? 'it' : 'that much less'}
      {tried.differsFrom === null ? '' : <span className="muted">; the two differ from {shortDay(tried.differsFrom)} on</span>}.
    </p>
  );
};

/** How the ledger names the terms that both have signed. */
const IN_FORCE = 'in force';

/** What is in force is explained by its bridge; terms that are only tried, and a forecast, by the periods below alone. */
const Earned = ({
  comparison,
  set,
  value,
  name,
  ...asked
}: {
  readonly comparison: Comparison;
  readonly set: string;
  readonly value: string;
  readonly name: string;
  readonly on?: string;
  readonly fromOn?: string;
  readonly programme?: string;
  readonly currency?: string;
}): ReactNode => {
  const { agreement, on, through, knownAt } = comparison;
  return set === IN_FORCE && through === on ? (
    <Why agreement={agreement} name={`${name}, ${set}`} value={value} on={on} knownAt={knownAt} {...asked} />
  ) : (
    <Amount value={value} {...(asked.currency === undefined ? {} : { currency: asked.currency })} />
  );
};

/** What each set of terms has earned, side by side. */
export const Sets = ({ comparison }: { readonly comparison: Comparison }): ReactNode => (
  <dl className="sets">
    {comparison.sets.map(({ name, earned, rate, difference }, index) => (
      <div key={name} className={index === 0 ? '' : 'tried'}>
        <dt>{name}</dt>
        <dd>
          <Earned comparison={comparison} set={name} value={earned} name="Earned" currency={comparison.currency} />
        </dd>
        <dd className="small muted">
          {rate === null ? 'nothing counted' : `${rate} % of the value that counts`}
          {index === 0 ? null : (
            <>
              {' '}
              · <Amount value={difference} signed />
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

const Measured = ({ value }: { readonly value: string | null }): ReactNode => (value === null ? <>–</> : <Amount value={value} />);

const Periods = ({ comparison, terms }: { readonly comparison: Comparison; readonly terms: Terms }): ReactNode => {
  const { sets, programmes, currency } = comparison;
  const isOneYear =
    new Set(programmes.flatMap(({ periods }) => periods.flatMap(({ period }) => [period.from.slice(0, 4), period.to.slice(0, 4)]))).size ===
    1;
  return (
    <Table
      label="By programme and period, table"
      className="compared"
      grouped
      columns={[
        'Period',
        'Is',
        numbers('Measured'),
        ...sets.map(({ name }) =>
          numbers(
            <>
              {name}, {currency}
            </>,
          ),
        ),
        numbers('Difference'),
      ]}
    >
      {programmes.map((programme) => (
        <tbody key={programme.id}>
          <tr className="programme">
            <th scope="rowgroup" colSpan={3}>
              {nameOf(terms, programme.id)}
            </th>
            {programme.totals.map(({ set, earned }) => (
              <td key={set} className="figure">
                <Earned comparison={comparison} set={set} value={earned} name={nameOf(terms, programme.id)} programme={programme.id} />
              </td>
            ))}
            <td className="figure">
              <Amount value={programme.totals.at(-1)?.difference ?? '0'} signed tone />
            </td>
          </tr>
          {programme.periods.map((period) => (
            <tr key={`${period.period.from} ${scopeWords(period)}`} data-state={period.state}>
              <th scope="row">
                {dayAndMonth(period.period.from)} – {isOneYear ? dayAndMonth(period.period.to) : shortDay(period.period.to)}
                {scopeWords(period)}
              </th>
              <td>
                <span className={`pill ${STATES[period.state].tone}`}>{STATES[period.state].word}</span>
              </td>
              <td className="figure">
                <Measured value={period.figures.at(-1)?.measured ?? null} />
              </td>
              {period.figures.map(({ set, earned }) => (
                <td key={set} className="figure">
                  {period.scope === null ? (
                    <Earned
                      comparison={comparison}
                      set={set}
                      value={earned}
                      name={nameOf(terms, programme.id)}
                      programme={programme.id}
                      fromOn={plusDays(period.period.from, -1)}
                      {...(period.period.to < comparison.on ? { on: period.period.to } : {})}
                    />
                  ) : (
                    <Amount value={earned} />
                  )}
                </td>
              ))}
              <td className="figure">
                <Amount value={period.figures.at(-1)?.difference ?? '0'} signed tone />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Together
          </th>
          {sets.map(({ name, earned }) => (
            <td key={name} className="figure">
              <Earned comparison={comparison} set={name} value={earned} name="Together" />
            </td>
          ))}
          <td className="figure">
            <Amount value={sets.at(-1)?.difference ?? '0'} signed tone />
          </td>
        </tr>
      </tfoot>
    </Table>
  );
};

const sheetOf = ({
  sets,
  programmes,
  currency,
  through,
  knownAt,
}: Comparison): { columns: string[]; rows: (string | number | null | undefined)[][] } => ({
  columns: ['programme', 'from', 'to', 'state', ...sets.map(({ name }) => name), 'difference', 'currency', 'about', 'knownAt'],
  rows: programmes.flatMap(({ id, periods }) =>
    periods.map(({ period, state, figures }) => [
      id,
      period.from,
      period.to,
      state,
      ...figures.map(({ earned }) => earned),
      figures.at(-1)?.difference,
      currency,
      through,
      knownAt,
    ]),
  ),
});

type Props = { readonly comparison: Comparison; readonly terms: Terms; readonly isOld?: boolean; readonly command?: string };

/** What terms would pay beside those in force, on the same real sales: one picture for both sides. */
export const Compared = ({ comparison, terms, isOld = false, command }: Props): ReactNode => {
  const { agreement, on, through, knownAt } = comparison;
  return (
    <div className="stack compared-figures" aria-busy={isOld} data-old={isOld}>
      <div className="panel-head">
        <p className="small muted">
          {through === on ? `About ${shortDay(on)}` : `Known through ${shortDay(on)}, forecast through ${shortDay(through)}`}, as known at{' '}
          {knownAt ?? 'now'}. Nothing of it is recorded.
        </p>
        <Twins
          name={`${agreement}-compared-${through}`}
          sheet={() => sheetOf(comparison)}
          json={() => comparison}
          {...(command === undefined ? {} : { command })}
        />
      </div>
      <Meaning comparison={comparison} />
      <Sets comparison={comparison} />
      <Periods comparison={comparison} terms={terms} />
      <MonthsChart comparison={comparison} />
    </div>
  );
};
