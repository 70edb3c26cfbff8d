import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Identity } from '#identity';
import { AccessGuard } from './access.guard.ts';
import { IDENTITY } from './identity.token.ts';
import { RATES, RateGuard, type RateLimits, type Rates } from './rate-limits.ts';
import { StillAllowedInterceptor } from './still-allowed.interceptor.ts';

export type AccessOptions = {
  /** Null for a server that is open to its own machine. */
  readonly identity: Identity | null;
  readonly limits: RateLimits;
};

/** Stands before every route: first how often, then who. */
@Module({})
export class AccessModule implements OnApplicationShutdown {
  constructor(@Inject(IDENTITY) private readonly identity: Identity | null) {}

  static of({ identity, limits }: AccessOptions): DynamicModule {
    const rates: Rates = identity === null ? null : { limits, clock: () => identity.now().getTime() };
    return {
      module: AccessModule,
      global: true,
      providers: [
        { provide: IDENTITY, useValue: identity },
        { provide: RATES, useValue: rates },
        AccessGuard,
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_GUARD, useExisting: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: StillAllowedInterceptor },
      ],
      exports: [IDENTITY],
    };
  }

  onApplicationShutdown(): void {
    this.identity?.close();
  }
}
