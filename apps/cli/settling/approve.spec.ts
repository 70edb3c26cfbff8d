import { expect, test } from '@jest/globals';
import pc from 'picocolors';
import { failureOf } from '../failure.ts';
import { claimCommand } from './claim.ts';

const io = {
  out: () => undefined,
  err: () => undefined,
  isOutTerminal: false,
  isErrTerminal: false,
  columns: 80,
  paint: pc.createColors(false),
};
const approve = async (...more: readonly string[]): Promise<string | undefined> => {
  try {
    await claimCommand(io).parseAsync(['approve', 'C-1', '--agreement', 'a', '--party', 'supplier', ...more], { from: 'user' });
    return 'approved';
  } catch (error) {
    return failureOf(error)?.rejections[0]?.code;
  }
};

test.each([
  ['an amount', ['--amount', '1.00']],
  ['lines', ['--lines', 'lines.csv']],
  ['a programme without its period', ['--programme', 'volume', '--amount', '1.00']],
  ['a period without its programme', ['--period', '2026-01-01..2026-03-31', '--amount', '1.00']],
])('%s alone is no part of a claim, and does not approve all of it', async (_what, options) => {
  expect(await approve(...options, '--reason', 'half')).toBe('USAGE');
});
