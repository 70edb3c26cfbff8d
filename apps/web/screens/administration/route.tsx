import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../frame/root.tsx';
import { given, textIn } from '../../parts/axes.ts';

/** `of`: which organisation; `part`: what of it; `hook`: whose deliveries are listed. */
export const administrationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration',
  component: lazyRouteComponent(() => import('./administration.tsx'), 'Administration'),
  validateSearch: (search: Readonly<Record<string, unknown>>) =>
    given({ of: textIn(search['of']), part: textIn(search['part']), hook: textIn(search['hook']) }),
});
