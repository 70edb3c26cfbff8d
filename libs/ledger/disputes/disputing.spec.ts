import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AGREEMENT, at, CARL, SUE, value } from '../negotiating.contract.ts';
import { newCommandId } from '../event-ids.ts';
import { PARTNERSHIP, reconcilingWorld, says, short, STEPPED } from '../reconciliation/reconciling.contract.ts';
import type { DisputeAnswer, DisputeRequest } from './answers.ts';

const world = reconcilingWorld();
const began = async (...commands: readonly Parameters<typeof world.done>[0][]): Promise<void> => {
  await world.signedBoth(STEPPED);
  for (const command of commands) await world.done(command);
};
type Opening = Partial<Extract<DisputeRequest, { kind: 'OpenDispute' }>>;
const open = async (more: Opening = {}): Promise<string> => {
  const context = at();
  const executed = await world.ledger().execute(
    {
      kind: 'OpenDispute',
      partnership: PARTNERSHIP,
      agreement: AGREEMENT,
      subject: { kind: 'figure' },
      text: 'We count more.',
      ...CARL,
      ...more,
    },
    context,
  );
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  await value(world.ledger().reconciliation.rules({ partnership: PARTNERSHIP, atLeast: executed.token }));
  return context.commandId;
};
const show = async (dispute: string): Promise<DisputeAnswer> => {
  const { items } = await value(world.ledger().disputes.disputes({ partnership: PARTNERSHIP }));
  expect(items.map((one) => one.dispute)).toContain(dispute);
  return value(world.ledger().disputes.dispute({ partnership: PARTNERSHIP, dispute }));
};
const of = (dispute: string, by: typeof SUE | typeof CARL) => ({ partnership: PARTNERSHIP, dispute, ...by });
/** Waits until the views have everything that was recorded. */
const recorded = async (command: Parameters<typeof world.done>[0]) => {
  const executed = await world.done(command);
  await value(world.ledger().reconciliation.rules({ partnership: PARTNERSHIP, atLeast: world.atLeast() }));
  return executed;
};

