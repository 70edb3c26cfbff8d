import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';
import { filterOf } from './filter.ts';

export const reconciliationRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/reconciliation',
  validateSearch: filterOf,
  component: lazyRouteComponent(() => import('./reconciliation.tsx'), 'Reconciliation'),
});
