import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';

/** `event`: the position of the event that the list stands at, where a day has several. */
const eventOf = (search: Readonly<Record<string, unknown>>): { readonly event?: string } => {
  const { event } = search;
  return typeof event === 'string' && /^\d{1,12}$/.test(event) ? { event } : {};
};

export const replayRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/replay',
  validateSearch: eventOf,
  component: lazyRouteComponent(() => import('./replay.tsx'), 'Replay'),
});
