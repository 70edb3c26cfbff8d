import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';
import { shownOf } from './shown.ts';

export const financeRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/finance',
  validateSearch: shownOf,
  component: lazyRouteComponent(() => import('./finance.tsx'), 'Finance'),
});
