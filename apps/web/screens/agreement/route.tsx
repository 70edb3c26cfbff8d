import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { agreementRoute } from '../../frame/agreement.tsx';
import { rootRoute } from '../../frame/root.tsx';
import { given, textIn } from '../../parts/axes.ts';

const VERSION = /^[1-9]\d{0,6}$/;
const versionIn = (value: unknown): string | undefined => (typeof value === 'string' && VERSION.test(value) ? value : undefined);

/** `version`: the one that is read; `from`, `to`: the two that are compared. */
export const termsRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/terms',
  component: lazyRouteComponent(() => import('./agreement.tsx'), 'AgreementScreen'),
  validateSearch: (search: Readonly<Record<string, unknown>>) =>
    given({ version: versionIn(search['version']), from: versionIn(search['from']), to: versionIn(search['to']) }),
});

/** `what`: amendments (where left out), extension or members; `amendments`: as JSON, what the form begins with; `draft`: a draft of one's own. */
export const proposeRoute = createRoute({
  getParentRoute: () => agreementRoute,
  path: '/propose',
  component: lazyRouteComponent(() => import('./propose.tsx'), 'Propose'),
  validateSearch: (search: Readonly<Record<string, unknown>>) =>
    given({ what: textIn(search['what']), amendments: textIn(search['amendments']), draft: textIn(search['draft']) }),
});

/** A new agreement: `like`, the one that its terms begin with; `answers`, the version of it that it counters; `draft`, a draft of one's own. */
export const newAgreementRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-agreement',
  component: lazyRouteComponent(() => import('./new-agreement.tsx'), 'NewAgreement'),
  validateSearch: (search: Readonly<Record<string, unknown>>) =>
    given({
      supplier: textIn(search['supplier']),
      customer: textIn(search['customer']),
      like: textIn(search['like']),
      answers: versionIn(search['answers']),
      organisation: textIn(search['organisation']),
      draft: textIn(search['draft']),
    }),
});
