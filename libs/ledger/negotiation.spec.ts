import { describe, expect, test } from '@jest/globals';
import type { LedgerCommand } from './ledger.ts';
import { AGREEMENT, at, CARL, negotiating, sale, sign, SUE, TERMS, value } from './negotiating.contract.ts';

const { ledger, run, done, codes, signedBoth, reopen } = negotiating();
const timeline = async (token: string): Promise<string[]> => {
  await value(ledger().balance({ agreement: AGREEMENT, on: '2026-12-31', atLeast: token }));
  return (await value(ledger().timeline({ agreement: AGREEMENT }))).items.map(({ type }) => type);
};

test('a year: drafted, countered twice, commented, approved, signed, sold, amended in June from April, extended, replicated', async () => {
  // Drafted in private, with a note that nobody else reads.
  await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'buildco', person: 'sue', terms: TERMS, note: 'They will ask for 2 %.' });
  await done({ kind: 'AddNote', organisation: 'acme', agreement: AGREEMENT, person: 'sue', text: 'Do not go above 2 %.' });
  await done({
    kind: 'ProposeDraft',
    organisation: 'acme',
    draft: 'buildco',
    person: 'sue',
    reason: 'A new year',
    validUntil: '2026-01-31',
  });
  // Countered by the customer, and by the supplier again.
  const asked = { ...TERMS, programmes: [{ id: 'volume', earn: { percent: '2' }, cap: { amount: '20000', per: 'year' } }] };
  await done({ kind: 'ProposeAgreement', terms: asked, ...CARL, answers: 1, reason: 'We grow' });
  await done({ kind: 'AddComment', agreement: AGREEMENT, version: 2, text: 'The cap is too high for us.', ...SUE });
  const met = { ...TERMS, programmes: [{ id: 'volume', earn: { percent: '2' }, cap: { amount: '8000', per: 'year' } }] };
  await done({ kind: 'ProposeAgreement', terms: met, ...SUE, answers: 2 });
  expect(await value(ledger().diff({ agreement: AGREEMENT, from: 2, to: 3 }))).toEqual({
    agreement: AGREEMENT,
    from: 2,
    to: 3,
    changes: [
      {
        path: 'programmes[volume].cap.amount',
        before: '20000',
        after: '8000',
        words: 'Programme volume, cap, amount: 20000 becomes 8000.',
      },
    ],
  });
  // Approved inside the supplier, by somebody else, and signed by both.
  expect(await codes(sign(3, SUE))).toEqual(['APPROVAL_MISSING']);
  await done({ kind: 'ApproveProposal', agreement: AGREEMENT, version: 3, party: 'supplier', person: 'ann' });
  await done(sign(3, SUE));
  expect((await done(sign(3, CARL))).events).toEqual(['AgreementSigned', 'AgreementActivated']);
  expect(
    (await value(ledger().versions(AGREEMENT))).map(({ version, status, why, answers, comments }) => [
      version,
      status,
      why,
      answers,
      comments,
    ]),
  ).toEqual([
    [1, 'countered', 'A new year', undefined, 0],
    [2, 'countered', 'We grow', 1, 1],
    [3, 'signed', undefined, 2, 0],
  ]);
  // Sold.
  await done(sale('i-1', '2026-02-10', '100000'));
  const { token } = await done(sale('i-2', '2026-05-10', '100000'));
  const before = await value(ledger().balance({ agreement: AGREEMENT, on: '2026-05-31', atLeast: token }));
  expect(before.earned).toBe('4000.00');
  // Amended in June with effect from April: what was known then stays, and the true-up shows with its cause.
  const change = { earn: { percent: '3' } };
  await done(
    {
      kind: 'ProposeAmendment',
      agreement: AGREEMENT,
      amendments: [{ effective: '2026-04-01', programme: 'volume', mode: 'carry', change }],
      ...CARL,
      reason: 'The new site',
    },
    '2026-06-10T09:00:00.000Z',
  );
  await done({ kind: 'ApproveProposal', agreement: AGREEMENT, version: 4, party: 'supplier', person: 'boss' });
  await done(sign(4, SUE));
  const amended = await done(sign(4, CARL));
  const after = await value(ledger().balance({ agreement: AGREEMENT, on: '2026-05-31', atLeast: amended.token }));
  expect(after.earned).toBe('5000.00');
  expect(await value(ledger().balance({ agreement: AGREEMENT, on: '2026-05-31', knownAt: { position: before.knownAt ?? 0 } }))).toEqual(
    before,
  );
  const year = { from: '2026-01-01', to: '2026-12-31' };
  expect(await value(ledger().trueUps({ agreement: AGREEMENT, on: '2026-05-31' }))).toMatchObject({
    on: '2026-05-31',
    currency: 'EUR',
    trueUps: [
      {
        version: 4,
        cause: 'amendment',
        before: '4000.00',
        after: '5000.00',
        change: '1000.00',
        programmes: [{ id: 'volume', scope: null, period: year, before: '4000.00', after: '5000.00', change: '1000.00' }],
      },
    ],
  });
  // About a day before it took effect it changed nothing.
  expect(await value(ledger().trueUps({ agreement: AGREEMENT, on: '2026-03-31' }))).toMatchObject({
    trueUps: [{ change: '0.00', programmes: [] }],
  });
  // Extended: lines after the old last day count, and measurement periods follow.
  await done({ kind: 'ExtendAgreement', agreement: AGREEMENT, to: '2027-03-31', ...SUE, reason: 'The site is late' });
  await done({ kind: 'ApproveProposal', agreement: AGREEMENT, version: 5, party: 'supplier', person: 'boss' });
  await done(sign(5, SUE));
  expect((await done(sign(5, CARL))).events).toEqual(['AgreementSigned', 'AgreementExtended']);
  const later = await done(sale('i-3', '2027-02-01', '10000'));
  const extended = await value(ledger().balance({ agreement: AGREEMENT, on: '2027-03-31', atLeast: later.token }));
  expect(extended.programmes.map(({ period, earned }) => [period, earned])).toEqual([
    [year, '5000.00'],
    [{ from: '2027-01-01', to: '2027-03-31' }, '300.00'],
  ]);
  // Replicated to the next term, with the terms of the end.
  const replica = await value(ledger().replica({ agreement: AGREEMENT }));
  expect(replica).toMatchObject({
    terms: { id: 'acme-buildco-2027', from: '2027-04-01', to: '2028-06-30', programmes: [{ id: 'volume', earn: { percent: '3' } }] },
    notes: [/amendment of volume/.source].map(() => expect.stringContaining('amendment of volume')),
  });
  await done({ kind: 'ProposeAgreement', terms: replica.terms, ...SUE });
  // Nothing private is in the history that both share.
  const types = await timeline(later.token);
  expect(types.slice(0, 12)).toEqual([
    'PartnershipOpened',
    'AgreementProposed',
    'AgreementProposed',
    'CommentAdded',
    'AgreementProposed',
    'ProposalApproved',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementActivated',
    'SalesRecorded',
    'SalesRecorded',
    'AmendmentProposed',
  ]);
  expect(types.filter((type) => /Draft|Note/.test(type))).toEqual([]);
});

