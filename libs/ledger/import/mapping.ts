import { parse as parseYaml } from 'yaml';
import { accepted, refused, type Rejection, type Result } from '#kernel';
import { isSalesColumn, layoutOf, type Layout, REQUIRED_COLUMNS, SALES_COLUMNS, type SalesColumn } from '#rebates';

/** Which column of somebody's file holds which of ours. Columns of our own names need no entry. */
export type Mapping = Partial<Readonly<Record<SalesColumn, string>>>;

/** Columns that a file of refused lines has beside the original ones; a mended file may still hold them. */
export const REPORT_COLUMNS: readonly string[] = ['row', 'column', 'value', 'code', 'reason', 'wayOut'];

const fault = (code: string, message: string, wayOut: string, value: string): Rejection => ({
  code,
  message,
  wayOut,
  place: 'mapping',
  value,
});

const pairsOf = (text: string): readonly (readonly [string, unknown])[] | undefined => {
  const trimmed = text.trim();
  if (trimmed.startsWith('{') || trimmed.includes('\n') || /^[A-Za-z]+\s*:\s/.test(trimmed)) {
    try {
      const value: unknown = parseYaml(trimmed);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
    } catch {
      return undefined;
    }
  }
  return trimmed.split(',').map((pair): readonly [string, unknown] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [pair.trim(), ''] : [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
  });
};

/** Reads `document=InvoiceNo,date=InvoiceDate`, or the text of a saved mapping: the same pairs in JSON or YAML. */
export const parseMapping = (text: string): Result<Mapping> => {
  const pairs = pairsOf(text);
  if (pairs === undefined)
    return refused(
      fault(
        'MAPPING_NOT_READ',
        'The mapping is neither pairs nor a JSON or YAML object.',
        'Write document=InvoiceNo,date=InvoiceDate or the same pairs in a file.',
        text.slice(0, 200),
      ),
    );
  const rejections: Rejection[] = [];
  const mapping: Partial<Record<SalesColumn, string>> = {};
  for (const [name, column] of pairs) {
    if (!isSalesColumn(name))
      rejections.push(fault('MAPPING_COLUMN_UNKNOWN', `${name} is no column of a sales file.`, `Use ${SALES_COLUMNS.join(', ')}.`, name));
    else if (typeof column !== 'string' || column === '')
      rejections.push(fault('MAPPING_PAIR_EMPTY', `${name} is given no column of the file.`, `Write ${name}=TheColumn.`, name));
    else if (mapping[name] !== undefined)
      rejections.push(fault('MAPPING_PAIR_TWICE', `${name} is given twice.`, 'Keep one of them.', name));
    else mapping[name] = column;
  }
  return rejections.length === 0 ? accepted(mapping) : refused(...rejections);
};

/** A file's header as read, and where it holds what. */
export type Table = {
  readonly header: readonly string[];
  readonly delimiter: ',' | ';';
  readonly layout: Layout;
  /** False where lines are numbered within their documents. */
  readonly hasLine: boolean;
  /** False where the file does not say whose lines they are. */
  readonly hasCustomer: boolean;
  /** Columns that nothing is read from: for a notice. */
  readonly ignored: readonly string[];
};

const headerFault = (code: string, message: string, wayOut: string, value: string): Rejection => ({
  code,
  message,
  wayOut,
  place: 'line 1',
  value,
});
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

const missingColumn = (name: SalesColumn, header: readonly string[], mapping: Mapping): Rejection => {
  const wanted = mapping[name];
  const near = header.find((column) => plainName(column) === plainName(name));
  const message =
    wanted === undefined ? `The header has no column ${name}.` : `The header has no column ${wanted}, which the mapping names for ${name}.`;
  const hint =
    near === undefined
      ? `Name the column that holds it, such as --map ${name}=TheColumn`
      : `Name the column that holds it: --map ${name}=${near}`;
  return headerFault('HEADER_MISSING', message, `${hint}. The columns are: ${header.join(', ').slice(0, 500)}.`, wanted ?? name);
};

/** Finds the columns of a header. What the mapping does not name is looked up under our own name. */
export const tableOf = (header: readonly string[], delimiter: ',' | ';', mapping: Mapping | undefined): Result<Table> => {
  const rejections: Rejection[] = [];
  const positions = new Map<SalesColumn, number>();
  const isMapped = mapping !== undefined && Object.keys(mapping).length > 0;
  for (const name of SALES_COLUMNS) {
    const wanted = mapping?.[name] ?? name;
    const position = header.indexOf(wanted);
    if (position >= 0 && header.includes(wanted, position + 1))
      rejections.push(headerFault('HEADER_TWICE', `The header has two columns ${wanted}.`, 'Rename one of them.', wanted));
    if (position >= 0) positions.set(name, position);
    // A mapped file may leave its lines unnumbered; a file in our own form says its numbers.
    else if (mapping?.[name] !== undefined || (REQUIRED_COLUMNS.some((required) => required === name) && !(name === 'line' && isMapped)))
      rejections.push(missingColumn(name, header, mapping ?? {}));
  }
  const used = new Set(positions.values());
  const ignored = header.filter((column, position) => !used.has(position) && !REPORT_COLUMNS.includes(column));
  if (!isMapped) {
    for (const column of ignored) {
      const meant = SALES_COLUMNS.find((name) => plainName(name) === plainName(column));
      if (meant !== undefined && !positions.has(meant) && !REQUIRED_COLUMNS.some((name) => name === meant))
        rejections.push(
          headerFault(
            'HEADER_UNKNOWN',
            `The column ${column} is not known; ${meant} is.`,
            `Rename it to ${meant}, or map it: --map ${meant}=${column}.`,
            column,
          ),
        );
    }
  }
  if (rejections.length > 0) return refused(...rejections);
  return accepted({
    header,
    delimiter,
    layout: layoutOf(positions, true),
    hasLine: positions.has('line'),
    hasCustomer: positions.has('customer'),
    ignored,
  });
};
