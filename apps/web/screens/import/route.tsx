import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../frame/root.tsx';
import { textIn } from '../../parts/axes.ts';

/** `of`: the partnership whose lines are imported, or the supplier for all of whose customers; `import`: the one whose refused lines are shown. */
export type Shown = { readonly of?: string; readonly import?: string };
const shownOf = (search: Readonly<Record<string, unknown>>): Shown => {
  const [of, id] = [textIn(search['of']), textIn(search['import'])];
  return { ...(of === undefined ? {} : { of }), ...(id === undefined ? {} : { import: id }) };
};

export const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/import',
  validateSearch: shownOf,
  component: lazyRouteComponent(() => import('./import.tsx'), 'Import'),
});
