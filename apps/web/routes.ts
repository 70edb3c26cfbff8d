import { agreementRoute } from './frame/agreement.tsx';
import { rootRoute } from './frame/root.tsx';
import { homeRoute } from './screens/home/route.tsx';
import { partnershipsRoute } from './screens/partnerships/route.tsx';
import { replayRoute } from './screens/replay/route.tsx';
import { sidesRoute } from './screens/sides/route.tsx';
import { firstAdministratorRoute, invitationRoute, signInRoute } from './screens/sign-in/route.tsx';
import { whyRoute } from './screens/why/route.tsx';

/** Every screen. A new one: its folder in screens/ (route, screen, queries, styles), and its route here. */
export const routes = rootRoute.addChildren([
  partnershipsRoute,
  signInRoute,
  firstAdministratorRoute,
  invitationRoute,
  agreementRoute.addChildren([
    homeRoute,
    replayRoute,
    whyRoute,
    sidesRoute,
  ]),
]);
