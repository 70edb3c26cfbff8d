import { type Rejection, RowSplitter } from '#kernel';
import { EXIT } from '../exit-codes.ts';
import { CliFailure } from '../failure.ts';
import { readText } from './read-structured.ts';

/** What a small table holds: columns that must be there, and columns that may. */
type Columns<Required extends string, Optional extends string> = {
  readonly required: readonly Required[];
  readonly optional: readonly Optional[];
};
export type TableRow<Required extends string, Optional extends string> = Readonly<Record<Required, string>> &
  Readonly<Partial<Record<Optional, string>>>;

/** What is wrong with one cell of a row. */
export type CellFault = { readonly column: string; readonly message: string; readonly wayOut: string };

const wrong = (code: string, message: string, place: string, value: string, wayOut: string): Rejection => ({
  code,
  message,
  place,
  value,
  wayOut,
});

const headerProblems = (file: string, header: readonly string[], { required, optional }: Columns<string, string>): Rejection[] => {
  const known = [...required, ...optional];
  const allowed = `Use the columns ${known.join(', ')}.`;
  return [
    ...required
      .filter((name) => !header.includes(name))
      .map((name) => wrong('COLUMN_MISSING', `The column ${name} is missing.`, `${file}: line 1`, header.join(','), allowed)),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => wrong('COLUMN_UNKNOWN', `The column ${name} is not known here.`, `${file}: line 1, column ${name}`, name, allowed)),
    ...header
      .filter((name, index) => header.indexOf(name) !== index)
      .map((name) =>
        wrong('COLUMN_TWICE', `The column ${name} stands twice.`, `${file}: line 1, column ${name}`, name, 'Name each column once.'),
      ),
  ];
};

/** Reads a small CSV file with a header, a list of prices or rates, whole. Empty cells are left out. Each bad row is named. */
export const readTable = async <Required extends string, Optional extends string>(
  file: string,
  columns: Columns<Required, Optional>,
  faultsOf: (row: TableRow<Required, Optional>) => readonly CellFault[] = () => [],
): Promise<TableRow<Required, Optional>[]> => {
  const text = (await readText(file)).replace(/^\uFEFF/, '');
  const first = text.slice(0, text.includes('\n') ? text.indexOf('\n') : text.length);
  const delimiter = first.includes(';') && !first.includes(',') ? ';' : ',';
  const [head, ...rows] = new RowSplitter(delimiter, 1, first.split(delimiter).length).push(text, true);
  const header = (head?.cells ?? []).map((cell) => cell.trim());
  const problems = headerProblems(file, header, columns);
  const isHeaderWrong = problems.length > 0;
  const read = rows.map(({ number, cells, fault }) => {
    const known = problems.length;
    if (fault !== undefined)
      problems.push(
        wrong(
          fault,
          `The row has ${cells.length} cells; the header has ${header.length}.`,
          `${file}: line ${number}`,
          cells.join(delimiter).slice(0, 120),
          'Give each row one cell for each column, and close every quote.',
        ),
      );
    const row = Object.fromEntries(
      header.flatMap((name, index) => (cells[index]?.trim() === '' || cells[index] === undefined ? [] : [[name, cells[index].trim()]])),
    );
    for (const name of columns.required)
      if (fault === undefined && header.includes(name) && row[name] === undefined)
        problems.push(wrong('VALUE_MISSING', `${name} is empty.`, `${file}: line ${number}, column ${name}`, '', 'Give it.'));
    const own = row as TableRow<Required, Optional>;
    // What a whole row says is judged only where each of its cells could be read.
    if (problems.length === known && !isHeaderWrong)
      problems.push(
        ...faultsOf(own).map(({ column, message, wayOut }) =>
          wrong('VALUE_NOT_ALLOWED', message, `${file}: line ${number}, column ${column}`, row[column] ?? '', wayOut),
        ),
      );
    return own;
  });
  if (problems.length > 0) throw new CliFailure(problems.slice(0, MOST_SAID), EXIT.refused);
  return read;
};

const MOST_SAID = 100;
