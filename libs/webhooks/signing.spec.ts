import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { headersOf, messageIdOf, newSigningSecret } from './signing.ts';

test('the example of the Standard Webhooks specification', () => {
  const headers = headersOf({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    body: '{"test": 2432232314}',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    at: new Date(1_614_265_330_000),
  });
  expect(headers).toMatchObject({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('while an old secret holds, a receiver that knows either one finds its signature', () => {
  const secrets = [1, 2].map((fill) => newSigningSecret((bytes) => new Uint8Array(bytes).fill(fill)));
  const { 'webhook-signature': signatures = '' } = headersOf({ id: 'msg_1', body: '{}', secrets, at: new Date(5_000) });
  const by = (fill: number): string => `v1,${createHmac('sha256', Buffer.alloc(32, fill)).update('msg_1.5.{}').digest('base64')}`;
  expect(signatures.split(' ')).toEqual([by(1), by(2)]);
});

test('a message has one id for each endpoint and for what it is about', () => {
  const about = ['a~b', 12, null, 'signed', { version: '1' }];
  expect(messageIdOf('w-1', about)).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(messageIdOf('w-1', about)).toBe(messageIdOf('w-1', [...about]));
  expect(new Set([messageIdOf('w-1', about), messageIdOf('w-2', about), messageIdOf('w-1', ['a~b', 13])]).size).toBe(3);
});