describe('a dispute', () => {
  test('on a variance: each side holds what its record gives, and the one that gives way ends it with the correction', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'), says('customer', 'A#1 03-05 P 11 990'));
    const ids = await world.ids();
    const dispute = await open({ subject: { kind: 'variances', variances: [...ids] }, answerBy: '2026-04-01' });
    await recorded({ kind: 'CommentDispute', ...of(dispute, SUE), text: 'One is in the next lorry.' });
    const before = await show(dispute);
    expect(before).toMatchObject({
      status: 'open',
      figures: { supplier: '99.00', customer: '217.80' },
      waitsFor: 'customer',
      answerBy: '2026-04-01',
      now: { difference: '118.80' },
    });
    expect(before.parting).toMatchObject({
      cause: 'lines',
      side: 'customer',
      type: 'SalesRecorded',
      line: { document: 'A', line: '1' },
      words: 'The customer says A#1 with another quantity than the supplier.',
    });
    expect(
      (await recorded({ kind: 'EndDispute', ...of(dispute, SUE), outcome: 'acceptance', reason: 'It was on the first lorry.' })).events,
    ).toEqual(['DisputeEnded', 'SalesCorrected']);
    const after = await show(dispute);
    expect(after).toMatchObject({
      status: 'ended',
      outcome: 'acceptance',
      now: { supplier: '217.80', customer: '217.80', difference: '0.00' },
    });
    expect(
      after.timeline.map(({ type, party, effect }) => [type, party, effect === null ? null : `${effect.of} ${effect.change}`]),
    ).toEqual([
      ['AgreementActivated', null, 'supplier 0.00'],
      ['SalesRecorded', 'supplier', 'supplier 99.00'],
      ['SalesRecorded', 'customer', 'customer 217.80'],
      ['DisputeOpened', 'customer', null],
      ['DisputeCommented', 'supplier', null],
      ['DisputeEnded', 'supplier', null],
      ['SalesCorrected', 'supplier', 'supplier 118.80'],
    ]);
    expect(after.timeline.at(-1)?.effect?.causes).toEqual({ dispute: '19.8', 'tier crossed': '99' });
    expect(short(await world.openOf())).toEqual([]);
    expect(await world.codes({ kind: 'CommentDispute', ...of(dispute, CARL), text: 'Thank you.' })).toEqual(['DISPUTE_ENDED']);
    expect((await world.done({ kind: 'EndDispute', ...of(dispute, SUE), outcome: 'acceptance', reason: 'Again.' })).events).toEqual([
      'SalesCorrected',
    ]);
  });

  test('is proposed, escalated, and accepted by the other side, which corrects the record of either', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'B#1 03-05 Q 1 50'));
    const dispute = await open({ subject: { kind: 'lines', lines: [{ side: 'customer', document: 'B', line: '1' }] } });
    expect(
      await world.codes({
        kind: 'EndDispute',
        ...of(dispute, CARL),
        outcome: 'correction',
        reason: 'We have it.',
        corrections: [
          {
            reporter: 'supplier',
            stage: 'invoiced',
            document: 'B',
            lines: [{ line: '1', date: '2026-03-05', product: 'Q', quantity: '1', unitPrice: '50' }],
          },
        ],
      }),
    ).toEqual(['DISPUTE_RECORD_OF_OTHER']);
    expect(
      (
        await world.done({
          kind: 'ProposeOutcome',
          ...of(dispute, CARL),
          outcome: 'correction',
          accept: 'customer',
          reason: 'Here is the receipt.',
        })
      ).events,
    ).toEqual(['OutcomeProposed']);
    await world.done({
      kind: 'EscalateDispute',
      ...of(dispute, CARL),
      to: 'head of finance',
      reason: 'No answer.',
      answerBy: '2026-05-01',
    });
    expect(await world.codes({ kind: 'AcceptOutcome', ...of(dispute, CARL), proposal: 1 })).toEqual(['PROPOSAL_OWN']);
    expect(await world.codes({ kind: 'AcceptOutcome', ...of(dispute, SUE), proposal: 2 })).toEqual(['PROPOSAL_UNKNOWN']);
    expect((await recorded({ kind: 'AcceptOutcome', ...of(dispute, SUE), proposal: 1 })).events).toEqual(['DisputeEnded', 'SalesRecorded']);
    expect(await show(dispute)).toMatchObject({
      outcome: 'correction',
      escalatedTo: 'head of finance',
      ended: { party: 'supplier' },
      now: { supplier: '1.40' },
    });
  });

  test('ends by a credit, or leaves the record with a reason', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 10 8'));
    const first = await open({ text: 'The price was 8.' });
    expect(await world.codes({ kind: 'EndDispute', ...of(first, SUE), outcome: 'credit', reason: 'A price credit.' })).toEqual([
      'DISPUTE_CORRECTION_MISSING',
    ]);
    const credit = {
      reporter: 'supplier',
      stage: 'invoiced' as const,
      document: 'C-1',
      lines: [{ line: '1', date: '2026-03-05', product: 'P', quantity: '0', unitPrice: '0', net: '-10', kind: 'price' as const }],
    };
    expect(
      (await recorded({ kind: 'EndDispute', ...of(first, SUE), outcome: 'credit', reason: 'A price credit.', corrections: [credit] }))
        .events,
    ).toEqual(['DisputeEnded', 'SalesRecorded']);
    expect((await show(first)).now).toMatchObject({ supplier: '0.80', customer: '0.80' });
    const second = await open();
    expect(await world.codes({ kind: 'EndDispute', ...of(second, SUE), outcome: 'rejection', reason: ' ' })).toEqual([
      'DISPUTE_TEXT_MISSING',
    ]);
    expect(
      (await recorded({ kind: 'EndDispute', ...of(second, SUE), outcome: 'rejection', reason: 'The contract says 9.' })).events,
    ).toEqual(['DisputeEnded']);
    expect((await value(world.ledger().disputes.disputes({ partnership: PARTNERSHIP, openOnly: true }))).items).toEqual([]);
  });

  test('is pinned to a day and to what was known then: what came later is where the two part', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'), says('customer', 'A#1 03-05 P 10 990'));
    const { knownAt } = (await show(await open())).about;
    await recorded(says('supplier', 'B#1 03-04 P 1 100'));
    const pinned = await show(await open({ on: '2026-03-31', knownAt: { position: knownAt } }));
    expect(pinned).toMatchObject({
      about: { on: '2026-03-31', knownAt },
      figures: { supplier: '99.00', customer: '99.00' },
      now: { supplier: '200.00' },
    });
    expect(
      await world.codes({
        kind: 'OpenDispute',
        partnership: PARTNERSHIP,
        agreement: AGREEMENT,
        subject: { kind: 'figure' },
        text: 'x',
        knownAt: { position: 9_999 },
        ...CARL,
      }),
    ).toEqual(['POSITION_AHEAD']);
  });

  test('of a statement is named by its period, and about its last day as known when it was issued', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'), says('customer', 'A#1 03-05 P 10 990'));
    const now = '2026-06-01T09:00:00.000Z';
    await world.done({ kind: 'ClosePeriod', agreement: AGREEMENT, period: '2026-Q1' }, now);
    const { position } = await value(world.ledger().closing.statement({ agreement: AGREEMENT, period: '2026-Q1' }));
    await recorded(says('supplier', 'B#1 03-04 P 1 100'));
    const shown = await show(await open({ subject: { kind: 'statement', statement: '2026-Q1' } }));
    expect(shown).toMatchObject({
      subject: { kind: 'statement', statement: '2026-01-01..2026-03-31' },
      about: { on: '2026-03-31', knownAt: Number(position) },
      figures: { supplier: '99.00' },
      now: { supplier: '200.00' },
    });
    for (const statement of ['2026-01', '2026-Q2', '1', ''])
      expect(
        await world.codes({
          kind: 'OpenDispute',
          partnership: PARTNERSHIP,
          agreement: AGREEMENT,
          subject: { kind: 'statement', statement },
          text: 'x',
          ...CARL,
        }),
      ).toEqual(['DISPUTE_SUBJECT_UNKNOWN']);
  });

  test('is of its partnership, and about something that is there', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'));
    const refused = async (more: object): Promise<readonly string[]> =>
      world.codes({
        kind: 'OpenDispute',
        partnership: PARTNERSHIP,
        agreement: AGREEMENT,
        subject: { kind: 'figure' },
        text: 'x',
        ...CARL,
        ...more,
      });
    expect(await refused({ agreement: 'none' })).toEqual(['AGREEMENT_UNKNOWN']);
    expect(await refused({ partnership: 'acme~nobody' })).toEqual(['PARTNERSHIP_UNKNOWN']);
    expect(await refused({ on: 'May' })).toEqual(['DAY_NOT_VALID']);
    expect(await refused({ text: '' })).toEqual(['DISPUTE_TEXT_MISSING']);
    expect(await refused({ figures: { customer: 'much' } })).toEqual(['DISPUTE_VALUE_NOT_ALLOWED']);
    for (const subject of [
      { kind: 'variances', variances: ['x'] },
      { kind: 'lines', lines: [{ side: 'supplier', document: 'A', line: '9' }] },
      { kind: 'claim', claim: 'c' },
      { kind: 'statement', statement: 's' },
    ])
      expect(await refused({ subject })).toEqual(['DISPUTE_SUBJECT_UNKNOWN']);
    const dispute = await open();
    expect(await world.codes({ kind: 'CommentDispute', partnership: 'acme~other', dispute, text: 'x', ...CARL })).toEqual([
      'DISPUTE_UNKNOWN',
    ]);
  });
});

