import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Paged } from '../../api/answers.ts';
import type { ImportSummary, RefusedLine } from '../../api/import-answers.ts';
import { get } from '../../api/request.ts';

const REFUSED = 200;
const WHOLE_PAGE = 500;
const LIST = 20;
const LOOK_MS = 500;

const pathOf = (id: string): string => `/imports/${encodeURIComponent(id)}`;

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get<Paged<ImportSummary>>('/imports', { limit: LIST }, signal),
});

/** How far an import is: asked twice a second while it runs. It is not known before the server has read its first bytes. */
export const countsQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get<ImportSummary>(pathOf(id), {}, signal),
    refetchInterval: LOOK_MS,
    retry: false,
  });

export const refusedQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'refused'],
    queryFn: ({ pageParam, signal }) =>
      get<Paged<RefusedLine>>(`${pathOf(id)}/refused-lines`, { limit: REFUSED, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Paged<RefusedLine>) => nextCursor,
  });

export const allRefused = async (id: string): Promise<readonly RefusedLine[]> => {
  const all: RefusedLine[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Paged<RefusedLine> = await get(`${pathOf(id)}/refused-lines`, { limit: WHOLE_PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
};
