import { expect, test } from '@jest/globals';
import { AGREEMENT, CARL, negotiating, sale, sign, SUE, TERMS, value } from './negotiating.contract.ts';

const { ledger, done } = negotiating();
const GOALS = [{ id: 'grow', measure: 'value', target: '1000', by: '2026-12-31', owners: ['sue', 'carl'] }];
const PEOPLE = { propose: ['sue', 'carl'], approve: [{ person: 'ann', party: 'supplier', upTo: '10000' }, 'boss'], sign: ['sue', 'carl'] };
const overview = (more: object = {}) => value(ledger().overview({ agreement: AGREEMENT, ...more }));

test('from the first proposal to the end: what was agreed and why, and what awaits whom', async () => {
  await done({ kind: 'ProposeAgreement', terms: { ...TERMS, goals: GOALS, people: PEOPLE }, ...SUE, reason: 'a new year' });
  expect(await overview()).toMatchObject({
    status: 'proposed',
    version: 1,
    supplier: 'acme',
    customer: 'buildco',
    currency: 'EUR',
    agreed: [],
    termination: null,
    people: {
      propose: ['sue', 'carl'],
      approve: [
        { person: 'ann', party: 'supplier', upTo: '10000' },
        { person: 'boss', party: null, upTo: null },
      ],
      sign: ['sue', 'carl'],
    },
    goals: [{ id: 'grow', owners: ['sue', 'carl'], standing: null }],
    open: {
      version: 1,
      why: 'a new year',
      comparedWith: null,
      changes: [],
      lapsed: false,
      awaits: [
        { party: 'supplier', act: 'approve', people: ['ann', 'boss'] },
        { party: 'customer', act: 'approve', people: ['boss'] },
      ],
      warnings: [],
    },
  });
  await done({ kind: 'ApproveProposal', agreement: AGREEMENT, version: 1, party: 'supplier', person: 'ann' });
  await done({ kind: 'ApproveProposal', agreement: AGREEMENT, version: 1, party: 'customer', person: 'boss' });
  await done(sign(1, SUE));
  expect((await overview()).open?.awaits).toEqual([{ party: 'customer', act: 'sign', people: ['sue', 'carl'] }]);
  await done(sign(1, CARL));
  const { token: atLeast } = await done(sale('i-1', '2026-01-01', '1000'));
  await done({ kind: 'AddComment', agreement: AGREEMENT, version: 1, text: 'We can live with that.', ...CARL });
  const signed = await overview({ on: '2026-06-30', atLeast });
  expect(signed).toMatchObject({
    status: 'active',
    open: null,
    goals: [{ standing: { status: 'met', progress: '100.00' } }],
    agreed: [
      {
        version: 1,
        why: 'a new year',
        changes: [],
        signatures: [{ person: 'sue' }, { person: 'carl' }],
        comments: [{ text: 'We can live with that.' }],
      },
    ],
  });
  expect(signed.words).toEqual((await value(ledger().version({ agreement: AGREEMENT, version: 1 }))).words);

  await done(
    {
      kind: 'ProposeAmendment',
      agreement: AGREEMENT,
      amendments: [{ effective: '2026-07-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '2' } } }],
      ...CARL,
      reason: 'the new site',
      validUntil: '2026-01-04',
    },
    '2026-01-03T09:00:00.000Z',
  );
  const proposed = (await overview()).open;
  expect(proposed).toMatchObject({
    version: 2,
    kind: 'amendment',
    why: 'the new site',
    comparedWith: 1,
    validUntil: '2026-01-04',
    lapsed: true,
    awaits: [],
  });
  expect(proposed?.changes.length).toBeGreaterThan(0);
  await done({ kind: 'TerminateAgreement', agreement: AGREEMENT, on: '2026-11-30', reason: 'sold', ...SUE });
  expect(await overview()).toMatchObject({
    status: 'terminated',
    open: null,
    termination: { on: '2026-11-30', reason: 'sold', party: 'supplier', person: 'sue' },
  });
});

test('whoever will sign sees what is probably not meant, while it is open and in its version', async () => {
  const programmes = [{ id: 'volume', earn: { percent: '-1' } }];
  await done({ kind: 'ProposeAgreement', terms: { ...TERMS, programmes }, ...SUE });
  const warnings = [{ code: 'RATE_BELOW_ZERO', place: 'programmes[0].earn.percent' }];
  expect(await overview()).toMatchObject({ open: { warnings } });
  expect(await value(ledger().version({ agreement: AGREEMENT, version: 1 }))).toMatchObject({ warnings });
});

test('an agreement that is not there is refused', async () => {
  expect(await ledger().overview({ agreement: 'none' })).toMatchObject({ kind: 'rejected', rejections: [{ code: 'AGREEMENT_UNKNOWN' }] });
  expect(await ledger().overview({ agreement: '../x' })).toMatchObject({ kind: 'rejected', rejections: [{ code: 'AGREEMENT_UNKNOWN' }] });
});
