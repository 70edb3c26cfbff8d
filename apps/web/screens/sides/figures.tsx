import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Sides } from '../../api/sides-answers.ts';
import { type Terms, countsOf, nameOf } from '../../api/terms.ts';
import { isZero } from '../../figures/amounts.ts';
import { dayAndMonth, plusDays, shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { Table, numbers } from '../../parts/table.tsx';

const scopeOf = (scope: Sides['programmes'][number]['scope']): string =>
  scope === null ? '' : 'member' in scope ? ` · ${scope.member}` : ` · ${scope.product}`;

const silentWords = ({ supplier, customer }: Sides['reported']): string =>
  supplier || customer
    ? `The ${supplier ? 'customer' : 'supplier'} has reported nothing yet: there is no second record to compare with.`
    : 'Neither side has reported anything yet.';

/** What the ledger does not count from has no bridge: it is explained by the lines on which the two differ. */
const WhatDiffers = ({
  name,
  value,
  signed = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly signed?: boolean;
}): ReactNode =>
  isZero(value) ? (
    <Amount value={value} signed={signed} />
  ) : (
    <Link className="why" to="." search={(before) => before} hash="variances-title">
      <span className="seen-by-readers">{name}: </span>
      <Amount value={value} signed={signed} tone={signed} />
      <span className="seen-by-readers">. The lines on which the records differ</span>
    </Link>
  );

/** The same terms on each side's own record, and the difference between them. */
export const SideFigures = ({ sides, terms }: { readonly sides: Sides; readonly terms: Terms }): ReactNode => {
  const { agreement, currency, on, knownAt, counts, reported } = sides;
  const isTwo = reported.supplier && reported.customer;
  const figure = (side: Side, value: string, row?: Sides['programmes'][number]): ReactNode => {
    if (!reported[side]) return <span className="muted">–</span>;
    if (side !== countsOf(terms)) return <WhatDiffers name={`By the record of the ${side}`} value={value} />;
    const asked =
      row === undefined
        ? { on }
        : { programme: row.id, on: row.period.to < on ? row.period.to : on, fromOn: plusDays(row.period.from, -1) };
    return <Why agreement={agreement} name={`By the record of the ${side}`} value={value} knownAt={knownAt} {...asked} />;
  };
  const difference = (value: string): ReactNode =>
    isTwo ? <WhatDiffers name="Difference" value={value} signed /> : <span className="muted">–</span>;
  return (
    <section className="panel" aria-labelledby="sides-title">
      <div className="panel-head">
        <h2 id="sides-title">Earned by each side’s own record</h2>
        <Twins
          name={`${agreement}-sides-${on}`}
          sheet={() => ({
            columns: ['programme', 'from', 'to', 'supplier', 'customer', 'difference', 'currency'],
            rows: sides.programmes.map((row) => [
              row.id,
              row.period.from,
              row.period.to,
              row.supplier,
              row.customer,
              row.difference,
              currency,
            ]),
          })}
          json={() => sides}
        />
      </div>
      <p className="small muted">
        About {shortDay(on)}, as known at {knownAt}. The agreement counts from the {counts}; the other side’s lines are evidence.
        {isTwo ? '' : ` ${silentWords(reported)}`}
      </p>
      <Table
        label="Two sides, table"
        className="sides"
        columns={['Programme and period', numbers(<>Supplier, {currency}</>), numbers(<>Customer, {currency}</>), numbers('Difference')]}
        foot={
          <>
            <tr>
              <th scope="row">Together</th>
              <td className="figure">{figure('supplier', sides.supplier)}</td>
              <td className="figure">{figure('customer', sides.customer)}</td>
              <td className="figure">{difference(sides.difference)}</td>
            </tr>
          </>
        }
      >
        {sides.programmes.map((row) => (
          <tr key={`${row.id} ${row.period.from} ${scopeOf(row.scope)}`} className={isTwo && isZero(row.difference) ? 'agrees' : ''}>
            <th scope="row">
              {nameOf(terms, row.id)}{' '}
              <span className="small muted">
                {dayAndMonth(row.period.from)} – {dayAndMonth(row.period.to)}
                {scopeOf(row.scope)}
              </span>
            </th>
            <td className="figure">{figure('supplier', row.supplier, row)}</td>
            <td className="figure">{figure('customer', row.customer, row)}</td>
            <td className="figure">{difference(row.difference)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
};
