import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import type { Identity } from '#identity';
import type { Ledger } from '#ledger';
import type { Webhooks } from '#webhooks';
import { RATE_LIMITS, type RateLimits } from './access/rate-limits.ts';
import { AppModule } from './app.module.ts';
import { type ClosingOptions, SYSTEM_CLOCK } from './closing/closing-schedule.ts';
import { compressed } from './http/compressed.ts';
import { ProblemDto } from './http/documentation.ts';
import { notTooDeep } from './http/not-too-deep.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { stderrLogger } from './http/stderr-logger.ts';
import { validation } from './http/validation.ts';
import type { ProofsOptions } from './proofs/proofs.module.ts';
import { readBuiltPage } from './web/built-page.ts';
import { servePage } from './web/serve-page.ts';

const MAX_BODY_BYTES = 1_048_576;

const OPTIONS = { logger: stderrLogger, bodyParser: false, forceCloseConnections: true, abortOnError: false };

export type AppOptions = ProofsOptions & {
  readonly ledger: Ledger;
  /** Null for a server without sign-in, open to its own machine. */
  readonly identity: Identity | null;
  /** Kept beside the ledger, and closed with it. */
  readonly webhooks?: Webhooks;
  /** Periods that close by themselves; none where left out. */
  readonly closing?: ClosingOptions;
  readonly limits?: RateLimits;
  /** How many proxies stand before the server and say truly whom they ask for. */
  readonly proxies?: number;
  /** The folder of the built screens; without one, or where it was not built, only the API is served. */
  readonly web?: string;
};

/** The server without a port. `upgrade-insecure-requests` would break a local server that speaks plain HTTP. */
export const createApp = async ({
  ledger,
  identity,
  webhooks,
  closing = { schedule: null, clock: SYSTEM_CLOCK },
  limits = RATE_LIMITS,
  proxies = 0,
  checkpoints,
  witnesses,
  web,
}: AppOptions): Promise<NestExpressApplication> => {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(ledger, { identity, limits }, webhooks ?? null, closing, {
      ...(checkpoints === undefined ? {} : { checkpoints }),
      ...(witnesses === undefined ? {} : { witnesses }),
    }),
    OPTIONS,
  );
  app.use(helmet({ strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.disable('x-powered-by').set('etag', false).set('trust proxy', proxies);
  const page = web === undefined ? undefined : readBuiltPage(web);
  if (page !== undefined) app.use(servePage(page));
  app.use(compressed);
  app.useBodyParser('json', { limit: MAX_BODY_BYTES });
  app.use(notTooDeep);
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter());
  const description = new DocumentBuilder()
    .setTitle('Rebate ledger')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access token (POST /auth/sign-in), a provider’s token, or a key.' })
    .setDescription('One history of a rebate agreement, shared and provable by both sides. Errors are application/problem+json (RFC 9457).')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, description, { extraModels: [ProblemDto] }), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
  });
  return app;
};
