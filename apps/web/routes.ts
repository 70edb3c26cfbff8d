import { agreementRoute } from './frame/agreement.tsx';
import { rootRoute } from './frame/root.tsx';
import { administrationRoute } from './screens/administration/route.tsx';
import { newAgreementRoute, proposeRoute, termsRoute } from './screens/agreement/route.tsx';
import { auditRoute } from './screens/audit/route.tsx';
import { designerRoute } from './screens/designer/route.tsx';
import { disputeRoute, disputesRoute } from './screens/disputes/route.tsx';
import { financeRoute } from './screens/finance/route.tsx';
import { homeRoute } from './screens/home/route.tsx';
import { importRoute } from './screens/import/route.tsx';
import { partnershipsRoute } from './screens/partnerships/route.tsx';
import { reconciliationRoute } from './screens/reconciliation/route.tsx';
import { replayRoute } from './screens/replay/route.tsx';
import { sidesRoute } from './screens/sides/route.tsx';
import { firstAdministratorRoute, invitationRoute, passwordRoute, signInRoute } from './screens/sign-in/route.tsx';
import { whyRoute } from './screens/why/route.tsx';

/** Every screen. A new one: its folder in screens/ (route, screen, queries, styles), and its route here. */
export const routes = rootRoute.addChildren([
  partnershipsRoute,
  signInRoute,
  firstAdministratorRoute,
  invitationRoute,
  passwordRoute,
  newAgreementRoute,
  administrationRoute,
  importRoute,
  agreementRoute.addChildren([
    homeRoute,
    replayRoute,
    whyRoute,
    sidesRoute,
    termsRoute,
    proposeRoute,
    designerRoute,
    auditRoute,
    disputesRoute,
    disputeRoute,
    financeRoute,
    reconciliationRoute,
  ]),
]);
