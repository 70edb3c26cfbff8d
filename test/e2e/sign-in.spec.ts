import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { type BundleFiles, parsePolicy, type Policy, proofPath, textOf, verifyEventProof } from '#audit';
import { withBundle } from '../../apps/cli/audit/bundle-files.ts';
import { hash } from '../../apps/cli/audit/engine.ts';
import { failureOf } from '../../apps/cli/failure.ts';
import { program } from '../../apps/cli/program.ts';
import { printFailure } from '../../apps/cli/terminal/refusals.ts';
import { type StartedApi, runApi } from '../../apps/api/run-api.ts';
import { openLedger } from '#ledger';
import { verifyBundle } from '#verification';
import { neverExit } from '../docs/console.ts';

/** From the first start of a server: two organisations and an auditor, each by the command line on a machine of their own. */

const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
const PASSWORD = 'a password of this test';
let api: StartedApi;
jest.setTimeout(60_000);

beforeAll(async () => {
  api = await runApi(['--data', join(folder, 'ledger'), '--port', '0'], {}, { openLedger }, false);
  process.env['REBATE_PASSWORD'] = PASSWORD;
  delete process.env['REBATE_TOKEN'];
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ran = { readonly out: string; readonly code: string };

/** Runs a command as somebody: each has a folder of credentials of their own. */
const as = async (who: string, ...args: readonly string[]): Promise<Ran> => {
  process.env['REBATE_CONFIG'] = join(folder, who);
  const lines: string[] = [];
  const io = {
    out: (text: string) => {
      lines.push(text);
    },
    err: () => undefined,
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  try {
    await root.parseAsync([...args, '--server', api.url, '--json'], { from: 'user' });
    return { out: lines.join('\n'), code: 'done' };
  } catch (error) {
    const failed = error instanceof CommanderError ? undefined : failureOf(error);
    if (failed === undefined) throw error;
    printFailure(io, failed, true);
    return { out: lines.join('\n'), code: failed.rejections[0]?.code ?? '' };
  }
};
const json = async (who: string, ...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { out, code } = await as(who, ...args);
  if (code !== 'done') throw new Error(`${args.join(' ')}: ${code}`);
  return JSON.parse(out) as Record<string, unknown>;
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const TERMS = {
  id: 'y-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  programmes: [{ id: 'volume', earn: { percent: '1' } }],
};
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

test('the first administrator comes by the printed link, once', async () => {
  const link = api.firstAdministrator?.secret ?? '';
  const me = await json('olga', 'login', '--first-administrator', link, '--name', 'Olga', '--email', 'olga@example.org');
  expect(me).toMatchObject({ name: 'Olga', operator: true, memberships: [] });
  expect((await as('eve', 'login', '--first-administrator', link, '--name', 'Eve', '--email', 'eve@example.org')).code).toBe(
    'LINK_INVALID',
  );
  expect(existsSync(join(folder, 'eve', 'credentials.json'))).toBe(false);
  const kept = join(folder, 'olga', 'credentials.json');
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(readFileSync(kept, 'utf8')).not.toContain(PASSWORD);
});

test('nobody else gets in, and each of those invited is what the invitation said', async () => {
  expect((await as('eve', 'partnerships')).code).toBe('SIGN_IN_REQUIRED');
  expect((await as('eve', 'login', '--email', 'olga@example.org', '--name', 'x')).code).toBe('done');
  await as('eve', 'logout');
  for (const [id, kinds] of [
    ['acme', 'supplier'],
    ['buildco', 'customer'],
    ['other', 'customer'],
    ['firm', 'auditor'],
  ] as const)
    await json('olga', 'organisations', 'add', id, '--name', id, '--kinds', kinds);
  for (const [who, organisation, roles] of [
    ['anna', 'acme', 'administrator,commercial'],
    ['tom', 'buildco', 'commercial,finance'],
    ['ada', 'firm', 'viewer'],
    ['oskar', 'other', 'administrator,commercial,finance'],
  ] as const) {
    const { token } = await json('olga', 'organisations', 'invite', organisation, `${who}@example.org`, '--roles', roles);
    const me = await json(who, 'login', '--invitation', text(token), '--name', who);
    expect(me['memberships']).toEqual([{ organisation, roles: roles.split(','), approvesUpTo: null }]);
  }
});

test('who has a user already joins another organisation signed in', async () => {
  const { token } = await json('anna', 'organisations', 'invite', 'acme', 'ada@example.org', '--roles', 'viewer');
  expect((await as('ada', 'login', '--invitation', text(token), '--name', 'ada')).code).toBe('EMAIL_TAKEN');
  await json('ada', 'login', '--email', 'ada@example.org');
  await json('ada', 'join', text(token));
  const { id, memberships } = await json('ada', 'whoami');
  expect(memberships).toMatchObject([{ organisation: 'acme' }, { organisation: 'firm' }]);
  await json('anna', 'organisations', 'remove-member', 'acme', text(id));
  expect((await json('ada', 'whoami'))['memberships']).toMatchObject([{ organisation: 'firm' }]);
});

test('what an organisation keeps to itself is asked for by who acts for one, without naming it', async () => {
  expect(await json('tom', 'accounts', 'show')).toMatchObject({ organisation: 'buildco' });
  expect((await as('olga', 'accounts', 'show')).code).toBe('ORGANISATION_MISSING');
  expect((await as('eve', 'accounts', 'show')).code).toBe('ORGANISATION_MISSING');
});

test('who acts for two organisations says for which', async () => {
  const { token } = await json('anna', 'organisations', 'invite', 'acme', 'tom@example.org', '--roles', 'finance');
  await json('tom', 'join', text(token));
  expect((await as('tom', 'accounts', 'show')).code).toBe('ORGANISATION_MISSING');
  expect(await json('tom', 'accounts', 'show', '--organisation', 'acme')).toMatchObject({ organisation: 'acme' });
  await json('anna', 'organisations', 'remove-member', 'acme', text((await json('tom', 'whoami'))['id']));
});

test('both sides propose and sign as themselves, and events hold their opaque ids', async () => {
  const terms = file('terms.json', JSON.stringify(TERMS));
  const [anna, tom] = [text((await json('anna', 'whoami'))['id']), text((await json('tom', 'whoami'))['id'])];
  expect((await as('oskar', 'agreement', 'propose', terms, '--party', 'supplier')).code).toBe('PARTNERSHIP_UNKNOWN');
  expect((await as('tom', 'agreement', 'propose', terms, '--party', 'supplier')).code).toBe('PARTY_NOT_YOURS');
  // The side follows from who signs in.
  await json('anna', 'agreement', 'propose', terms);
  expect((await as('anna', 'agreement', 'sign', 'y-1', '--party', 'supplier', '--person', tom)).code).toBe('PERSON_NOT_YOURS');
  await json('anna', 'agreement', 'sign', 'y-1');
  expect(await json('tom', 'agreement', 'sign', 'y-1')).toMatchObject({ events: ['AgreementSigned', 'AgreementActivated'] });
  const recorded =
    readFileSync(join(folder, 'ledger', 'events.db'), 'latin1') + readFileSync(join(folder, 'ledger', 'events.db-wal'), 'latin1');
  for (const id of [anna, tom]) expect(recorded).toContain(`"person":"${id}"`);
  expect(recorded).not.toMatch(/@example\.org|Olga/);
});

test('a side reports what it saw, also by a column of its file; its imports are its own', async () => {
  const sales = 'document,line,date,product,quantity,unitPrice,reporter\nA,1,2026-03-01,P,1,1000,\nA,2,2026-03-01,P,1,1000,supplier\n';
  const imported = await json('tom', 'import', file('sales.csv', sales), '--partnership', 'acme~buildco');
  expect(imported).toMatchObject({ by: 'buildco', sent: 2, recorded: 1, refused: 1 });
  expect((await as('tom', 'imports', '--refused', text(imported['import']))).out).toContain('REPORTER_NOT_YOURS');
  expect((await as('anna', 'imports')).out).toBe('');
  expect((await as('anna', 'imports', '--refused', text(imported['import']))).code).toBe('IMPORT_UNKNOWN');
  expect((await as('tom', 'import', file('sales.csv', sales), '--partnership', 'acme~buildco', '--by', 'acme')).code).toBe(
    'ORGANISATION_NOT_YOURS',
  );
  // The agreement counts from the supplier: what the customer saw is evidence.
  expect(await json('anna', 'balance', '--agreement', 'y-1', '--on', '2026-12-31')).toMatchObject({ earned: '0.00' });
});

/** Beside y-1 the partnership has an agreement of the next year: nothing of that one is for the auditor. */
const takesAwayWhatIsGranted = async (): Promise<void> => {
  await json(
    'anna',
    'agreement',
    'propose',
    file('next.json', JSON.stringify({ ...TERMS, id: 'z-secret', from: '2027-01-01', to: '2027-12-31' })),
  );
  await json('anna', 'agreement', 'sign', 'z-secret');
  await json('tom', 'agreement', 'sign', 'z-secret');
  await json(
    'anna',
    'import',
    file(
      'sales-2.csv',
      'document,line,date,product,quantity,unitPrice\nB,1,2026-04-01,P,1,500\nNEXT,1,2027-02-01,P,1,700\nB-2,1,2027-01-02,P,-1,500\n',
    ),
    '--partnership',
    'acme~buildco',
  );
  await json('anna', 'checkpoint', 'sign', '--partnership', 'acme~buildco');
  const part = join(folder, 'part.tar');
  for (const place of [part, join(folder, 'part')])
    expect(await json('ada', 'export', '--agreement', 'y-1', '--to', place)).toMatchObject({ complete: false });
  for (const theirs of [
    ['--partnership', 'acme~buildco'],
    ['--agreement', 'z-secret'],
  ])
    expect((await as('ada', 'export', ...theirs, '--to', join(folder, 'whole.tar'))).code).toMatch(/UNKNOWN/);
  const verdict = withBundle(part, (files) => verifyBundle(files, { hash }));
  if (verdict.kind !== 'verified') throw new Error(JSON.stringify(verdict));
  expect(verdict).toMatchObject({ recomputed: null, manifest: { part: { agreements: ['y-1'] } } });
  const said = withBundle(part, (files) =>
    (verdict.manifest.part?.positions ?? []).map((position) =>
      verifyEventProof(textOf(files.read(proofPath(position)) ?? new Uint8Array()) ?? '', policyIn(files)),
    ),
  );
  const leaves = said.map((one) => {
    if (!one.ok) throw new Error(JSON.stringify(one.rejections));
    return one.value.leaf;
  });
  expect(JSON.stringify(leaves)).toContain('"document":"B"');
  expect(JSON.stringify(leaves)).not.toMatch(/z-secret|NEXT|B-2/);
  expect(leaves.map(({ type }) => type)).toEqual([
    'PartnershipOpened',
    'AgreementProposed',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementActivated',
    'SalesRecorded',
  ]);
};
const policyIn = (files: BundleFiles): Policy => {
  const policy = parsePolicy(textOf(files.read('policy') ?? new Uint8Array()) ?? '');
  if (!policy.ok) throw new Error(JSON.stringify(policy.rejections));
  return policy.value;
};

test('an auditor reads what is granted, for as long, and nothing else; strangers see nothing', async () => {
  expect((await as('ada', 'balance', '--agreement', 'y-1')).code).toBe('AGREEMENT_UNKNOWN');
  expect((await as('ada', 'partnerships')).out).toBe('');
  expect(
    (await as('tom', 'grants', 'add', '--partnership', 'acme~buildco', '--auditor', 'firm', '--from', '2000-01-01', '--to', '2999-12-31'))
      .code,
  ).toBe('ROLE_MISSING');
  const grant = await json(
    'anna',
    'grants',
    'add',
    '--partnership',
    'acme~buildco',
    '--auditor',
    'firm',
    '--from',
    '2000-01-01',
    '--to',
    '2999-12-31',
    '--agreement',
    'y-1',
  );
  expect(await json('ada', 'balance', '--agreement', 'y-1', '--on', '2026-12-31')).toMatchObject({ agreement: 'y-1' });
  expect(await json('ada', 'partnerships')).toMatchObject({ partnership: 'acme~buildco', agreements: ['y-1'] });
  expect((await as('ada', 'timeline', '--agreement', 'y-1')).code).toBe('GRANT_TOO_NARROW');
  expect((await as('ada', 'agreement', 'sign', 'y-1', '--version', '1', '--party', 'customer')).code).toBe('ROLE_MISSING');
  await takesAwayWhatIsGranted();
  await json('anna', 'grants', 'revoke', text(grant['id']), '--partnership', 'acme~buildco');
  expect((await as('ada', 'balance', '--agreement', 'y-1')).code).toBe('AGREEMENT_UNKNOWN');
  expect((await as('oskar', 'partnerships')).out).toBe('');
  expect((await as('oskar', 'timeline', '--agreement', 'y-1')).code).toBe('AGREEMENT_UNKNOWN');
});

test('a machine works with a key, until it is revoked; what was kept is renewed and forgotten', async () => {
  const key = await json(
    'anna',
    'keys',
    'add',
    '--organisation',
    'acme',
    '--name',
    'erp',
    '--roles',
    'finance',
    '--expires',
    new Date(Date.now() + 86_400_000).toISOString(),
  );
  const token = text(key['secret']);
  expect(await json('erp', 'partnerships', '--token', token)).toMatchObject({ partnership: 'acme~buildco' });
  process.env['REBATE_TOKEN'] = token;
  expect((await as('erp', 'keys', 'list', '--organisation', 'acme')).code).toBe('ROLE_MISSING');
  delete process.env['REBATE_TOKEN'];
  await json('anna', 'keys', 'revoke', text(key['id']), '--organisation', 'acme');
  expect((await as('erp', 'partnerships', '--token', token)).code).toBe('SIGN_IN_INVALID');
});

test('an access token that is about to end is renewed, also by two commands at once', async () => {
  const kept = join(folder, 'tom', 'credentials.json');
  const before = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, { expiresAt: string }>;
  for (const one of Object.values(before)) one.expiresAt = new Date(0).toISOString();
  writeFileSync(kept, JSON.stringify(before));
  const codes = (await Promise.all(['partnerships', 'imports', 'whoami'].map((command) => as('tom', command)))).map(({ code }) => code);
  expect(codes).toEqual(['done', 'done', 'done']);
  expect(readFileSync(kept, 'utf8')).not.toBe(JSON.stringify(before));
  await as('tom', 'logout');
  expect((await as('tom', 'whoami')).code).toBe('SIGN_IN_REQUIRED');
});

test('evidence of a dispute is sent as who is signed in', async () => {
  await json('tom', 'login', '--email', 'tom@example.org');
  const opened = await json('tom', 'dispute', 'open', 'It never came', '--partnership', 'acme~buildco', '--agreement', 'y-1');
  const receipt = file('receipt.txt', 'signed');
  expect(await json('tom', 'dispute', 'evidence', text(opened['dispute']), receipt, '--partnership', 'acme~buildco')).toEqual({
    events: ['EvidenceAdded'],
  });
});
