import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';

/** `show=all`: with those that have ended. */
const showOf = (search: Readonly<Record<string, unknown>>): { readonly show?: 'all' } => (search['show'] === 'all' ? { show: 'all' } : {});

export const disputesRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/disputes',
  validateSearch: showOf,
  component: lazyRouteComponent(() => import('./disputes.tsx'), 'Disputes'),
});
export const disputeRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/disputes/$dispute',
  component: lazyRouteComponent(() => import('./dispute.tsx'), 'DisputePage'),
});
