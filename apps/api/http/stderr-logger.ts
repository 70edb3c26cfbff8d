import type { LoggerService } from '@nestjs/common';

/** One line each on stderr: stdout belongs to the line that says where the server listens. */
const write = (level: string, message: unknown): void => {
  process.stderr.write(`${new Date().toISOString()} ${level} ${String(message)}\n`);
};

export const stderrLogger: LoggerService = {
  log: () => undefined,
  warn: (message: unknown) => {
    write('warn', message);
  },
  error: (message: unknown) => {
    write('error', message);
  },
};
