import { Inject, Injectable } from '@nestjs/common';
import type { Webhooks } from '#webhooks';
import { ProblemError } from '../http/problem.ts';
import { WEBHOOKS } from './webhooks.token.ts';

/** What the routes about webhooks work on. */
@Injectable()
export class KeptWebhooks {
  constructor(@Inject(WEBHOOKS) private readonly webhooks: Webhooks | null) {}

  get of(): Webhooks {
    if (this.webhooks === null)
      throw new ProblemError(409, [
        {
          code: 'WEBHOOKS_NOT_KEPT',
          message: 'This server was given no place to keep webhooks.',
          wayOut: 'Start it on a data directory (rebate serve --data DIR).',
        },
      ]);
    return this.webhooks;
  }
}
