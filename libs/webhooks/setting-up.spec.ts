import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWebhooks, type Webhooks } from './open-webhooks.ts';

/** What may be set up, and how it is kept. */
let folder: string;
let webhooks: Webhooks;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  webhooks = openWebhooks({
    dataDir: folder,
    addresses: { open: false, networks: [] },
    mayHear: () => true,
    isKind: (kind) => /^[a-z]+$/.test(kind),
    clock: () => new Date(0),
    transport: () => Promise.resolve({ status: 200, error: null, retryAfterSeconds: null }),
  });
});
afterEach(() => {
  webhooks.close();
  rmSync(folder, { recursive: true, force: true });
});

const codeOfAdding = (over: Partial<Parameters<Webhooks['add']>[0]> = {}): string => {
  const added = webhooks.add({ organisation: 'acme', url: 'https://erp.acme.example/hook', by: 'u-1', ...over });
  return added.ok ? 'done' : (added.rejections[0]?.code ?? '');
};

test.each([
  [{ url: 'https://10.0.0.1/' }, 'WEBHOOK_URL_NOT_ALLOWED'],
  [{ kinds: ['No-Kind'] }, 'WEBHOOK_KIND_UNKNOWN'],
  [{ partnerships: ['other~buildco'] }, 'WEBHOOK_PARTNERSHIP_NOT_YOURS'],
])('%j is refused', (over, code) => {
  expect(codeOfAdding(over)).toBe(code);
});

test('an organisation has so many and no more', () => {
  expect(Array.from({ length: 21 }, () => codeOfAdding())).toEqual([...Array.from({ length: 20 }, () => 'done'), 'WEBHOOK_TOO_MANY']);
});

test('secrets are in a file for the server’s user alone, and in no list', () => {
  expect(codeOfAdding()).toBe('done');
  expect(statSync(join(folder, 'webhooks.db')).mode & 0o777).toBe(0o600);
  expect(JSON.stringify(webhooks.list('acme'))).not.toContain('whsec_');
});
