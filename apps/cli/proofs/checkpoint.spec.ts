import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { ed25519Signer, formatVerifierKey, openCheckpoint, parsePolicy } from '#audit';
import { failureOf } from '../failure.ts';
import { program } from '../program.ts';

/** Checkpoints and keys of a ledger in a folder, one command after the other. */

const folder = mkdtempSync(join(tmpdir(), 'cli-checkpoint-'));
const before = process.env['EVENTSTORE_URL'];
const P = ['--partnership', 'acme~buildco'];
const WITNESS = formatVerifierKey(ed25519Signer('acme.example/witness', 'cosignature', new Uint8Array(32).fill(1)).key);

const neverExit = (command: Command): void => {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const one of command.commands) neverExit(one);
};
type Ran = { readonly out: string; readonly err: string; readonly code: string; readonly exit: number };
const rebate = async (...args: readonly string[]): Promise<Ran> => {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => {
      out.push(text);
    },
    err: (text: string) => {
      err.push(text);
    },
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 200,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  const said = (): { readonly out: string; readonly err: string } => ({ out: out.join('\n'), err: err.join('\n') });
  try {
    await root.parseAsync([...args, '--data', join(folder, 'ledger')], { from: 'user' });
    return { ...said(), code: 'done', exit: 0 };
  } catch (error) {
    const failed = error instanceof CommanderError ? undefined : failureOf(error);
    if (failed === undefined) throw error;
    return { ...said(), code: failed.rejections[0]?.code ?? '', exit: failed.exitCode };
  }
};

beforeAll(async () => {
  delete process.env['EVENTSTORE_URL'];
  const terms = {
    id: 'c-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  };
  writeFileSync(join(folder, 'terms.json'), JSON.stringify(terms));
  await rebate('agreement', 'propose', join(folder, 'terms.json'), '--party', 'supplier', '--person', 'sue');
});
afterAll(() => {
  if (before !== undefined) process.env['EVENTSTORE_URL'] = before;
  rmSync(folder, { recursive: true, force: true });
});

test('what is printed is the signed note, for the policy that is printed', async () => {
  expect(await rebate('checkpoint', 'show', ...P)).toMatchObject({ code: 'CHECKPOINT_UNKNOWN', exit: 3 });
  const signed = await rebate('checkpoint', 'sign', ...P);
  expect(signed.err).toContain('2 events of acme~buildco, signed at ');
  expect((await rebate('checkpoint', 'show', ...P)).out).toBe(signed.out);
  const policy = parsePolicy(`${(await rebate('checkpoint', 'keys', ...P, '--policy')).out}\n`);
  expect(policy.ok && openCheckpoint(`${signed.out}\n`, policy.value)).toMatchObject({ ok: true, value: { size: 2 } });
  expect(JSON.parse((await rebate('checkpoint', 'sign', ...P, '--json')).out)).toMatchObject({
    size: 2,
    occasion: 'asked',
    cosignedBy: [],
  });
});

test('witnesses are named and taken off again', async () => {
  expect((await rebate('checkpoint', 'witness', 'add', ...P, '--key', WITNESS)).out).toContain(WITNESS);
  expect((await rebate('checkpoint', 'keys', ...P, '--policy')).out).toContain(
    `${WITNESS}\ngroup witnesses all this-machine-1\nquorum witnesses`,
  );
  expect(JSON.parse((await rebate('checkpoint', 'witness', 'remove', ...P, '--key', WITNESS, '--json')).out)).toMatchObject({
    witnesses: [],
  });
  expect(await rebate('checkpoint', 'witness', 'remove', ...P, '--key', WITNESS)).toMatchObject({ code: 'WITNESS_UNKNOWN', exit: 3 });
  expect(await rebate('checkpoint', 'witness', 'add', ...P, '--key', 'nonsense')).toMatchObject({ code: 'KEY_MALFORMED', exit: 2 });
});

test('keys are shown and replaced, and a whole log is not begun anew', async () => {
  const shown = await rebate('proof-keys', 'show');
  const { keys } = JSON.parse((await rebate('proof-keys', 'rotate', '--json')).out) as {
    readonly keys: readonly { readonly key: string }[];
  };
  expect(keys).toHaveLength(2);
  expect(shown.out).toContain(keys[0]?.key);
  expect(await rebate('checkpoint', 'restart', ...P, '--reason', 'none')).toMatchObject({ code: 'LOG_INTACT', exit: 4 });
  expect(await rebate('checkpoint', 'sign', '--partnership', 'acme~nobody')).toMatchObject({ code: 'PARTNERSHIP_UNKNOWN', exit: 3 });
});
