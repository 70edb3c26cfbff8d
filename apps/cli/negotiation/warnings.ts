import type { Warning } from '#rebates';
import type { Io } from '../terminal/io.ts';

/** What those who will sign should see, where people look for words. */
export const printWarnings = (io: Io, warnings: readonly Warning[]): void => {
  for (const { code, message, place } of warnings) io.err(`Warning ${code}: ${message}\n  at      ${place}`);
};
