export type { WithSecret } from './endpoints.ts';
export { type NewWebhook, openWebhooks, type Running, type Webhooks, type WebhooksOptions } from './open-webhooks.ts';
export { webhookRefusals } from './refusals.ts';
export * from './words.ts';
