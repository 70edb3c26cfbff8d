import type { RequestHandler } from 'express';
import { ProblemError } from './problem.ts';

/** Far deeper than terms go. What reads a body calls itself for each level, and would break on thousands of them. */
const MOST_LEVELS = 64;

const isDeeper = (body: unknown): boolean => {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) return true;
    level = level
      .flatMap((value) => (typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : []))
      .filter((value) => typeof value === 'object');
  }
  return false;
};

/** After the body was parsed, before anything looks into it. */
export const notTooDeep: RequestHandler = (request, _response, next) => {
  if (isDeeper(request.body))
    next(
      new ProblemError(400, [
        {
          code: 'BODY_TOO_DEEP',
          message: `The body nests deeper than ${MOST_LEVELS} levels.`,
          wayOut: 'Send it flatter: nothing that is read here goes as deep.',
        },
      ]),
    );
  else next();
};
