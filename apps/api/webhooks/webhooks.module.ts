import { type DynamicModule, Module } from '@nestjs/common';
import type { Webhooks } from '#webhooks';
import { Telling } from './telling.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { KeptWebhooks } from './webhooks.provider.ts';
import { WEBHOOKS } from './webhooks.token.ts';

@Module({})
export class WebhooksModule {
  static of(webhooks: Webhooks | null): DynamicModule {
    return {
      module: WebhooksModule,
      controllers: [WebhooksController],
      providers: [{ provide: WEBHOOKS, useValue: webhooks }, Telling, KeptWebhooks],
    };
  }
}
