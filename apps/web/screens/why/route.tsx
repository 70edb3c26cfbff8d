import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { isDay } from '../../figures/days.ts';
import { agreementRoute } from '../../frame/agreement.tsx';
import { textIn } from '../../parts/axes.ts';
import type { Asked } from './asked.ts';

const POSITION = /^\d{1,12}$/;
const given = (name: keyof Asked, value: string | undefined, isGood?: (text: string) => boolean): Asked =>
  value === undefined || isGood?.(value) === false ? {} : { [name]: value };

const figureOf = (figure: unknown): Pick<Asked, 'figure'> => (figure === 'open' || figure === 'projected' ? { figure } : {});

const askedOf = (search: Readonly<Record<string, unknown>>): Asked => ({
  ...given('fromOn', textIn(search['fromOn']), isDay),
  ...given('fromKnownAt', textIn(search['fromKnownAt']), (text) => POSITION.test(text)),
  ...figureOf(search['figure']),
  ...given('programme', textIn(search['programme'])),
  ...given('cause', textIn(search['cause'])),
  ...given('event', textIn(search['event']), (text) => POSITION.test(text)),
});

export const whyRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/why',
  validateSearch: askedOf,
  component: lazyRouteComponent(() => import('./why.tsx'), 'WhyThisFigure'),
});
