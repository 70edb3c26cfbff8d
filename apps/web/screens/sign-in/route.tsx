import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../frame/root.tsx';
import { textIn } from '../../parts/axes.ts';

const toOf = (search: Readonly<Record<string, unknown>>): { readonly to?: string } => {
  const to = textIn(search['to']);
  // Only a screen of this page: never another site.
  return to !== undefined && /^\/(?!\/)/.test(to) ? { to } : {};
};

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: toOf,
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
});
export const firstAdministratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/first-administrator',
  component: lazyRouteComponent(() => import('./arrive.tsx'), 'FirstAdministrator'),
});
export const passwordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('./arrive.tsx'), 'NewPassword'),
});
export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./arrive.tsx'), 'Invitation'),
});
