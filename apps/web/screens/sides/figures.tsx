import type { ReactNode } from 'react';
import type { Sides } from '../../api/sides-answers.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { isZero } from '../../figures/amounts.ts';
import { dayAndMonth, shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins } from '../../parts/twins.tsx';

const scopeOf = (scope: Sides['programmes'][number]['scope']): string => (scope === null ? '' : 'member' in scope ? ` · ${scope.member}` : ` · ${scope.product}`);

/** The same terms on each side's own record, and the difference between them. */
export const SideFigures = ({ sides, terms }: { readonly sides: Sides; readonly terms: Terms }): ReactNode => {
  const { agreement, currency, on, knownAt, counts } = sides;
  return (
    <section className="panel" aria-labelledby="sides-title">
      <div className="panel-head">
        <h2 id="sides-title">Earned by each side’s own record</h2>
        <Twins name={`${agreement}-sides-${on}`} sheet={() => ({ columns: ['programme', 'from', 'to', 'supplier', 'customer', 'difference', 'currency'], rows: sides.programmes.map((row) => [row.id, row.period.from, row.period.to, row.supplier, row.customer, row.difference, currency]) })} json={() => sides} />
      </div>
      <p className="small muted">About {shortDay(on)}, as known at {knownAt}. The agreement counts from the {counts}; the other side’s lines are evidence.</p>
      <div className="table-frame" tabIndex={0} role="region" aria-label="Two sides, table">
        <table className="table sides">
          <thead><tr><th scope="col">Programme and period</th><th scope="col" className="figure">Supplier, {currency}</th><th scope="col" className="figure">Customer, {currency}</th><th scope="col" className="figure">Difference</th></tr></thead>
          <tbody>
            {sides.programmes.map((row) => (
              <tr key={`${row.id} ${row.period.from} ${scopeOf(row.scope)}`} className={isZero(row.difference) ? 'agrees' : ''}>
                <th scope="row">{nameOf(terms, row.id)} <span className="small muted">{dayAndMonth(row.period.from)} – {dayAndMonth(row.period.to)}{scopeOf(row.scope)}</span></th>
                <td className="figure"><Amount value={row.supplier} /></td>
                <td className="figure"><Amount value={row.customer} /></td>
                <td className="figure"><Amount value={row.difference} signed tone /></td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">Together</th><td className="figure"><Amount value={sides.supplier} /></td><td className="figure"><Amount value={sides.customer} /></td><td className="figure"><Amount value={sides.difference} signed tone /></td></tr></tfoot>
        </table>
      </div>
    </section>
  );
};
