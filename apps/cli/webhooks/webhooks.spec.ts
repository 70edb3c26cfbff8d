import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../failure.ts';
import { program } from '../program.ts';

/** Webhooks kept in a folder, as the machine's user keeps them, with a receiver on this machine. */
const data = mkdtempSync(join(tmpdir(), 'cli-webhooks-'));
let receiver: Server;
let url: string;
let status = 200;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  receiver.close();
  rmSync(data, { recursive: true, force: true });
});

const run = async (...args: readonly string[]): Promise<{ readonly out: string; readonly code: string }> => {
  const lines: string[] = [];
  const io = {
    out: (text: string) => {
      lines.push(text);
    },
    err: () => undefined,
    isOutTerminal: true,
    isErrTerminal: false,
    columns: 200,
    paint: pc.createColors(false),
  };
  const root = program(io);
  const neverExit = (one: typeof root): void => {
    one.exitOverride().configureOutput({ writeErr: () => undefined });
    for (const child of one.commands) neverExit(child);
  };
  neverExit(root);
  try {
    await root.parseAsync(['webhooks', ...args, '--organisation', 'acme', '--data', data], { from: 'user' });
    return { out: lines.join('\n'), code: 'done' };
  } catch (error) {
    const code = error instanceof CommanderError ? error.code : failureOf(error)?.rejections[0]?.code;
    if (code === undefined) throw error;
    return { out: lines.join('\n'), code };
  }
};

test('added, listed, tested, rotated, replayed and removed', async () => {
  const hook = JSON.parse((await run('add', url, '--kinds', 'signed,CommentAdded', '--json')).out) as { id: string; secret: string };
  expect(hook.secret).toMatch(/^whsec_/);
  const listed = await run('list');
  expect(listed.out).toContain('signed, CommentAdded');
  expect(listed.out).not.toContain('whsec_');
  expect(await run('test', hook.id)).toEqual({ out: 'Delivered: it answered 200.', code: 'done' });
  status = 500;
  expect((await run('test', hook.id)).code).toBe('WEBHOOK_TEST_FAILED');
  expect((await run('rotate', hook.id)).out).toContain('signed with the old one as well');
  expect((await run('replay', hook.id, '--partnership', 'acme~buildco', '--from', '3')).out).toBe(
    `${hook.id} is told acme~buildco again from position 3.`,
  );
  expect((await run('deliveries', hook.id, '--status', 'parked')).code).toBe('done');
  expect((await run('remove', hook.id)).out).toBe(`${hook.id} is told nothing more.`);
  expect((await run('test', hook.id)).code).toBe('WEBHOOK_UNKNOWN');
});

test.each([
  [['add', 'ftp://acme.example/'], 'WEBHOOK_URL_NOT_ALLOWED'],
  [['add', 'https://acme.example/', '--kinds', 'everything'], 'WEBHOOK_KIND_UNKNOWN'],
  [['add', 'https://acme.example/', '--partnerships', 'other~buildco'], 'WEBHOOK_PARTNERSHIP_NOT_YOURS'],
  [['deliveries', 'w-1', '--status', 'lost'], 'commander.invalidArgument'],
  [['replay', 'w-1', '--partnership', 'acme~buildco', '--from', 'x'], 'commander.invalidArgument'],
])('rebate webhooks %j is refused', async (args, code) => {
  expect((await run(...args)).code).toBe(code);
});
