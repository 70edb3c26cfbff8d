import { type ValidationError, ValidationPipe } from '@nestjs/common';
import type { Rejection } from '#kernel';
import { ProblemError } from './problem.ts';

const MAX_REJECTIONS = 100;

const placeOf = (parent: string, property: string): string => {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
};

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? '(nothing)');
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

const rejectionOf = (place: string, value: unknown, constraint: string, message: string): Rejection => {
  if (constraint === 'whitelistValidation') {
    return { code: 'UNKNOWN_KEY', message: `"${place}" is not a key here.`, place, wayOut: 'Remove it, or look up its spelling at /docs.' };
  }
  if (value === undefined) return { code: 'VALUE_MISSING', message: `${place} is missing.`, place, wayOut: `Give it: ${message}.` };
  return {
    code: 'VALUE_NOT_ALLOWED',
    message: `${place} is ${shown(value)}; ${message}.`,
    place,
    value: shown(value),
    wayOut: `Mend it: ${message}.`,
  };
};

const rejectionsOf = (errors: readonly ValidationError[], parent: string): Rejection[] =>
  errors.flatMap((error) => {
    const place = placeOf(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => rejectionOf(place, error.value, name, message));
    return [...own.slice(0, 1), ...rejectionsOf(error.children ?? [], place)];
  });

/** Checks the shape of what is sent: unknown keys are errors, and every error names its place. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new ProblemError(400, rejectionsOf(errors, '').slice(0, MAX_REJECTIONS)),
  });
