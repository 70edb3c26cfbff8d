import { isValidElement, type ReactNode } from 'react';

type Kind = 'figure' | 'unseen';
type Column = string | { readonly name: ReactNode; readonly kind?: Kind };

/** A column of numbers, in line with them. */
export const numbers = (name: ReactNode): Column => ({ name, kind: 'figure' });
/** A column whose name only a screen reader says, such as that of the buttons. */
export const unseen = (name: ReactNode): Column => ({ name, kind: 'unseen' });

type Props = {
  readonly label: string;
  readonly columns: readonly (Column | ReactNode)[];
  readonly className?: string;
  readonly foot?: ReactNode;
  /** Long: with a scroll of its own. */ readonly tall?: true;
  /** Its rows come in bodies of their own. */ readonly grouped?: true;
  /** Its rows. */ readonly children: ReactNode;
};

const isColumn = (column: Column | ReactNode): column is Exclude<Column, string> =>
  typeof column === 'object' && column !== null && 'name' in column && !isValidElement(column);

const Head = ({ column }: { readonly column: Column | ReactNode }): ReactNode => {
  const { name, kind } = isColumn(column) ? column : { name: column, kind: undefined };
  return (
    <th scope="col" className={kind === 'figure' ? 'figure' : undefined}>
      {kind === 'unseen' ? <span className="seen-by-readers">{name}</span> : name}
    </th>
  );
};

/** A table in a frame of its own, which scrolls by itself where the page is narrow, by keyboard too. */
export const Table = ({ label, columns, className, foot, tall, grouped, children }: Props): ReactNode => (
  <div className={tall === true ? 'table-frame tall' : 'table-frame'} tabIndex={0} role="region" aria-label={label}>
    <table className={className === undefined ? 'table' : `table ${className}`}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <Head key={index} column={column} />
          ))}
        </tr>
      </thead>
      {grouped === true ? children : <tbody>{children}</tbody>}
      {foot === undefined ? null : <tfoot>{foot}</tfoot>}
    </table>
  </div>
);
