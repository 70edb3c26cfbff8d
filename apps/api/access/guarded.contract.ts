import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Identity, type ProviderOptions, ROLES, type Role, openIdentity, vouches } from '#identity';
import { openWebhooks, type Webhooks } from '#webhooks';
import { createApp } from '../create-app.ts';
import { AGREEMENT, type FakeLedger, fakeLedger } from '../fake-ledger.contract.ts';
import type { Problem } from '../http/problem.ts';
import type { RateLimits } from './rate-limits.ts';

/** A server with sign-in around a fake ledger, with people in every relation to the partnership acme~buildco. */

export const PASSWORD = 'a password of the tests';
const START = Date.UTC(2026, 5, 15, 9);
const MINUTE_MS = 60_000;

/** What a person's organisation is to acme~buildco; `narrow` was granted one agreement, `late` until yesterday, `revoked` no more. */
export const RELATIONS = ['supplier', 'customer', 'auditor', 'narrow', 'late', 'revoked', 'stranger'] as const;
export type RelationName = (typeof RELATIONS)[number];
export const ORGANISATION: Readonly<Record<RelationName, string>> = {
  supplier: 'acme',
  customer: 'buildco',
  auditor: 'firm',
  narrow: 'narrow',
  late: 'late',
  revoked: 'gone',
  stranger: 'other',
};

export type Guarded = {
  readonly url: string;
  readonly fake: FakeLedger;
  readonly identity: Identity;
  readonly webhooks: Webhooks;
  readonly app: Awaited<ReturnType<typeof createApp>>;
  /** How many streams are open: the server itself listens as well. */
  listening(): number;
  /** Time passes when a test says so. */
  pass(minutes: number): void;
  /** A user of an organisation in these roles, and a token. */
  person(organisation: string | null, roles: readonly Role[], operator?: boolean): Promise<{ readonly id: string; readonly token: string }>;
  ask(
    method: string,
    path: string,
    options?: { readonly token?: string; readonly body?: unknown; readonly headers?: Record<string, string> },
  ): Promise<Response>;
  problem(response: Response): Promise<Problem>;
  close(): Promise<void>;
};

const GENEROUS: RateLimits = { requestsPerMinute: 1_000_000, attemptsPerMinute: 1_000_000 };

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly unknown[] }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};

const organisations = (identity: Identity): void => {
  for (const relation of RELATIONS) {
    const id = ORGANISATION[relation];
    must(
      identity.organisations.create({ id, name: id, kinds: relation === 'supplier' || relation === 'customer' ? [relation] : ['auditor'] }),
    );
  }
  const grant = {
    partnership: 'acme~buildco',
    agreement: null,
    from: '2026-01-01',
    to: '2026-12-31',
    grantedFor: 'acme',
    grantedBy: 'u-9',
  };
  must(identity.grants.create({ ...grant, auditor: ORGANISATION.auditor }));
  must(identity.grants.create({ ...grant, auditor: ORGANISATION.narrow, agreement: AGREEMENT.agreement }));
  must(identity.grants.create({ ...grant, auditor: ORGANISATION.late, to: '2026-06-14' }));
  must(identity.grants.revoke('acme~buildco', must(identity.grants.create({ ...grant, auditor: ORGANISATION.revoked })).id));
};

export const guarded = async (limits: RateLimits = GENEROUS, provider?: ProviderOptions): Promise<Guarded> => {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
  let [now, made] = [START, 0];
  const identity = await openIdentity({ dataDir: folder, clock: () => new Date(now), ...(provider === undefined ? {} : { provider }) });
  organisations(identity);
  const fake = fakeLedger();
  const webhooks = openWebhooks({
    dataDir: folder,
    addresses: { open: false, networks: [] },
    mayHear: (endpoint) => vouches(identity, endpoint),
    isKind: (kind) => kind !== 'nothing',
    clock: () => new Date(now),
  });
  const app = await createApp({ ledger: fake.ledger, identity, webhooks, limits });
  await app.init();
  const own = fake.listeners();
  const server = app.getHttpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    fake,
    identity,
    webhooks,
    app,
    listening: () => fake.listeners() - own,
    pass: (minutes) => {
      now += minutes * MINUTE_MS;
    },
    person: async (organisation, roles, operator = false) => {
      made += 1;
      const { id } = must(identity.users.create({ name: `Person ${made}`, email: `person-${made}@example.org`, operator }));
      must(await identity.setPassword(must(identity.passwordLink(id)).secret, PASSWORD));
      if (organisation !== null) must(identity.members.put(organisation, id, { roles, approvesUpTo: null }));
      return { id, token: (await identity.start(id)).accessToken };
    },
    ask: (method, path, { token, body, headers = {} } = {}) =>
      fetch(url + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    problem: async (response) => (await response.json()) as Problem,
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Actor = {
  readonly name: string;
  readonly relation: RelationName | 'operator' | 'nobody';
  readonly role: Role | null;
  readonly token: string | undefined;
  readonly user: string;
};

/** Somebody in each role in each relation, an operator, and nobody. */
export const everybody = async (at: Guarded): Promise<readonly Actor[]> => {
  // A password is hashed for each of them, so they are made side by side.
  const members = await Promise.all(
    RELATIONS.flatMap((relation) =>
      ROLES.map(async (role): Promise<Actor> => {
        const { id, token } = await at.person(ORGANISATION[relation], [role]);
        return { name: `${relation} ${role}`, relation, role, token, user: id };
      }),
    ),
  );
  const operator = await at.person(null, [], true);
  return [
    { name: 'nobody', relation: 'nobody', role: null, token: undefined, user: '' },
    ...members,
    { name: 'operator', relation: 'operator', role: null, token: operator.token, user: operator.id },
  ];
};
