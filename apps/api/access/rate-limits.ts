import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemError } from '../http/problem.ts';

export type RateLimits = { readonly requestsPerMinute: number; readonly attemptsPerMinute: number };
export const RATE_LIMITS: RateLimits = { requestsPerMinute: 3_000, attemptsPerMinute: 10 };

const MINUTE_MS = 60_000;
/** Those who share an address share its attempts: more than one person's, fewer than a machine's. */
const ATTEMPTS_OF_ADDRESS = 3;
const MOST_KEYS = 50_000;

const ATTEMPT = 'rebate:attempt';
/** A route at which somebody could guess: few tries a minute for each address, and for each e-mail. */
export const Attempt = (): MethodDecorator => SetMetadata(ATTEMPT, true);

/** Counts in windows of a minute, in memory and bounded: with too many at once, those that ended first are forgotten. */
class RateWindows {
  private readonly windows = new Map<string, { hits: number; readonly endsAt: number }>();
  private readonly clock: () => number;

  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** In how many ms the key may go on; 0 where it may now. */
  waitMs(key: string, limit: number): number {
    const now = this.clock();
    let window = this.windows.get(key);
    if (window === undefined || window.endsAt <= now) {
      this.windows.delete(key);
      this.makeRoom();
      window = { hits: 0, endsAt: now + MINUTE_MS };
      this.windows.set(key, window);
    }
    window.hits += 1;
    return window.hits > limit ? window.endsAt - now : 0;
  }

  /** A map keeps the order of adding, so the first window is the one that ends first. */
  private makeRoom(): void {
    if (this.windows.size < MOST_KEYS) return;
    const [first] = this.windows.keys();
    if (first !== undefined) this.windows.delete(first);
  }
}

/** A home or a company has a whole network of IPv6 addresses (/64): it counts as one. */
export const addressOf = (ip: string): string => {
  if (!ip.includes(':') || ip.includes('.')) return ip.replace(/^::ffff:/i, '');
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail === undefined || tail === '' ? [] : tail.split(':'))]
    .slice(0, 4)
    .join(':');
};

/** The e-mail that is tried, wherever from; nothing where none is. */
const emailIn = (request: Request): string | undefined => {
  const { email } = (request.body ?? {}) as { readonly email?: unknown };
  return typeof email === 'string' ? email.trim().toLowerCase() : undefined;
};

export const RATES = Symbol('rates');
/** Null limits nothing: an open server is reached from its own machine only. */
export type Rates = { readonly limits: RateLimits; readonly clock: () => number } | null;

/** The first guard: who asks too often is told so before anything is looked up. */
@Injectable()
export class RateGuard implements CanActivate {
  private readonly limits: RateLimits | undefined;
  private readonly windows: RateWindows;

  constructor(@Inject(RATES) rates: Rates) {
    this.limits = rates?.limits;
    this.windows = new RateWindows(rates?.clock ?? (() => 0));
  }

  canActivate(host: ExecutionContext): boolean {
    if (this.limits === undefined) return true;
    const waitMs = this.waitMs(host, this.limits);
    if (waitMs === 0) return true;
    host
      .switchToHttp()
      .getResponse<Response>()
      .setHeader('Retry-After', String(Math.ceil(waitMs / 1_000)));
    throw new ProblemError(429, [
      {
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many requests came from here in a minute.',
        wayOut: 'Wait as long as Retry-After says, then go on more slowly.',
      },
    ]);
  }

  private waitMs(host: ExecutionContext, { requestsPerMinute, attemptsPerMinute }: RateLimits): number {
    const request = host.switchToHttp().getRequest<Request>();
    const address = addressOf(request.ip ?? '');
    const ofAll = this.windows.waitMs(`requests ${address}`, requestsPerMinute);
    if (ofAll > 0 || Reflect.getMetadata(ATTEMPT, host.getHandler()) !== true) return ofAll;
    const email = emailIn(request);
    const ofAddress = this.windows.waitMs(`attempts ${address}`, attemptsPerMinute * ATTEMPTS_OF_ADDRESS);
    return Math.max(ofAddress, email === undefined ? 0 : this.windows.waitMs(`email ${email}`, attemptsPerMinute));
  }
}
