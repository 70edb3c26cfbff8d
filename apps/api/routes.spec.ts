import { expect, test } from '@jest/globals';
import { ROUTES as WHO } from './access/routes.contract.ts';
import { createApp } from './create-app.ts';
import { fakeLedger } from './fake-ledger.contract.ts';
import { serving } from './serving.contract.ts';

const api = serving();
const ROUTES = Object.keys(WHO).sort();

type Operation = { readonly summary?: string; readonly responses: Readonly<Record<string, unknown>> };
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const documented = async (): Promise<Map<string, Operation>> => {
  const { paths } = (await (await api.get('/docs-json')).json()) as Document;
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
    ),
  );
};

test('every route is documented, and nothing else is', async () => {
  expect([...(await documented()).keys()].sort()).toEqual(ROUTES);
});

test('the server has these routes and no others', async () => {
  const app = await createApp({ ledger: fakeLedger().ledger, identity: null });
  await app.init();
  const { router } = app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
  };
  const routes = router.stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/[:*](\w+)/g, '{$1}')}`),
  );
  expect(routes.filter((route) => !route.includes('/docs')).sort()).toEqual(ROUTES);
  await app.close();
});

test('each says what it does and what it answers', async () => {
  const silent = [...(await documented())].filter(
    ([, { summary = '', responses }]) => summary === '' || !Object.keys(responses).some((status) => status.startsWith('2')),
  );
  expect(silent).toEqual([]);
});

test('the documentation is a page', async () => {
  const response = await api.get('/docs');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});