describe('two at once', () => {
  const state = async () => {
    const { status, version, openProposal } = await value(ledger().agreement(AGREEMENT));
    return [status, version, openProposal?.version ?? null];
  };
  const amendment: LedgerCommand = {
    kind: 'ProposeAmendment',
    agreement: AGREEMENT,
    amendments: [{ effective: '2026-04-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '3' } } }],
    ...CARL,
  };

  test('both sides sign: the agreement comes into force once', async () => {
    await done({ kind: 'ProposeAgreement', terms: { ...TERMS, people: { sign: ['sue', 'carl'] } }, ...SUE });
    const both = await Promise.all([run(sign(1, SUE)), run(sign(1, CARL))]);
    expect(both.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect(both.flatMap((one) => (one.kind === 'done' ? one.events : [])).sort()).toEqual([
      'AgreementActivated',
      'AgreementSigned',
      'AgreementSigned',
    ]);
    expect(await state()).toEqual(['active', 1, null]);
  });

  test('two of one side sign: one has, the other is told', async () => {
    await done({ kind: 'ProposeAgreement', terms: { ...TERMS, people: { propose: ['sue'] } }, ...SUE });
    const both = await Promise.all([
      run(sign(1, SUE)),
      run({ kind: 'SignAgreement', agreement: AGREEMENT, version: 1, party: 'supplier', person: 'sam' }),
    ]);
    expect(
      both
        .map((one) => (one.kind === 'rejected' ? one.rejections[0]?.code : one.kind))
        .filter((one) => one !== undefined)
        .sort(),
    ).toEqual(['ALREADY_SIGNED', 'done']);
    expect(await state()).toEqual(['proposed', 1, 1]);
  });

  test('one answers while the other withdraws: either the answer stands alone, or it finds nothing to answer', async () => {
    await signedBoth();
    await done(amendment);
    const [answered, withdrawn] = await Promise.all([
      run({ ...amendment, ...SUE, answers: 2 }),
      run({ kind: 'WithdrawProposal', agreement: AGREEMENT, version: 2, ...CARL }),
    ]);
    const outcome = [answered, withdrawn].map((one) => (one.kind === 'rejected' ? one.rejections[0]?.code : one.kind));
    expect([
      ['done', 'VERSION_NOT_OPEN'],
      ['ANSWERS_NOT_OPEN', 'done'],
    ]).toContainEqual(outcome);
    expect(await state()).toEqual(['active', 1, outcome[0] === 'done' ? 3 : null]);
  });

  test('one signs while the other withdraws: it is in force, or it is gone', async () => {
    await signedBoth();
    await done(amendment);
    await done(sign(2, CARL));
    const [signed, withdrawn] = await Promise.all([
      run(sign(2, SUE)),
      run({ kind: 'WithdrawProposal', agreement: AGREEMENT, version: 2, ...CARL }),
    ]);
    const outcome = [signed, withdrawn].map((one) => (one.kind === 'rejected' ? one.rejections[0]?.code : one.kind));
    expect([
      ['done', 'VERSION_NOT_OPEN'],
      ['VERSION_NOT_OPEN', 'done'],
    ]).toContainEqual(outcome);
    expect(await state()).toEqual(['active', outcome[0] === 'done' ? 2 : 1, null]);
  });

  test('who read an older revision is told so', async () => {
    await signedBoth();
    const { revision } = await value(ledger().agreement(AGREEMENT));
    await done(amendment);
    expect(
      await ledger().execute(
        { kind: 'WithdrawProposal', agreement: AGREEMENT, version: 2, ...CARL },
        { ...at(), expectedRevision: revision },
      ),
    ).toMatchObject({ kind: 'conflict' });
  });
});

describe('days and limits', () => {
  test("the last day of a proposal is one in the agreement's time zone", async () => {
    await done({
      kind: 'ProposeAgreement',
      terms: { ...TERMS, people: { propose: ['sue'] }, timeZone: 'Pacific/Auckland' },
      ...SUE,
      validUntil: '2026-01-31',
    });
    // Noon of 31 January in London is one in the morning of 1 February in Auckland.
    expect(await codes(sign(1, SUE), '2026-01-31T12:00:00.000Z')).toEqual(['PROPOSAL_LAPSED']);
    expect(await codes(sign(1, SUE), '2026-01-31T10:00:00.000Z')).toEqual(['done']);
    expect((await done({ kind: 'LapseProposals', agreement: AGREEMENT }, '2026-01-31T12:00:00.000Z')).events).toEqual(['ProposalLapsed']);
    expect((await value(ledger().agreement(AGREEMENT))).status).toBe('lapsed');
    expect(await codes({ kind: 'ProposeAgreement', terms: { ...TERMS, timeZone: 'No/Where' }, ...SUE })).toEqual(['TIME_ZONE_UNKNOWN']);
  });

  test('an approver with a limit may approve what is capped, or projected, below it', async () => {
    const uncapped = { ...TERMS, programmes: [{ id: 'volume', earn: { percent: '1' } }] };
    const approve = (version: number, person: string): LedgerCommand => ({
      kind: 'ApproveProposal',
      agreement: AGREEMENT,
      version,
      party: 'supplier',
      person,
    });
    await done({ kind: 'ProposeAgreement', terms: uncapped, ...SUE });
    expect(await codes(approve(1, 'ann'))).toEqual(['APPROVAL_ABOVE_LIMIT']);
    await done(approve(1, 'boss'));
    await done(sign(1, SUE));
    await done(sign(1, CARL));
    await done(sale('i-1', '2026-12-31', '900000'));
    const amendment = (percent: string, eligible?: object): LedgerCommand => ({
      kind: 'ProposeAmendment',
      agreement: AGREEMENT,
      amendments: [
        {
          effective: '2026-01-01',
          programme: 'volume',
          mode: 'restate',
          change: { earn: { percent }, ...(eligible === undefined ? {} : { eligible }) },
        },
      ],
      ...CARL,
    });
    // 900,000 at 2 % are more than 10,000, and at 1.1 % are not: the projection is of the proposed terms.
    await done(amendment('2'));
    const now = '2027-01-05T00:00:00.000Z';
    expect(await codes(approve(2, 'ann'), now)).toEqual(['APPROVAL_ABOVE_LIMIT']);
    await done(amendment('1.1'));
    expect(await codes(approve(3, 'ann'), now)).toEqual(['done']);
    // Also where lines are measured in another way.
    await done(amendment('2', { include: [{ product: ['Q'] }] }));
    expect(await codes(approve(4, 'ann'), now)).toEqual(['done']);
  });

  test('warnings come with the answer to a proposal', async () => {
    const people = { approve: [{ person: 'ann', party: 'supplier', upTo: '1' }] };
    expect((await done({ kind: 'ProposeAgreement', terms: { ...TERMS, people }, ...SUE })).warnings).toMatchObject([
      { code: 'NOBODY_CAN_APPROVE', place: 'people.approve' },
    ]);
    expect((await done({ kind: 'ProposeAgreement', terms: TERMS, ...CARL })).warnings).toBeUndefined();
  });
});

test('members change from a day on: known then stays, and the balance that it moves has the cause membership', async () => {
  await signedBoth({ ...TERMS, people: undefined, members: [{ id: 'north' }], programmes: [{ id: 'volume', earn: { percent: '1' } }] });
  await done(sale('i-1', '2026-02-10', '1000', 'north'));
  const { token } = await done(sale('i-2', '2026-03-10', '5000', 'west'));
  const before = await value(ledger().balance({ agreement: AGREEMENT, on: '2026-12-31', atLeast: token }));
  expect(before.earned).toBe('10.00');
  await done({
    kind: 'ChangeMembers',
    agreement: AGREEMENT,
    join: [{ id: 'west', from: '2026-03-01' }],
    leave: [{ id: 'north', on: '2026-01-31' }],
    ...CARL,
    reason: 'West was bought',
  });
  await done(sign(2, CARL));
  const changed = await done(sign(2, SUE));
  expect(changed.events).toEqual(['AgreementSigned', 'MembersChanged']);
  expect((await value(ledger().balance({ agreement: AGREEMENT, on: '2026-12-31', atLeast: changed.token }))).earned).toBe('50.00');
  expect(await value(ledger().balance({ agreement: AGREEMENT, on: '2026-12-31', knownAt: { position: before.knownAt ?? 0 } }))).toEqual(
    before,
  );
  expect(await value(ledger().trueUps({ agreement: AGREEMENT, on: '2026-12-31' }))).toMatchObject({
    trueUps: [{ version: 2, cause: 'membership', before: '10.00', after: '50.00', change: '40.00' }],
  });
});

test('terms that measure lines in another way, signed just after the ledger was opened, measure the lines that were there', async () => {
  await signedBoth({
    ...TERMS,
    people: undefined,
    members: [{ id: 'north' }, { id: 'south' }],
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  });
  await done(sale('i-1', '2026-02-10', '1000', 'north'));
  await done(sale('i-2', '2026-05-10', '5000', 'south'));
  await done({ kind: 'ChangeMembers', agreement: AGREEMENT, join: [], leave: [{ id: 'south', on: '2026-04-30' }], ...CARL });
  await done(sign(2, CARL));
  await reopen();
  const { token } = await done(sign(2, SUE));
  expect((await value(ledger().balance({ agreement: AGREEMENT, on: '2026-12-31', atLeast: token }))).earned).toBe('10.00');
});

test('growth over a fixed baseline takes what was measured as the next one, where it is asked to', async () => {
  await signedBoth({
    ...TERMS,
    people: undefined,
    programmes: [{ id: 'grow', earn: { growth: 'all', baseline: '1000', steps: [{ from: '110', percent: '1' }] } }],
  });
  const { token } = await done(sale('i-1', '2026-02-10', '1234.5'));
  await value(ledger().balance({ agreement: AGREEMENT, atLeast: token }));
  expect(await value(ledger().replica({ agreement: AGREEMENT, baselines: true }))).toMatchObject({
    terms: { programmes: [{ earn: { baseline: '1234.5' } }] },
    notes: ['The baseline of grow is 1234.5, as measured; it was 1000.'],
  });
  expect(await value(ledger().replica({ agreement: AGREEMENT, id: 'next' }))).toMatchObject({
    terms: { id: 'next', programmes: [{ earn: { baseline: '1000' } }] },
  });
});

test('versions, words and differences of what is not there are refused by name', async () => {
  expect(await ledger().versions('none')).toMatchObject({ rejections: [{ code: 'AGREEMENT_UNKNOWN' }] });
  expect(await ledger().words({ agreement: 'no ne' })).toMatchObject({ rejections: [{ code: 'AGREEMENT_UNKNOWN' }] });
  await signedBoth();
  expect(await ledger().version({ agreement: AGREEMENT, version: 2 })).toMatchObject({ rejections: [{ code: 'VERSION_UNKNOWN' }] });
  expect(await ledger().diff({ agreement: AGREEMENT, from: 1, to: 2 })).toMatchObject({ rejections: [{ code: 'VERSION_UNKNOWN' }] });
  expect(await value(ledger().version({ agreement: AGREEMENT, version: 1 }))).toMatchObject({
    version: 1,
    status: 'signed',
    comparedWith: null,
    changes: [],
    words: { programmes: [{ id: 'volume' }] },
  });
  expect((await value(ledger().words({ agreement: AGREEMENT }))).agreement[0]).toContain('acme, the supplier, and buildco, the customer');
});
