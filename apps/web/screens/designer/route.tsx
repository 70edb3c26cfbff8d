import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { isDay } from '../../figures/days.ts';
import { agreementRoute } from '../../frame/agreement.tsx';
import { given, textIn } from '../../parts/axes.ts';

const dayIn = (value: unknown): string | undefined => (typeof value === 'string' && isDay(value) ? value : undefined);

/** `edits`: what was turned; `effective`, `mode`: how it would come into force; `forecast`; `vary`, `goals`: what is searched. */
export const designerRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/designer',
  component: lazyRouteComponent(() => import('./designer.tsx'), 'Designer'),
  validateSearch: (search: Readonly<Record<string, unknown>>) =>
    given({
      edits: textIn(search['edits']),
      effective: dayIn(search['effective']),
      mode: textIn(search['mode']),
      forecast: textIn(search['forecast']),
      vary: textIn(search['vary']),
      goals: textIn(search['goals']),
    }),
});
