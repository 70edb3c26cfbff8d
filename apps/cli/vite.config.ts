import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const from = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * The command line as a few files in place of 600: a command starts in half the time. What Nest's build compiled is packed as it is;
 * the parts that are loaded only when asked for (the embedded ledger, EventStoreDB, the witness) stay files of their own.
 */
export default defineConfig({
  root: from(''),
  // What is found as a package at run time: compiled for the platform, or never needed by most.
  ssr: { noExternal: true, external: ['@photostructure/sqlite', '@node-rs/argon2', '@eventstore/db-client'] },
  build: {
    ssr: from('dist/apps/cli/main.js'),
    outDir: from('dist/rebate'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
  },
});
