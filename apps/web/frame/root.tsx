import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, redirect } from '@tanstack/react-router';
import { problemIn } from '../api/problem.ts';
import { restore } from '../api/session.ts';
import { Empty, Refused } from '../parts/answered.tsx';
import { Shell } from './shell.tsx';

/** Where nobody is signed in yet. */
const PUBLIC = ['/sign-in', '/first-administrator', '/invitation', '/password'];

export const rootRoute = createRootRouteWithContext<{ readonly queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: () => (
    <>
      <h1>Not here</h1>
      <Empty title="There is no such screen.">The address may be mistyped, or from another version.</Empty>
    </>
  ),
  errorComponent: ({ error, reset }) => <Refused problem={problemIn(error)} onAgain={reset} />,
  beforeLoad: async ({ location }) => {
    const session = await restore();
    const isPublic = PUBLIC.some((path) => location.pathname === path);
    if (session.kind === 'signedOut' && !isPublic) throw redirect({ to: '/sign-in', search: { to: location.href }, replace: true });
  },
});
