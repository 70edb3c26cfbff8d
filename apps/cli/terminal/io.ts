import pc from 'picocolors';

/** Data goes to stdout, words to stderr; what a terminal gets more is decided here, once. */
export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  readonly columns: number;
  readonly paint: ReturnType<typeof pc.createColors>;
};

const colours = (isTerminal: boolean): boolean =>
  (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb' && (isTerminal || (process.env['FORCE_COLOR'] ?? '0') !== '0');

export const processIo = (): Io => ({
  out: (text) => {
    process.stdout.write(`${text}\n`);
  },
  err: (text) => {
    process.stderr.write(`${text}\n`);
  },
  isOutTerminal: process.stdout.isTTY,
  isErrTerminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : 80,
  paint: pc.createColors(colours(process.stdout.isTTY)),
});

/** One JSON document: indented for a reader, one line for a program. */
export const printJson = (io: Io, value: unknown): void => {
  io.out(JSON.stringify(value, undefined, io.isOutTerminal ? 2 : undefined));
};

export const printJsonLines = (io: Io, values: readonly unknown[]): void => {
  for (const value of values) io.out(JSON.stringify(value));
};
