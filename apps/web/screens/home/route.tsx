import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';

/** `as`: whose accrual policy the accrued figure goes by, where one person may ask for both sides. */
const asOf = (search: Readonly<Record<string, unknown>>): { readonly as?: 'supplier' | 'customer' } => {
  const { as } = search;
  return as === 'supplier' || as === 'customer' ? { as } : {};
};

export const homeRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/',
  validateSearch: asOf,
  component: lazyRouteComponent(() => import('./home.tsx'), 'Home'),
});
