import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';

export const auditRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit.tsx'), 'Audit'),
});
