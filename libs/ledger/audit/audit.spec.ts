import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Statement } from '#rebates';
import { AGREEMENT, at, CARL, SUE, value } from '../negotiating.contract.ts';
import { PARTNERSHIP, reconcilingWorld, says, STEPPED } from '../reconciliation/reconciling.contract.ts';
import type { AuditReport } from './answers.ts';
import { auditingOf } from './report.ts';

const world = reconcilingWorld();
const report = async (): Promise<AuditReport> => value(world.ledger().auditing.report({ agreement: AGREEMENT, atLeast: world.atLeast() }));
const inShort = ({ checks }: AuditReport): string[] =>
  checks.map(({ check, looked, findings }) =>
    [check, looked, ...findings.map(({ kind, events }) => `${kind} ${events.join(' ')}`)].join(' '),
  );
const of = (dispute: string) => ({ partnership: PARTNERSHIP, dispute });

test('an agreement that adds up has nothing wrong, and its open ends with their events', async () => {
  await world.signedBoth(STEPPED);
  for (const command of [
    says('supplier', 'A#1 01-05 P 10 990'),
    says('customer', 'A#1 01-05 P 11 990'),
    says('supplier', 'B#1 02-06 P 1 50'),
    says('customer', 'B#1 02-06 P 1 50'),
  ])
    await world.done(command);
  for (const period of ['2026-01', '2026-02'])
    await world.done({ kind: 'ClosePeriod', agreement: AGREEMENT, period }, '2026-03-05T09:00:00.000Z');
  for (const [organisation, through] of [
    ['acme', '2026-01-31'],
    ['acme', '2026-02-28'],
    ['buildco', '2026-02-28'],
  ] as const)
    await world.done({ kind: 'BookAccruals', organisation, agreement: AGREEMENT, through, person: 'fin' }, '2026-03-05T09:00:00.000Z');
  const context = at();
  await world
    .ledger()
    .execute(
      { kind: 'OpenDispute', partnership: PARTNERSHIP, agreement: AGREEMENT, subject: { kind: 'figure' }, text: 'More.', ...CARL },
      context,
    );
  await world.ledger().disputes.addEvidence(
    {
      ...of(context.commandId),
      ...CARL,
      name: 'a.pdf',
      source: (async function* () {
        yield* await Promise.resolve([Buffer.from('signed')]);
      })(),
    },
    at(),
  );
  await world.done({ kind: 'CommentDispute', ...of(context.commandId), text: 'Why?', ...SUE });
  const found = await report();
  expect(found.passed).toBe(true);
  expect(inShort(found)).toEqual([
    'statements 2',
    'bridge 3',
    'claims 1',
    'journals 3',
    'history 1',
    'variances 1 open 5 6',
    'figures 0',
    'disputes 1 open 11 6',
  ]);
  rmSync(join(world.dataDir(), 'evidence'), { recursive: true });
  const looked = async (...booksOf: string[]) =>
    (await value(world.ledger().auditing.report({ agreement: AGREEMENT, booksOf }))).checks.find(({ check }) => check === 'journals')
      ?.looked;
  // Nobody's books, and only those of the parties, whoever else is named.
  expect([await looked(), await looked('acme'), await looked('buildco', 'other')]).toEqual([0, 2, 1]);
  const lost = await report();
  expect([lost.passed, inShort(lost).at(-1)]).toEqual([false, 'disputes 1 open 11 6 wrong ']);
});

test('a statement that no longer comes out, a bridge that leaves a gap and a tree that is short are wrong', async () => {
  await world.signedBoth(STEPPED);
  await world.done(says('supplier', 'A#1 01-05 P 10 990'));
  for (const period of ['2026-01', '2026-02'])
    await world.done({ kind: 'ClosePeriod', agreement: AGREEMENT, period }, '2026-03-05T09:00:00.000Z');
  await world.done(
    { kind: 'BookAccruals', organisation: 'acme', agreement: AGREEMENT, through: '2026-01-31', person: 'fin' },
    '2026-03-05T09:00:00.000Z',
  );
  const ledger = world.ledger();
  const forged = auditingOf({
    ...ledger,
    books: {
      ...ledger.books,
      accruals: async (query) => {
        const accruals = await ledger.books.accruals(query);
        return accruals.kind === 'answer'
          ? {
              kind: 'answer',
              value: {
                ...accruals.value,
                bookings: accruals.value.bookings.map((one) => ({ ...one, rows: one.rows.map((row) => ({ ...row, closing: '1.00' })) })),
              },
            }
          : accruals;
      },
      journal: async (query) => {
        const journal = await ledger.books.journal(query);
        return journal.kind === 'answer'
          ? {
              kind: 'answer',
              value: { ...journal.value, entries: journal.value.entries.map((entry) => ({ ...entry, lines: entry.lines.slice(1) })) },
            }
          : journal;
      },
    },
    closing: {
      ...ledger.closing,
      bridge: async (request) => {
        const bridge = await ledger.closing.bridge(request);
        return bridge.kind === 'answer' ? { kind: 'answer', value: { ...bridge.value, change: `${bridge.value.change}1` } } : bridge;
      },
      check: async (query) => {
        const check = await ledger.closing.check(query);
        return check.kind === 'answer'
          ? { kind: 'answer', value: { ...check.value, difference: { path: 'total.earned', issued: '99.00', computed: '98.00' } } }
          : check;
      },
      statement: async (query) => {
        const statement = await ledger.closing.statement(query);
        return statement.kind === 'answer' && query.period.startsWith('2026-02')
          ? { kind: 'answer', value: { ...statement.value, total: { ...statement.value.total, opening: '1.00' } } satisfies Statement }
          : statement;
      },
    },
    proofs: { ...ledger.proofs, size: () => 2 },
  });
  const found = await value(forged.report({ agreement: AGREEMENT, atLeast: world.atLeast() }));
  expect(found.passed).toBe(false);
  expect(found.checks.map(({ check, findings }) => `${check} ${findings.filter(({ kind }) => kind === 'wrong').length}`)).toEqual([
    'statements 3',
    'bridge 3',
    'claims 0',
    'journals 2',
    'history 1',
    'variances 0',
    'figures 0',
    'disputes 0',
  ]);
  expect(found.checks[0]?.findings.map(({ words }) => words)).toContain('It opens with 1.00, and the statement before closed with 99.00.');
  expect(await ledger.auditing.report({ agreement: 'none' })).toMatchObject({
    kind: 'rejected',
    rejections: [{ code: 'AGREEMENT_UNKNOWN' }],
  });
});
