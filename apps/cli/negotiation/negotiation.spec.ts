import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../failure.ts';
import { program } from '../program.ts';
import { printFailure } from '../terminal/refusals.ts';

/** The commands of a negotiation, one after the other on a ledger in a folder of its own. */

const folder = mkdtempSync(join(tmpdir(), 'cli-negotiation-'));
const before = process.env['EVENTSTORE_URL'];
beforeAll(() => {
  delete process.env['EVENTSTORE_URL'];
});
afterAll(() => {
  if (before !== undefined) process.env['EVENTSTORE_URL'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const neverExit = (command: Command): void => {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const one of command.commands) neverExit(one);
};
type Ran = { readonly out: string; readonly err: string; readonly exitCode: number };
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
    columns: 80,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  let exitCode = 0;
  try {
    await root.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { out: '', err: error.message, exitCode: 2 };
    const failed = failureOf(error);
    if (failed === undefined) throw error;
    printFailure(io, failed, args.includes('--json'));
    ({ exitCode } = failed);
  }
  return { out: out.join('\n'), err: err.join('\n'), exitCode };
};
const on = (...args: readonly string[]): Promise<Ran> => rebate(...args, '--data', join(folder, 'ledger'));
const json = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await on(...args, '--json')).out);
const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
};
const SUE = ['--party', 'supplier', '--person', 'sue'];
const CARL = ['--party', 'customer', '--person', 'carl'];
const terms = {
  id: 'c-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  members: [{ id: 'north' }],
  programmes: [{ id: 'volume', bestOf: 'alone', earn: { percent: '1' } }],
};

describe('rebate agreement', () => {
  test('check reads terms without a ledger, warns, and refuses what does not hold', async () => {
    expect(await rebate('agreement', 'check', file('terms.json', terms))).toEqual({
      out: 'c-1: the terms hold, with 1 warning.',
      err: expect.stringContaining('Warning BEST_OF_ALONE') as unknown,
      exitCode: 0,
    });
    expect(JSON.parse((await rebate('agreement', 'check', file('terms.json', terms), '--json')).out)).toMatchObject({
      agreement: 'c-1',
      warnings: [{ code: 'BEST_OF_ALONE' }],
    });
    expect(await rebate('agreement', 'check', file('bad.json', { ...terms, customer: 'acme' }))).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('SAME_PARTY') as unknown,
    });
  });

  test('proposes with reasons, shows versions with their words, and signs', async () => {
    expect(
      await json('agreement', 'propose', file('terms.json', terms), ...SUE, '--reason', 'a new year', '--valid-until', '2099-01-31'),
    ).toMatchObject({ events: ['AgreementProposed'], warnings: [{ code: 'BEST_OF_ALONE' }] });
    expect((await on('agreement', 'show', 'c-1')).out).toContain(
      'Version 1 is open, an agreement by the supplier; valid until 2099-01-31; signed by nobody yet.',
    );
    expect(await on('agreement', 'propose', file('terms.json', terms), ...CARL, '--answers', '7')).toMatchObject({
      exitCode: 4,
      err: expect.stringContaining('ANSWERS_NOT_OPEN') as unknown,
    });
    await on('agreement', 'comment', 'c-1', 'Fine with us.', ...CARL);
    // Where nobody signs in it must be said for whom.
    expect(await on('agreement', 'sign', 'c-1', '--person', 'sue')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('PARTY_MISSING') as unknown,
    });
    for (const by of [SUE, CARL]) expect((await on('agreement', 'sign', 'c-1', ...by)).exitCode).toBe(0);
    const { out } = await on('agreement', 'show', 'c-1', '--version', '1', '--words');
    for (const text of [
      'Version 1 of c-1, agreement: signed at ',
      'Proposed by sue for the supplier, ',
      'Why: a new year',
      'Signed by carl for the customer, ',
      ': Fine with us.',
      'Pays 1 % of the value',
    ])
      expect(out).toContain(text);
    expect(await json('agreement', 'show', 'c-1', '--words')).toMatchObject({ agreementId: 'c-1', version: 1 });
    expect(await on('agreement', 'show', 'c-1', '--version', '9')).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('VERSION_UNKNOWN') as unknown,
    });
  });

  test('extends, changes members and withdraws, and says what differs', async () => {
    expect(await json('agreement', 'extend', 'c-1', '--to', '2027-03-31', ...CARL)).toMatchObject({ events: ['ExtensionProposed'] });
    expect((await on('agreement', 'diff', 'c-1', '--from', '1', '--to', '2')).out).toBe(
      'From version 1 to version 2 of c-1:\n  To: 2026-12-31 becomes 2027-03-31.',
    );
    await on('agreement', 'withdraw', 'c-1', ...CARL);
    const members = ['--join', 'west=2026-05-01', '--join', 'east=2026-05-01..2026-06-30', '--leave', 'north=2026-04-30'];
    expect((await on('agreement', 'members', 'c-1', ...members, ...SUE)).out).toBe('Recorded: MembershipProposed.');
    expect((await json('agreement', 'diff', 'c-1', '--from', '1', '--to', '3')) as object).toMatchObject({
      changes: [{ path: 'members[north].to', after: '2026-04-30' }, { path: 'members[west]' }, { path: 'members[east]' }],
    });
    expect((await on('agreement', 'members', 'c-1', '--join', 'west', ...SUE)).err).toContain('Give a member and its first day');
    expect((await on('agreement', 'lapse', 'c-1')).out).toBe('Nothing changed: it was recorded before.');
    expect((await on('agreement', 'versions', 'c-1')).out.split('\n').map((row) => row.split('\t').slice(0, 3))).toEqual([
      ['Version', 'Of', 'Status'],
      ['1', 'agreement', 'signed'],
      ['2', 'extension', 'withdrawn'],
      ['3', 'membership', 'open'],
    ]);
    expect((await on('agreement', 'true-ups', 'c-1', '--on', '2026-06-30')).out).toContain(
      'The terms have not changed since they came into force.',
    );
  });

  test('replicates to a file that can be proposed', async () => {
    const { out } = await on('agreement', 'replicate', 'c-1', '--id', 'c-2');
    expect(JSON.parse(out)).toMatchObject({ id: 'c-2', from: '2027-01-01', to: '2027-12-31' });
    expect((await on('agreement', 'propose', file('next.json', JSON.parse(out)), ...SUE)).exitCode).toBe(0);
    expect(await json('agreement', 'replicate', 'c-1', '--from', '2027-07-01')).toMatchObject({
      terms: { from: '2027-07-01', to: '2028-06-30' },
      notes: [],
    });
  });
});

