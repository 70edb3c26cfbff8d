import { Fragment, type ReactNode } from 'react';
import type { Balance, Programme } from '../../api/answers.ts';
import { type Terms, boundsOf, nameOf, unitOf } from '../../api/terms.ts';
import { add, decimalsOf, formatDecimal, percentOf } from '../../figures/amounts.ts';
import { dayAndMonth, plusDays } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { Table, numbers } from '../../parts/table.tsx';

export const scopeWords = ({ scope }: Programme): string => {
  if (scope === null) return '';
  return 'member' in scope ? `member ${scope.member}` : `product ${scope.product}`;
};

/** How far the way to the next step is gone, with the steps passed as marks on it. */
const NextStep = ({ row, terms, currency }: { readonly row: Programme; readonly terms: Terms; readonly currency: string }): ReactNode => {
  const next = row.toNextStep;
  const bounds = boundsOf(terms, row.id);
  if (next === null) return <span className="muted small">{bounds.length === 0 ? '–' : 'no further step'}</span>;
  const unit = unitOf(terms, row.id);
  const reached = add(next.from, `-${next.missing}`);
  return (
    <div className="next-step">
      <div className="bar" aria-hidden="true">
        <span style={{ width: `${percentOf(reached, next.from)}%` }} />
        {bounds
          .filter((bound) => Number(bound) > 0 && Number(bound) < Number(next.from))
          .map((bound) => (
            <i key={bound} style={{ insetInlineStart: `${percentOf(bound, next.from)}%` }} />
          ))}
      </div>
      <p className="small muted">
        {formatDecimal(next.missing)} {unit} to {formatDecimal(next.from)}, which pays <Amount value={next.pays} currency={currency} />
      </p>
    </div>
  );
};

type Props = { readonly id: string; readonly balance: Balance; readonly terms: Terms };

export const ProgrammesPanel = ({ id, balance, terms }: Props): ReactNode => {
  const { currency, on, knownAt } = balance;
  const ids = [...new Set(balance.programmes.map((row) => row.id))];
  const sheet = (): { columns: string[]; rows: (string | number | null)[][] } => ({
    columns: ['programme', 'from', 'to', 'scope', 'measured', 'step', 'missing', 'pays', 'earned', 'accrued', 'projected', 'currency'],
    rows: balance.programmes.map((row) => [
      row.id,
      row.period.from,
      row.period.to,
      scopeWords(row),
      row.measured,
      row.step,
      row.toNextStep?.missing ?? null,
      row.toNextStep?.pays ?? null,
      row.earned,
      row.accrued,
      row.projected,
      currency,
    ]),
  });
  return (
    <>
      <div className="panel-head">
        <h2 id="programmes-title">Programmes</h2>
        <Twins
          name={`${id}-programmes-${on}`}
          sheet={sheet}
          json={() => balance.programmes}
          command={commandOf('balance', { agreement: id, on, 'known-at': knownAt })}
        />
      </div>
      <Table
        label="Programmes, table"
        grouped
        columns={[
          'Period',
          numbers('Measured'),
          'Step',
          'To the next step',
          numbers(<>Earned, {currency}</>),
          numbers(<>Projected, {currency}</>),
        ]}
      >
        {ids.map((programme) => {
          const rows = balance.programmes.filter((row) => row.id === programme);
          return (
            <Fragment key={programme}>
              <tbody>
                <tr className="programme">
                  <th scope="rowgroup" colSpan={4}>
                    {nameOf(terms, programme)}
                  </th>
                  <td className="figure">
                    <Why
                      agreement={id}
                      name={nameOf(terms, programme)}
                      value={add(...rows.map((row) => row.earned))}
                      on={on}
                      knownAt={knownAt}
                      programme={programme}
                    />
                  </td>
                  <td className="figure">
                    <Why
                      agreement={id}
                      name={`${nameOf(terms, programme)}, projected`}
                      value={add(...rows.map((row) => row.projected))}
                      on={on}
                      knownAt={knownAt}
                      figure="projected"
                      programme={programme}
                    />
                  </td>
                </tr>
                {rows.map((row) => (
                  <tr key={`${row.period.from} ${scopeWords(row)}`} className={row.period.to < on ? 'closed' : ''}>
                    <td className="nowrap">
                      {dayAndMonth(row.period.from)} – {dayAndMonth(row.period.to)}
                      {row.scope === null ? null : <span className="muted"> · {scopeWords(row)}</span>}
                    </td>
                    <td className="figure">
                      <span className="amount">{formatDecimal(row.measured, { least: decimalsOf(unitOf(terms, row.id)) })}</span>{' '}
                      <span className="small muted">{unitOf(terms, row.id)}</span>
                    </td>
                    <td>{row.step === null ? <span className="muted">–</span> : row.step === 0 ? 'below 1' : row.step}</td>
                    <td>
                      {row.problem === undefined ? (
                        <NextStep row={row} terms={terms} currency={currency} />
                      ) : (
                        <span className="small">{row.problem.message}</span>
                      )}
                    </td>
                    <td className="figure">
                      <Why
                        agreement={id}
                        name={`${nameOf(terms, programme)}, ${dayAndMonth(row.period.from)} to ${dayAndMonth(row.period.to)}`}
                        value={row.earned}
                        on={row.period.to < on ? row.period.to : on}
                        knownAt={knownAt}
                        fromOn={plusDays(row.period.from, -1)}
                        programme={programme}
                      />
                    </td>
                    <td className="figure">
                      <Amount value={row.projected} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </Fragment>
          );
        })}
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              Together
            </th>
            <td className="figure">
              <Why agreement={id} name="Together" value={balance.earned} on={on} knownAt={knownAt} />
            </td>
            <td className="figure">
              <Why
                agreement={id}
                name="Together, projected"
                value={balance.projection?.likely ?? balance.earned}
                on={on}
                knownAt={knownAt}
                figure="projected"
              />
            </td>
          </tr>
        </tfoot>
      </Table>
    </>
  );
};
