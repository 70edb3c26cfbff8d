import type { ReactNode } from 'react';
import { type Terms, nameOf } from '../../api/terms.ts';
import { Table, numbers } from '../../parts/table.tsx';

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
    <Table
      label={label}
      columns={['Programme', ...columns.map(([, name]) => numbers(name))]}
      foot={
        <tr>
          <th scope="row">Together, {currency}</th>
          {cells()}
        </tr>
      }
    >
      {rows.map((row) => (
        <tr key={row.programme}>
          <th scope="row">{nameOf(terms, row.programme)}</th>
          {cells(row)}
        </tr>
      ))}
    </Table>
  );
};