describe('rebate draft and note', () => {
  const own = ['--organisation', 'acme'];

  test('save, list, show, propose, discard', async () => {
    expect(
      (await on('draft', 'save', 'd-1', file('draft.json', { ...terms, id: 'c-3' }), ...own, '--person', 'sue', '--note', 'ours')).out,
    ).toBe('Recorded: DraftSaved.');
    await on('draft', 'save', 'd-2', file('amendments.json', { amendments: [] }), ...own, '--person', 'sue', '--agreement', 'c-1');
    expect(await json('draft', 'list', ...own)).toMatchObject([
      { draft: 'd-1', agreement: null },
      { draft: 'd-2', agreement: 'c-1' },
    ]);
    expect(JSON.parse((await on('draft', 'show', 'd-1', ...own)).out)).toMatchObject({ draft: 'd-1', note: 'ours', terms: { id: 'c-3' } });
    expect((await on('draft', 'propose', 'd-1', ...own, '--person', 'sue')).out).toBe('Recorded: AgreementProposed.');
    expect((await on('draft', 'discard', 'd-1', ...own, '--person', 'sue')).out).toBe('Recorded: DraftDiscarded.');
    expect(await on('draft', 'show', 'd-1', ...own)).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('DRAFT_UNKNOWN') as unknown,
    });
    expect((await on('draft', 'list', '--organisation', 'buildco')).out.split('\n')).toHaveLength(1);
  });

  test('notes are listed in the order of writing', async () => {
    await on('note', 'add', 'c-1', 'first', ...own, '--person', 'sue');
    await on('note', 'add', 'c-1', 'second', ...own, '--person', 'ann', '--version', '1');
    expect((await on('note', 'list', 'c-1', ...own)).out).toMatch(/sue: first\n.* ann, version 1: second$/);
    expect(await json('note', 'list', 'c-1', '--organisation', 'buildco')).toEqual([]);
  });
});
