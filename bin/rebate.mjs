#!/usr/bin/env node
/** `rebate`: runs the built command line; says what to do where it is not built. */
import { existsSync } from 'node:fs';

// node:sqlite warns that it is experimental; nothing else is silenced.
const warn = process.emitWarning.bind(process);
process.emitWarning = (warning, ...rest) => {
  if (!String(warning).includes('SQLite')) warn(warning, ...rest);
};

const main = new URL('../dist/rebate/main.js', import.meta.url);
if (!existsSync(main)) {
  console.error('The command line is not built yet. Run: npm run build');
  process.exit(1);
}
const { main: run } = await import(main.href);
await run(process.argv);
