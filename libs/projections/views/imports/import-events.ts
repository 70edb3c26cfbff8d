import type { JsonObject, JsonValue, RecordedEvent } from '#event-store';

/** A line of a file that was not recorded, and what to do about it: the shape that the ledger sends on. */
export type RefusedLine = {
  readonly number: number;
  readonly line: string;
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly reason: string;
  readonly wayOut: string;
};

export type ImportCounts = {
  readonly sent: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly notAddressed: number;
};

/** The events of `import-{org}.{id}`; counts are totals so far, not differences. */
export type ImportEvent =
  | {
      readonly type: 'ImportStarted';
      readonly import: string;
      readonly by: string;
      readonly file: string;
      readonly supplier?: string;
      readonly mapping?: string;
    }
  | ({ readonly type: 'ImportProgressed'; readonly import: string; readonly rowsDone: number } & ImportCounts)
  | { readonly type: 'LinesRefused'; readonly import: string; readonly lines: readonly RefusedLine[] }
  | ({ readonly type: 'ImportCompleted'; readonly import: string } & ImportCounts);

const COUNTS = ['sent', 'recorded', 'repeated', 'refused', 'notAddressed'] as const;

/** Undefined for a type that is not known here; throws on a known one that is not as it must be. */
export function importEventOf({ type, data }: RecordedEvent): ImportEvent | undefined {
  const id = text(data, 'import');
  switch (type) {
    case 'ImportStarted':
      return startedOf(id, data);
    case 'ImportProgressed':
      return { type, import: id, rowsDone: count(data, 'rowsDone'), ...countsOf(data) };
    case 'LinesRefused':
      return { type, import: id, lines: linesOf(data['lines']) };
    case 'ImportCompleted':
      return { type, import: id, ...countsOf(data) };
    default:
      return undefined;
  }
}

function text(data: JsonObject, key: string): string {
  const value = data[key];
  if (typeof value !== 'string') throw new TypeError(`${key} is not a text`);
  return value;
}

function count(data: JsonObject, key: string): number {
  const value = data[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new TypeError(`${key} is not a whole number`);
  return value;
}

const countsOf = (data: JsonObject): ImportCounts => Object.fromEntries(COUNTS.map((key) => [key, count(data, key)])) as ImportCounts;

function startedOf(id: string, data: JsonObject): ImportEvent {
  const [supplier, mapping] = [optional(data, 'supplier'), optional(data, 'mapping')];
  return {
    type: 'ImportStarted',
    import: id,
    by: text(data, 'by'),
    file: text(data, 'file'),
    ...(supplier === undefined ? {} : { supplier }),
    ...(mapping === undefined ? {} : { mapping }),
  };
}

/** A mapping may be a name or the mapping itself, which is kept as its text. */
function optional(data: JsonObject, key: string): string | undefined {
  const value = data[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function linesOf(value: JsonValue | undefined): RefusedLine[] {
  if (!Array.isArray(value)) throw new TypeError('lines is not a list');
  return (value as readonly JsonObject[]).map((line) => ({
    number: count(line, 'number'),
    line: text(line, 'line'),
    column: text(line, 'column'),
    value: text(line, 'value'),
    code: text(line, 'code'),
    reason: text(line, 'reason'),
    wayOut: text(line, 'wayOut'),
  }));
}
