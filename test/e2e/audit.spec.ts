import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../../apps/cli/failure.ts';
import { program } from '../../apps/cli/program.ts';
import { type StartedApi, runApi } from '../../apps/api/run-api.ts';
import { openLedger } from '#ledger';
import { neverExit } from '../docs/console.ts';

/** From a ledger to an auditor who has nothing but a folder: by a server's tiles, and by the ledger's own file. */

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const at = (...parts: readonly string[]): string => join(folder, ...parts);
const data = at('ledger');
let api: StartedApi;
jest.setTimeout(60_000);

type Ran = { readonly out: string; readonly code: string; readonly exit: number };
const rebate = async (...args: readonly string[]): Promise<Ran> => {
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
  process.exitCode = 0;
  try {
    await root.parseAsync([...args], { from: 'user' });
    return { out: lines.join('\n'), code: '', exit: process.exitCode };
  } catch (error) {
    const failed = error instanceof CommanderError ? undefined : failureOf(error);
    if (failed === undefined) throw error;
    return { out: lines.join('\n'), code: failed.rejections[0]?.code ?? '', exit: failed.exitCode };
  } finally {
    process.exitCode = 0;
  }
};
const done = async (...args: readonly string[]): Promise<string> => {
  const { out, code } = await rebate(...args);
  if (code !== '') throw new Error(`${args.join(' ')}: ${code}`);
  return out;
};
const json = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await done(...args, '--json')) as Record<string, unknown>;
const here = ['--data', data] as const;
const there = (): readonly string[] => ['--server', api.url];
/** A command in the server's place: one process at a time has the file. */
const closed = async <T>(work: () => Promise<T>): Promise<T> => {
  await api.close();
  try {
    return await work();
  } finally {
    api = await start();
  }
};
const start = (): Promise<StartedApi> => runApi(['--data', data, '--port', '0', '--open'], {}, { openLedger }, false);

const AGREEMENT = {
  id: 'y-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-04-30',
  currency: 'EUR',
  returns: 'salePeriod',
  programmes: [
    {
      id: 'volume',
      name: 'Volume <b>&</b>',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '1000', percent: '1' },
          { from: '5000', percent: '2' },
        ],
      },
      settle: { every: 'month' },
    },
    { id: 'pipes', earn: { percent: '3' }, scope: 'product', eligible: { include: [{ category: ['pipes'] }] } },
  ],
};
const HEADER = 'document,line,date,product,category,quantity,unitPrice,reporter,returns,action\n';
const SALES = [
  'A,1,2026-01-05,P,pipes,10,100.5,supplier,,',
  'A,2,2026-01-05,Q,tools,5,33.33,supplier,,',
  'B,1,2026-02-10,P,pipes,40,100,supplier,,',
  'C,1,2026-03-01,R,pipes,7,12.5,customer,,',
  'CR,1,2026-03-15,P,pipes,-3,100.5,supplier,A#1,',
  'D,1,2026-04-02,Q,tools,1,999.99,supplier,,',
];

