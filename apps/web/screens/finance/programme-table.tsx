import type { ReactNode } from 'react';
import { type Terms, nameOf } from '../../api/terms.ts';

type Props<Key extends string, Row> = {
  readonly label: string;
  readonly terms: Terms;
  readonly currency: string;
  readonly columns: readonly (readonly [Key, string])[];
  readonly rows: readonly Row[];
  /** What stands in a column of a row; of all together where there is none. */
  readonly figure: (key: Key, row?: Row) => ReactNode;
};

/** Amounts of each programme in columns, and of all together below. */
export const ProgrammeTable = <Key extends string, Row extends { readonly programme: string }>({
  label,
  terms,
  currency,
  columns,
  rows,
  figure,
}: Props<Key, Row>): ReactNode => {
  const cells = (row?: Row): ReactNode =>
    columns.map(([key]) => (
      <td key={key} className="figure">
        {figure(key, row)}
      </td>
    ));
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Programme</th>
            {columns.map(([key, name]) => (
              <th key={key} scope="col" className="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.programme}>
              <th scope="row">{nameOf(terms, row.programme)}</th>
              {cells(row)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together, {currency}</th>
            {cells()}
          </tr>
        </tfoot>
      </table>
    </div>
  );
};
