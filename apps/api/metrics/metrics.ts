import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

const SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** One registry for each server, so that several can run in one process. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'rebate_http_request_duration_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  constructor(@Inject(LEDGER) ledger: Ledger) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'rebate_view_stopped',
      help: '1 when a view stopped at an event that it could not take.',
      labelNames: ['view'] as const,
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const { view, stopped } of await ledger.lag()) this.set({ view }, stopped === null ? 0 : 1);
      },
    });
    new Gauge({
      name: 'rebate_log_faults',
      help: 'Partnerships whose history is not the one that was signed: not 0 is an alarm.',
      registers: [this.registry],
      collect() {
        this.set(ledger.proofs.checkpoints.faults().length);
      },
    });
    new Gauge({
      name: 'rebate_view_token',
      help: 'The store token that a view has taken, where the store counts in numbers: its lag is the difference to the highest.',
      labelNames: ['view'] as const,
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const { view, token } of await ledger.lag()) if (token !== null && /^\d+$/.test(token)) this.set({ view }, Number(token));
      },
    });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }
}

/** Routes are named by their pattern: ids in labels would grow without bound. */
@Injectable()
export class MetricsMiddleware implements NestMiddleware {
  constructor(private readonly metrics: Metrics) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const startedAt = performance.now();
    response.on('finish', () => {
      const route = (request.route as { readonly path?: unknown } | undefined)?.path;
      this.metrics.observe(
        request.method,
        typeof route === 'string' ? route : 'unknown',
        response.statusCode,
        (performance.now() - startedAt) / 1000,
      );
    });
    next();
  }
}
