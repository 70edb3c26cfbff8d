import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, createRouter } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/problem.ts';
import { currentSession, onSession } from './api/session.ts';
import { showKeptTheme } from './frame/theme.tsx';
import { routes } from './routes.ts';
import { readSearch, writeSearch } from './search.ts';

showKeptTheme();

/** Links printed by the command line: `/#/first-administrator/TOKEN`. Whatever the path, the fragment says which screen. */
const [, screen, token] = /^#\/(first-administrator|invitation|password)\/(\w+)$/.exec(location.hash) ?? [];
if (screen !== undefined && token !== undefined) history.replaceState(null, '', `/app/${screen}#${token}`);

/** A refusal stays one however often it is asked; a server that cannot be reached may come back. */
const isWorthAnother = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 500);

const queryClient = new QueryClient({ defaultOptions: { queries: { retry: isWorthAnother, refetchOnWindowFocus: false } } });
const router = createRouter({
  routeTree: routes,
  basepath: '/app',
  context: { queryClient },
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  // .oxlintrc.json allows the interface here: the router's types are merged into the library's.
  interface Register {
    router: typeof router;
  }
}

// Another person's figures never stay behind, on the screen or in memory.
onSession(() => {
  if (currentSession().kind === 'signedOut') queryClient.clear();
  void router.invalidate();
});

const page = document.getElementById('page');
if (page === null) throw new Error('the page has no place to be drawn in');

// The screen's own script comes while it is asked who is there, and not after it.
for (const route of router.getMatchedRoutes(router.latestLocation.pathname)[0]) void router.loadRouteChunk(route);
await router.load();
createRoot(page).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
