import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Answer, CommandContext, Executed } from '#ledger';
import type { Warning } from '#rebates';
import { ProblemError, refusal } from './problem.ts';

export type WriteAnswer = {
  readonly events: readonly string[];
  readonly token: string;
  readonly revision: number;
  readonly warnings?: readonly Warning[];
};

/** 201 when something was recorded, 200 when it already was. */
export const writeAnswer = (executed: Executed, context: CommandContext, response: Response): WriteAnswer => {
  switch (executed.kind) {
    case 'rejected':
      throw refusal(executed.rejections);
    case 'conflict':
      throw conflict(executed.message, context.expectedRevision);
    case 'done': {
      const { events, token, revision, warnings } = executed;
      response.status(events.length === 0 ? 200 : 201).setHeader('Rebate-Token', token);
      return { events, token, revision, ...(warnings === undefined ? {} : { warnings }) };
    }
  }
};

const conflict = (message: string, expectedRevision: number | undefined): ProblemError =>
  expectedRevision === undefined
    ? new ProblemError(409, [{ code: 'CONFLICT', message, wayOut: 'Read it again, then decide again.' }])
    : new ProblemError(412, [
        { code: 'REVISION_CHANGED', message, place: 'If-Match', wayOut: 'Read it again, and send its new ETag as If-Match.' },
      ]);

export const valueOf = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw refusal(answer.rejections);
  return answer.value;
};

const hasTag = (header: string | undefined, tag: string): boolean => {
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return header !== undefined && (header.trim() === '*' || header.split(',').some((one) => opaque(one) === opaque(tag)));
};

/**
 * Sends the answer with its ETag, or 304 where the asker has it. An answer about a named day as known at a named
 * position never changes; every other one is asked for again.
 */
export const cached = <T>(
  value: T,
  options: { readonly request: Request; readonly response: Response; readonly tag?: string; readonly immutable: boolean },
): T | undefined => {
  const { request, response, immutable } = options;
  const tag = options.tag ?? `W/"${createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27)}"`;
  response.setHeader('ETag', tag).setHeader('Cache-Control', immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache');
  if (!hasTag(request.get('If-None-Match'), tag)) return value;
  response.status(304);
  return undefined;
};
