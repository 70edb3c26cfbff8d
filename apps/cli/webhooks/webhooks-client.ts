import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, openIdentity, vouches } from '#identity';
import type { Result } from '#kernel';
import { isEventType, isNamedKind } from '#ledger';
import {
  type Attempt,
  type Delivery,
  type DeliveryStatus,
  type EndpointStanding,
  openWebhooks,
  type Webhooks,
  type WithSecret,
} from '#webhooks';
import { userName } from '../client/context.ts';
import { answerOf } from '../client/http-request.ts';
import { placeOf, type Where } from '../client/open.ts';
import { CliFailure, valueOf } from '../failure.ts';

export type NewHook = { readonly url: string; readonly kinds?: readonly string[]; readonly partnerships?: readonly string[] };

/** What the commands need of a server's webhooks, or of those kept in a directory: there the machine's user vouches. */
export type WebhooksClient = {
  add(organisation: string, hook: NewHook): Promise<WithSecret>;
  list(organisation: string): Promise<readonly EndpointStanding[]>;
  remove(organisation: string, hook: string): Promise<unknown>;
  rotate(organisation: string, hook: string): Promise<WithSecret>;
  test(organisation: string, hook: string): Promise<Attempt>;
  deliveries(
    organisation: string,
    hook: string,
    query: { readonly status?: DeliveryStatus; readonly limit: number },
  ): Promise<readonly Delivery[]>;
  replay(organisation: string, hook: string, replay: { readonly partnership: string; readonly from: number }): Promise<unknown>;
};

const overHttp = (server: string): WebhooksClient => {
  const at = (organisation: string, ...path: readonly string[]): string[] => ['organisations', organisation, 'webhooks', ...path];
  const ask = async <T>(path: readonly string[], method?: 'POST' | 'DELETE', body?: unknown): Promise<T> =>
    valueOf(await answerOf<T>(server, path, { ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }) }));
  return {
    add: (organisation, hook) => ask(at(organisation), 'POST', hook),
    list: async (organisation) => (await ask<{ readonly items: readonly EndpointStanding[] }>(at(organisation))).items,
    remove: (organisation, hook) => ask(at(organisation, hook), 'DELETE'),
    rotate: (organisation, hook) => ask(at(organisation, hook, 'secrets'), 'POST', {}),
    test: (organisation, hook) => ask(at(organisation, hook, 'tests'), 'POST', {}),
    deliveries: async (organisation, hook, query) =>
      valueOf(await answerOf<{ readonly items: readonly Delivery[] }>(server, at(organisation, hook, 'deliveries'), { query })).items,
    replay: (organisation, hook, replay) => ask(at(organisation, hook, 'replays'), 'POST', replay),
  };
};

/** As promises, so that a refusal is a failure of the command wherever it comes from. */
const done = <T>(result: Result<T>): Promise<T> =>
  result.ok ? Promise.resolve(result.value) : Promise.reject(new CliFailure(result.rejections));

const inDirectory = (webhooks: Webhooks): WebhooksClient => {
  const by = `cli:${userName()}`;
  return {
    add: (organisation, hook) => done(webhooks.add({ organisation, by, ...hook })),
    list: (organisation) => Promise.resolve(webhooks.list(organisation)),
    remove: (organisation, hook) => done(webhooks.remove(organisation, hook)),
    rotate: (organisation, hook) => done(webhooks.rotate(organisation, hook, by)),
    test: async (organisation, hook) => done(await webhooks.test(organisation, hook)),
    deliveries: async (organisation, hook, query) => (await done(webhooks.deliveries(organisation, hook, query))).items,
    replay: (organisation, hook, replay) => done(webhooks.replay(organisation, hook, replay)),
  };
};

/** A folder that was only ever served open knows no people, and may tell anybody, as its server may. */
const openFolder = async (dataDir: string): Promise<{ readonly webhooks: Webhooks; readonly identity: Identity | undefined }> => {
  const identity = existsSync(join(dataDir, 'identity.db')) ? await openIdentity({ dataDir }) : undefined;
  const networks = (process.env['REBATE_WEBHOOK_NETWORKS'] ?? '').split(',').map((one) => one.trim());
  const webhooks = openWebhooks({
    dataDir,
    addresses: { open: identity === undefined, networks },
    mayHear: (endpoint) => identity === undefined || vouches(identity, endpoint),
    isKind: (kind) => isNamedKind(kind) || isEventType(kind),
  });
  return { webhooks, identity };
};

/** Opens, asks, and closes whatever happened. A directory can be asked while a server runs on it. */
export const withWebhooks = async <T>(where: Where, use: (client: WebhooksClient) => Promise<T>): Promise<T> => {
  const place = placeOf(where);
  if ('server' in place) return use(overHttp(place.server));
  const { webhooks, identity } = await openFolder(place.data);
  try {
    return await use(inDirectory(webhooks));
  } finally {
    webhooks.close();
    identity?.close();
  }
};