beforeAll(async () => {
  delete process.env['REBATE_TOKEN'];
  process.env['REBATE_CONFIG'] = at('config');
  api = await start();
  writeFileSync(at('agreement.json'), JSON.stringify(AGREEMENT));
  writeFileSync(at('sales.csv'), `${HEADER}${SALES.join('\n')}\n`);
  writeFileSync(
    at('corrected.csv'),
    `${HEADER}B,1,2026-02-10,P,pipes,44,100,supplier,,correct\nD,1,2026-04-02,Q,tools,1,999.99,supplier,,void\n`,
  );
  writeFileSync(
    at('amendment.json'),
    JSON.stringify([
      {
        effective: '2026-03-01',
        programme: 'pipes',
        mode: 'restate',
        change: { earn: { percent: '4' }, eligible: { include: [{ category: ['pipes', 'tools'] }] } },
      },
    ]),
  );
  await done('agreement', 'propose', at('agreement.json'), '--party', 'supplier', '--person', 'sue', ...there());
  for (const party of ['supplier', 'customer'])
    await done('agreement', 'sign', 'y-1', '--version', '1', '--party', party, '--person', party, ...there());
  await done('import', at('sales.csv'), '--partnership', 'acme~buildco', ...there());
  await done('close', '--agreement', 'y-1', '--period', '2026-01', ...there());
  await done('import', at('corrected.csv'), '--partnership', 'acme~buildco', ...there());
  await done('agreement', 'amend', 'y-1', at('amendment.json'), '--party', 'customer', '--person', 'carl', ...there());
  for (const party of ['customer', 'supplier'])
    await done('agreement', 'sign', 'y-1', '--version', '2', '--party', party, '--person', party, ...there());
  await done('close', '--agreement', 'y-1', '--period', '2026-02', ...there());
  // What was claimed, line by line too, approved and settled is decided again by the verifier; and a statement says it.
  writeFileSync(at('lines.csv'), 'document,line,amount\nB,1,50.00\n');
  const ofVolume = ['--programme', 'volume', '--period', '2026-02-01..2026-02-28', ...there()];
  await done('claim', 'raise', 'C-1', '--agreement', 'y-1', '--person', 'carl', '--amount', '50.00', ...ofVolume);
  await done(
    'claim',
    'raise',
    'C-2',
    '--agreement',
    'y-1',
    '--person',
    'carl',
    '--programme',
    'pipes',
    '--period',
    '2026-01-01..2026-03-31',
    '--lines',
    at('lines.csv'),
    ...there(),
  );
  await done('claim', 'approve', 'C-1', '--agreement', 'y-1', '--person', 'sue', ...there());
  await done(
    'settle',
    'record',
    'S-1',
    '--agreement',
    'y-1',
    '--person',
    'sue',
    '--by',
    'creditNote',
    '--reference',
    'CN-1',
    '--amount',
    '40.00',
    '--claim',
    'C-1',
    ...ofVolume,
  );
  await done(
    'waive',
    'request',
    'W-1',
    '--agreement',
    'y-1',
    '--person',
    'carl',
    '--amount',
    '1.00',
    '--reason',
    'small',
    '--party',
    'customer',
    ...ofVolume,
  );
  await done('close', '--agreement', 'y-1', '--period', '2026-03', ...there());
  await done('export', '--partnership', 'acme~buildco', '--to', at('bundle'), ...there());
  cpSync(at('bundle', 'policy'), at('policy'));
  cpSync(at('bundle', 'checkpoint'), at('kept'));
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const filesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(at(name), { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(at(name, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(at(name, path), 'base64')]),
  );

describe('a bundle', () => {
  test('is verified offline: what the views claim is what the events give', async () => {
    const verdict = await json('verify', at('bundle'), '--policy', at('policy'), '--checkpoint', at('kept'));
    const balance = await json('balance', '--agreement', 'y-1', '--on', '2026-04-30', ...there());
    expect(verdict).toMatchObject({
      verdict: 'verified',
      partnership: 'acme~buildco',
      complete: true,
      policy: 'yours',
      older: true,
      recomputed: { rules: 1, statements: 3, agreements: [{ agreement: 'y-1', version: 2, days: 120, earned: balance['earned'] }] },
    });
    expect((await rebate('verify', at('bundle'), '--policy', at('policy'))).out).toContain('VERIFIED: the whole history of acme~buildco');
    const { verifyProofs } = (await import(at('bundle', 'verify-proofs.mjs'))) as {
      readonly verifyProofs: (read: (path: string) => Uint8Array) => unknown;
    };
    expect(verifyProofs((path) => readFileSync(at('bundle', path)))).toMatchObject({ kind: 'proven', whole: true });
  });

  test('is the same, byte for byte, from a server and from the file, and where it was broken off', async () => {
    await closed(() => done('export', '--partnership', 'acme~buildco', '--to', at('again'), ...here));
    expect(filesOf('again')).toEqual(filesOf('bundle'));
    rmSync(at('again', 'SHA256SUMS'));
    const [tile = ''] = Object.keys(filesOf('again')).filter((path) => path.startsWith('tile/entries'));
    renameSync(at('again', tile), at('again', `${tile}.part`));
    expect(await json('export', '--partnership', 'acme~buildco', '--to', at('again'), ...there())).toMatchObject({
      complete: true,
      unchanged: false,
    });
    expect(filesOf('again')).toEqual(filesOf('bundle'));
    expect(await json('export', '--partnership', 'acme~buildco', '--to', at('again'), ...there())).toMatchObject({ unchanged: true });
  });

  test('is one file, too, the same whenever it is asked for; one that was cut off is told from one that was changed', async () => {
    expect(await json('export', '--partnership', 'acme~buildco', '--to', at('one.tar'), ...there())).toMatchObject({
      complete: true,
      unchanged: false,
    });
    expect(await json('export', '--partnership', 'acme~buildco', '--to', at('one.tar'), ...there())).toMatchObject({ unchanged: true });
    await closed(() => done('export', '--partnership', 'acme~buildco', '--to', at('here.tar'), ...here));
    const archive = readFileSync(at('one.tar'));
    expect(readFileSync(at('here.tar')).equals(archive)).toBe(true);
    expect(await json('verify', at('one.tar'), '--policy', at('policy'), '--checkpoint', at('kept'))).toMatchObject({
      verdict: 'verified',
      complete: true,
      older: true,
      recomputed: { statements: 3 },
    });
    writeFileSync(at('cut.tar'), archive.subarray(0, archive.length / 2));
    expect(await rebate('verify', at('cut.tar'), '--policy', at('policy'))).toMatchObject({ code: 'ARCHIVE_MALFORMED', exit: 2 });
    expect(await rebate('export', '--partnership', 'acme~buildco', '--to', at('cut.tar'), ...there())).toMatchObject({
      code: 'EXPORT_FOLDER_TAKEN',
    });
    writeFileSync(at('cut.tar'), Buffer.from(archive.toString('latin1').replace('"document":"B"', '"document":"X"'), 'latin1'));
    expect(await rebate('verify', at('cut.tar'), '--policy', at('policy'))).toMatchObject({ code: '', exit: 1 });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('is never written over', async () => {
    expect((await rebate('export', '--partnership', 'acme~buildco', '--to', folder, ...there())).code).toBe('EXPORT_FOLDER_TAKEN');
    expect((await rebate('export', '--partnership', 'acme~buildco', '--to', at('bundle'), '--agreement', 'y-1', ...there())).code).toBe(
      'EXPORT_FOLDER_TAKEN',
    );
    expect((await rebate('export', '--partnership', 'acme~other', '--to', at('other'), ...there())).code).not.toBe('');
  });

  test('that was changed is wrong at its place, with exit code 1; what is no bundle is not judged, with 2', async () => {
    cpSync(at('bundle'), at('changed'), { recursive: true });
    const claims = readFileSync(at('changed', 'claims.json'), 'utf8');
    writeFileSync(
      at('changed', 'claims.json'),
      claims.replace(/"earned":"(\d+)\.(\d\d)","on":"2026-04-30"/, '"earned":"$1.99","on":"2026-04-30"'),
    );
    const wrong = await rebate('verify', at('changed'), '--policy', at('policy'), '--json');
    expect([wrong.exit, JSON.parse(wrong.out)]).toMatchObject([
      1,
      { verdict: 'wrong', code: 'FIGURE_DIFFERS', file: 'claims.json', place: 'agreement y-1, 2026-04-30.earned' },
    ]);
    expect(await rebate('verify', at('ledger'))).toMatchObject({ exit: 2 });
  });
});

describe('a part', () => {
  test('proves each event, and says that it does not show that they are all', async () => {
    expect(
      await json(
        'export',
        '--partnership',
        'acme~buildco',
        '--to',
        at('part'),
        '--agreement',
        'y-1',
        '--days',
        '2026-02-01..2026-02-28',
        ...there(),
      ),
    ).toMatchObject({ complete: false });
    const verdict = await json('verify', at('part'), '--policy', at('policy'));
    expect(verdict).toMatchObject({ verdict: 'verified', complete: false, recomputed: null });
    expect((await rebate('verify', at('part'), '--policy', at('policy'))).out).toContain('Completeness is not proved');
    expect(await json('export', '--to', at('part'), '--agreement', 'y-1', '--days', '2026-02-01..2026-02-28', ...there())).toMatchObject({
      unchanged: true,
    });
    const documents = readdirSync(at('part', 'proofs'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.tlog-proof'))
      .map((path) => /extra (\S+)/.exec(readFileSync(at('part', 'proofs', path), 'utf8'))?.[1] ?? '');
    const held = documents.map(
      (extra) =>
        JSON.parse(Buffer.from(extra, 'base64').toString('utf8')) as {
          readonly type: string;
          readonly data: { readonly document?: string };
        },
    );
    expect(held.flatMap(({ type, data }) => (data.document === undefined ? [] : [`${type} ${data.document}`]))).toEqual([
      'SalesRecorded B',
      'SalesCorrected B',
    ]);
    expect(new Set(held.map(({ type }) => type))).toEqual(
      new Set([
        'PartnershipOpened',
        'AgreementProposed',
        'AgreementSigned',
        'AgreementActivated',
        'AmendmentProposed',
        'AgreementAmended',
        'SalesRecorded',
        'SalesCorrected',
        'StatementIssued',
        'ClaimRaised',
        'ClaimApproved',
        'SettlementRecorded',
        'WaiverRequested',
      ]),
    );
    expect(readFileSync(at('part', 'index.md'), 'utf8')).toContain('**Nothing shows that they are all**');
    expect(
      (await rebate('export', '--partnership', 'acme~buildco', '--to', at('part-2'), '--days', '2026-02-01..2026-02-28', ...there())).code,
    ).toBe('USAGE');
  });
});

describe('a proof', () => {
  test.each([
    [['--document', 'B', '--line', '1'], { type: 'SalesCorrected', data: { document: 'B' } }],
    [['--signature', '1', '--party', 'customer'], { type: 'AgreementSigned', data: { version: '1', party: 'customer' } }],
    [['--position', '0'], { type: 'PartnershipOpened', position: 0 }],
  ])('of one event holds it and is checked offline: %j', async (named, event) => {
    await done('proof', '--agreement', 'y-1', ...named, '--to', at('one.tlog-proof'), ...there());
    expect(await json('proof', 'verify', at('one.tlog-proof'), '--policy', at('policy'))).toMatchObject({ verdict: 'proven', event });
    writeFileSync(at('other.tlog-proof'), readFileSync(at('one.tlog-proof'), 'utf8').replace(/index \d+/, 'index 1'));
    expect(await rebate('proof', 'verify', at('other.tlog-proof'), '--policy', at('policy'))).toMatchObject({ exit: 1 });
  });

  test('needs an event that is there', async () => {
    expect((await rebate('proof', '--agreement', 'y-1', '--document', 'B', '--line', '9', '--to', at('none'), ...there())).code).toBe(
      'EVENT_NOT_FOUND',
    );
    expect((await rebate('proof', '--agreement', 'y-1', '--to', at('none'), ...there())).code).toBe('USAGE');
  });
});

test('the evidence page holds each event with its hash, the checkpoint, and no markup of anybody else', async () => {
  expect(await json('evidence', '--agreement', 'y-1', '--to', at('evidence.html'), ...there())).toMatchObject({ agreement: 'y-1' });
  const page = readFileSync(at('evidence.html'), 'utf8');
  expect(page).toContain('Volume &lt;b&gt;&amp;&lt;/b&gt;');
  expect(page).not.toMatch(/<b>|<script|https?:\/\//);
  const note = readFileSync(at('kept'), 'utf8');
  expect(page).toContain(note.split('\n')[0]);
  expect(page.match(/<code>[A-Za-z0-9+/]{43}=<\/code>/g)?.length).toBeGreaterThan(10);
});
