import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { AGREEMENT } from '../fake-ledger.contract.ts';
import { ACCESS_RULE } from './access.decorator.ts';
import { type Actor, type Guarded, everybody, guarded } from './guarded.contract.ts';
import { READERS, ROUTES } from './routes.contract.ts';

/** Every route, asked by everybody over HTTP, against what routes.contract.ts says. */
type Outcome = 'in' | 'signIn' | 'denied' | 'hidden';

/** An auditor of one agreement may know of it, and not of the partnership as such. */
const forNarrow = (route: string): Outcome => (route.includes('{agreement}') ? 'denied' : 'hidden');

/** Plainly, for one cell: what the table means for one person. */
const expected = (route: string, who: string, { relation, role }: Actor): Outcome => {
  if (who === 'anybody') return 'in';
  if (relation === 'nobody') return 'signIn';
  if (who === 'signed in') return 'in';
  if (who === 'operator') return relation === 'operator' ? 'in' : 'denied';
  if (who.includes('of it') || who.startsWith('members')) {
    if (relation === 'operator') return who.endsWith('and operator') ? 'in' : 'hidden';
    if (relation !== 'supplier') return 'hidden';
    return who.startsWith('members') || who.split(' ').includes(role ?? '') ? 'in' : 'denied';
  }
  if (['operator', 'late', 'revoked', 'stranger'].includes(relation)) return 'hidden';
  if (who.startsWith(READERS)) return who.endsWith('of the whole') && relation === 'narrow' ? forNarrow(route) : 'in';
  if (relation === 'auditor') return 'denied';
  if (relation === 'narrow') return forNarrow(route);
  return who.split(' ').includes(role ?? '') ? 'in' : 'denied';
};

const PLACES: Readonly<Record<string, string>> = {
  agreement: AGREEMENT.agreement,
  partnership: 'acme~buildco',
  organisation: 'acme',
  user: 'u-none',
  key: 'k-none',
  grant: 'g-none',
  hook: 'w-none',
  import: 'i-1',
  draft: 'd-1',
  version: '1',
};
const BODIES: Readonly<Record<string, unknown>> = {
  'post /partnerships': { supplier: 'acme', customer: 'buildco' },
  'post /agreements': { terms: { id: 'new-2026', supplier: 'acme', customer: 'buildco' } },
};
const QUERIES: Readonly<Record<string, string>> = { 'post /imports': '?partnership=acme~buildco' };
const HIDDEN = new Set(['PARTNERSHIP_UNKNOWN', 'AGREEMENT_UNKNOWN', 'ORGANISATION_UNKNOWN']);
const DENIED = new Set(['ROLE_MISSING', 'OPERATOR_ONLY', 'GRANT_TOO_NARROW']);

let at: Guarded;
let actors: readonly Actor[];
beforeAll(async () => {
  // What the fake ledger does not answer is logged as a defect; here it only means that somebody was let in.
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  at = await guarded();
  actors = await everybody(at);
  // A password is hashed for each of them, and a busy machine takes its time.
}, 60_000);
afterAll(() => at.close());

const ask = async (route: string, actor: Actor): Promise<Outcome> => {
  const [method = '', path = ''] = route.split(' ');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACES[name] ?? 'none') + (QUERIES[route] ?? '');
  // Signing out ends a sign-in, so it is one of its own.
  const token = route.endsWith('/sign-out') && actor.token !== undefined ? (await at.identity.start(actor.user)).accessToken : actor.token;
  const isImport = route === 'post /imports';
  const response = await at.ask(method.toUpperCase(), filled, {
    ...(token === undefined ? {} : { token }),
    ...(method === 'get' || method === 'delete' ? {} : { body: isImport ? 'document' : (BODIES[route] ?? {}) }),
    ...(isImport ? { headers: { 'Content-Type': 'text/csv' } } : {}),
  });
  if (response.ok) {
    await response.body?.cancel();
    return 'in';
  }
  const { code } = await at.problem(response);
  if (response.status === 401 && code === 'SIGN_IN_REQUIRED') return 'signIn';
  if (response.status === 403 && DENIED.has(code)) return 'denied';
  return response.status === 404 && HIDDEN.has(code) ? 'hidden' : 'in';
};

describe.each(Object.entries(ROUTES))('%s is for %s', (route, who) => {
  test('whoever asks', async () => {
    // All at once, as a server is asked: one after the other the machine mostly waits.
    const cells = await Promise.all(actors.map(async (actor) => [actor.name, await ask(route, actor)]));
    expect(cells).toEqual(actors.map((actor) => [actor.name, expected(route, who, actor)]));
  });
});

test('every route of the server has its line here', () => {
  const { router } = at.app.getHttpAdapter().getInstance() as unknown as {
    router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
  };
  const routes = router.stack.flatMap(({ route }) =>
    route === undefined ? [] : Object.keys(route.methods).map((method) => `${method} ${route.path.replaceAll(/[:*](\w+)/g, '{$1}')}`),
  );
  expect(routes.filter((route) => !route.includes('/docs')).sort()).toEqual(Object.keys(ROUTES).sort());
});

test('every route declares its rule', () => {
  const without: string[] = [];
  for (const nest of at.app.get(ModulesContainer, { strict: false }).values()) {
    for (const { metatype } of nest.controllers.values()) {
      const prototype = (metatype as { readonly prototype: object }).prototype;
      for (const [name, { value }] of Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(prototype))) {
        const handler: unknown = value;
        const isRoute = name !== 'constructor' && typeof handler === 'function' && Reflect.hasMetadata('path', handler);
        if (isRoute && Reflect.getMetadata(ACCESS_RULE, handler) === undefined) without.push(`${metatype?.name ?? ''}.${name}`);
      }
    }
  }
  expect(without).toEqual([]);
});
