import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { isDay } from '../../figures/days.ts';
import { agreementRoute } from '../../frame/agreement.tsx';
import { textIn } from '../../parts/axes.ts';

/** `from`: the change since this day; from the agreement's start where left out. */
export type Asked = { readonly from?: string; readonly programme?: string; readonly cause?: string };
const askedOf = (search: Readonly<Record<string, unknown>>): Asked => {
  const [from, programme, cause] = [textIn(search['from']), textIn(search['programme']), textIn(search['cause'])];
  return { ...(from !== undefined && isDay(from) ? { from } : {}), ...(programme === undefined ? {} : { programme }), ...(cause === undefined ? {} : { cause }) };
};

export const whyRoute = createRoute({ getParentRoute: () => agreementRoute, path: '/why', validateSearch: askedOf, component: lazyRouteComponent(() => import('./why.tsx'), 'WhyThisFigure') });
