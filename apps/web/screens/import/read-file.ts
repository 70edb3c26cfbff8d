import { type Row, RowSplitter } from '#kernel';

/** The file as the page reads it: never all at once, so that half a million lines are as easy as ten. */
export type Opened = {
  readonly file: File;
  readonly isGzip: boolean;
  readonly delimiter: ',' | ';';
  readonly header: readonly string[];
  readonly sample: readonly Row[];
};

const SAMPLE_ROWS = 8;
/** The header's longest line, as the server has it. */
const MOST_HEADER_CHARS = 64 * 1024;

const isGzip = async (file: Blob): Promise<boolean> => {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
};

const textOf = (file: Blob, gzip: boolean): ReadableStream<string> => {
  const bytes = file.stream();
  return (gzip ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes).pipeThrough(new TextDecoderStream());
};

const cellsOf = (line: string, delimiter: ',' | ';'): readonly string[] =>
  (new RowSplitter(delimiter, 1).push(line, true)[0]?.cells ?? []).map((cell) => cell.trim());

/** The rows of a file, pulled block by block; whoever stops early lets the file go. */
async function* rowsOf(
  file: Blob,
  gzip: boolean,
  delimiter?: ',' | ';',
  width?: number,
): AsyncGenerator<{ readonly header: string; readonly rows: readonly Row[]; readonly delimiter: ',' | ';' }> {
  const reader = textOf(file, gzip).getReader();
  let head: string | undefined = '';
  let header = '';
  let separator: ',' | ';' = delimiter ?? ',';
  let splitter: RowSplitter | undefined;
  try {
    for (let chunk = await reader.read(); ; chunk = await reader.read()) {
      let text: string = chunk.done ? '' : chunk.value;
      if (head !== undefined) {
        head += text;
        const end = head.indexOf('\n');
        if (end < 0 && !chunk.done && head.length < MOST_HEADER_CHARS) continue;
        header = (end < 0 ? head : head.slice(0, end)).replace(/\r$/, '');
        text = end < 0 ? '' : head.slice(end + 1);
        head = undefined;
        separator = delimiter ?? (header.split(';').length > header.split(',').length ? ';' : ',');
        splitter = new RowSplitter(separator, 2, width ?? cellsOf(header, separator).length);
      }
      yield { header, rows: splitter?.push(text, chunk.done) ?? [], delimiter: separator };
      if (chunk.done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export const openFile = async (file: File): Promise<Opened> => {
  const gzip = await isGzip(file);
  const sample: Row[] = [];
  let header = '';
  let delimiter: ',' | ';' = ',';
  for await (const batch of rowsOf(file, gzip)) {
    ({ header, delimiter } = batch);
    sample.push(...batch.rows);
    if (sample.length >= SAMPLE_ROWS) break;
  }
  return { file, isGzip: gzip, delimiter, header: cellsOf(header, delimiter), sample: sample.slice(0, SAMPLE_ROWS) };
};

/** Rows by their number in the file, the header being 1: the file is read again for them, up to the last that is asked for. */
export const rowsAt = async (
  { file, isGzip: gzip, delimiter, header }: Opened,
  numbers: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly string[]>> => {
  const found = new Map<number, readonly string[]>();
  const last = Math.max(0, ...numbers);
  for await (const { rows } of rowsOf(file, gzip, delimiter, header.length)) {
    for (const { number, cells } of rows) if (numbers.has(number)) found.set(number, cells);
    if ((rows.at(-1)?.number ?? 0) >= last) break;
  }
  return found;
};

const MUST_QUOTE = /[",;\r\n]/;
const written = (cell: string): string => (MUST_QUOTE.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows as a file, and the number that each will have in it: a cell may run over several lines. */
export const fileOf = (
  rows: readonly (readonly string[])[],
  delimiter: ',' | ';',
): { readonly text: string; readonly numbers: readonly number[] } => {
  const numbers: number[] = [];
  let line = 1;
  const lines = rows.map((cells) => {
    const text = cells.map(written).join(delimiter);
    numbers.push(line);
    line += text.split('\n').length;
    return `${text}\n`;
  });
  return { text: lines.join(''), numbers };
};