describe('evidence', () => {
  const file = async function* (text: string): AsyncGenerator<Uint8Array> {
    yield* await Promise.resolve([Buffer.from(text)]);
  };

  test('is kept beside the history under its hash, once, and only given out as it was', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'));
    const dispute = await open();
    const sha256 = createHash('sha256').update('a signed receipt').digest('hex');
    const add = (text: string, name = 'receipt.pdf') =>
      world.ledger().disputes.addEvidence({ ...of(dispute, CARL), name, source: file(text) }, at());
    expect(await add('a signed receipt')).toMatchObject({ kind: 'done', events: ['EvidenceAdded'] });
    expect(await add('a signed receipt')).toMatchObject({ kind: 'done', events: [] });
    expect(await add('')).toMatchObject({ kind: 'rejected', rejections: [{ code: 'EVIDENCE_EMPTY' }] });
    expect((await show(dispute)).evidence).toEqual([
      { dispute, partnership: PARTNERSHIP, sha256, bytes: '16', name: 'receipt.pdf', ...CARL },
    ]);
    const ask = (hash = sha256) => world.ledger().disputes.evidence({ partnership: PARTNERSHIP, dispute, sha256: hash });
    expect(Buffer.from((await value(ask())).bytes).toString()).toBe('a signed receipt');
    expect(await ask('0'.repeat(64))).toMatchObject({ kind: 'rejected', rejections: [{ code: 'EVIDENCE_UNKNOWN' }] });
    const folder = join(world.dataDir(), 'evidence');
    expect(readdirSync(folder)).toEqual([sha256]);
    writeFileSync(join(folder, sha256), 'a forged receipt');
    expect(await ask()).toMatchObject({ kind: 'rejected', rejections: [{ code: 'EVIDENCE_LOST' }] });
  });
});

test('what was decided and not yet recorded is finished by the same command', async () => {
  await began(says('supplier', 'A#1 03-05 P 10 990'), says('customer', 'A#1 03-05 P 11 990'));
  const dispute = await open({ subject: { kind: 'variances', variances: [...(await world.ids())] } });
  const commandId = newCommandId();
  const end = { kind: 'EndDispute' as const, ...of(dispute, SUE), outcome: 'acceptance' as const, reason: 'Yes.' };
  const first = await world.ledger().execute(end, at(undefined, commandId));
  const again = await world.ledger().execute(end, at(undefined, commandId));
  expect([first, again].map((one) => one.kind === 'done' && one.events)).toEqual([
    ['DisputeEnded', 'SalesCorrected'],
    ['DisputeEnded', 'SalesCorrected'],
  ]);
});
