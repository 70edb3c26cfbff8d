import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { Request } from 'express';
import { v7 as newId, validate } from 'uuid';
import type { CommandContext } from '#ledger';
import { askingOf } from '../access/actor.ts';
import { given } from './given.ts';
import { badRequest } from './problem.ts';

const MAX_HEADER_TEXT = 128;

const headerText = (request: Request, name: string): string | undefined => {
  const text = request.get(name);
  if (text === undefined || (text.length > 0 && text.length <= MAX_HEADER_TEXT)) return text;
  throw badRequest('HEADER_INVALID', name, `${name} must be a text of 1 to ${MAX_HEADER_TEXT} characters.`, 'Shorten it, or leave it out.');
};

const commandIdOf = (request: Request): string => {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return newId();
  if (validate(key)) return key.toLowerCase();
  throw badRequest(
    'IDEMPOTENCY_KEY_INVALID',
    'Idempotency-Key',
    'Idempotency-Key must be a UUID.',
    'Send a UUID, best of version 7, and the same one when you try again.',
  );
};

const expectedRevisionOf = (request: Request): number | undefined => {
  const tag = request.get('If-Match');
  if (tag === undefined || tag === '*') return undefined;
  const revision = /^"(\d{1,15})"$/.exec(tag)?.[1];
  if (revision !== undefined) return Number(revision);
  throw badRequest(
    'IF_MATCH_INVALID',
    'If-Match',
    'If-Match is not an ETag of an agreement.',
    'Send the ETag that GET /agreements/{agreement} answered with, in its quotation marks.',
  );
};

const personIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'person' in body && typeof body.person === 'string' ? body.person : undefined;

/** Who is signed in. Only a server that is open to its own machine takes anybody's word for it. */
const actorOf = (request: Request): string => {
  const { actor } = askingOf(request);
  return actor.kind === 'signedIn' ? actor.id : (headerText(request, 'Rebate-Actor') ?? personIn(request.body) ?? 'api');
};

/** The limit that the side for which the actor decides has set. */
const limitOf = (request: Request): CommandContext['approvesUpTo'] => {
  const { actor, relation } = askingOf(request);
  if (actor.kind !== 'signedIn' || relation.kind !== 'sides') return undefined;
  const { party } = (request.body ?? {}) as { readonly party?: unknown };
  const side = relation.sides.find((one) => one.party === party) ?? relation.sides[0];
  return actor.memberships.find(({ organisation }) => organisation === side?.organisation)?.approvesUpTo ?? undefined;
};

export const commandContextOf = (request: Request): CommandContext => ({
  commandId: commandIdOf(request),
  actor: actorOf(request),
  now: new Date().toISOString(),
  ...given({
    correlationId: headerText(request, 'Correlation-Id'),
    expectedRevision: expectedRevisionOf(request),
    approvesUpTo: limitOf(request),
  }),
});

/** Who asks and under which id, from the headers of a write. */
export const Context = createParamDecorator((_: unknown, host: ExecutionContext) =>
  commandContextOf(host.switchToHttp().getRequest<Request>()),
);
