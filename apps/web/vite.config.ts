import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const server = 'http://127.0.0.1:3000';

/** JSX is compiled by Vite itself, as tsconfig.json says; our libs are read from their sources. */
export default defineConfig({
  root,
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('../../dist/apps/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark what may run in a browser only; here everything does.
      onLog: (level, log, next) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
      },
    },
  },
  // `npx vite apps/web` beside a running server: the page from its sources, the figures from that server.
  server: {
    proxy: { '^/(auth|partnerships|agreements|organisations|imports|users|keys|health|docs|docs-json)(/|$|\\?)': { target: server } },
  },
});
