import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';

export const sidesRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/sides',
  component: lazyRouteComponent(() => import('./sides.tsx'), 'TwoSides'),
});
