import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor, Relation } from '#identity';

/** Who asks, and what that is to what is asked for: found once, by the guard. */
export type Asking = { readonly actor: Actor; readonly relation: Relation };

const asking = new WeakMap<Request, Asking>();

export const keepAsking = (request: Request, found: Asking): void => {
  asking.set(request, found);
};

/** Throws where no guard has let the request pass: nothing is ever done for nobody in particular. */
export const askingOf = (request: Request): Asking => {
  const found = asking.get(request);
  if (found === undefined) throw new Error('the request was not let in');
  return found;
};

/** A parameter of a route: who asks, and the relation to what is asked for. */
export const WhoAsks = createParamDecorator((_: unknown, host: ExecutionContext) => askingOf(host.switchToHttp().getRequest<Request>()));
