import { describe, expect, test } from '@jest/globals';
import { newCommandId } from './event-ids.ts';
import { AGREEMENT, CARL, negotiating, sale, sign, SUE, TERMS, value } from './negotiating.contract.ts';
import type { Notice, NoticePlace } from './notices/notice.ts';

const { ledger, done, signedBoth, reopen } = negotiating();
const PARTNERSHIP = 'acme~buildco';
const STEPS = {
  tiers: 'retrospective',
  steps: [
    { from: '0', percent: '1' },
    { from: '1000', percent: '2' },
    { from: '2000', percent: '3' },
  ],
};
const BASE = { ...TERMS, people: undefined, programmes: [{ id: 'volume', earn: STEPS }] };

/** Everything told after a place, in pages of a size. */
const told = async (
  options: { readonly after?: NoticePlace; readonly kinds?: readonly string[]; readonly limit?: number; readonly today?: string } = {},
): Promise<Notice[]> => {
  const { after = { position: -1 }, kinds, limit = 200, today = '2026-01-01' } = options;
  const all: Notice[] = [];
  for (let place = after; ;) {
    const page = await value(
      ledger().notices({ partnership: PARTNERSHIP, after: place, limit, today, ...(kinds === undefined ? {} : { kinds }) }),
    );
    all.push(...page.items);
    if (!page.more) return all;
    place = page.through;
  }
};
const short = (notices: readonly Notice[]): unknown[] => notices.map(({ position, kind, about }) => [position, kind, about]);
const shown = async (command: Parameters<typeof done>[0]): Promise<void> => {
  await value(ledger().balance({ agreement: AGREEMENT, atLeast: (await done(command)).token }));
};

describe('what a history is told as', () => {
  test('a negotiation, by ids alone', async () => {
    await signedBoth({ ...BASE, name: 'A name that is nobody else’s business' });
    await done({ kind: 'AddComment', agreement: AGREEMENT, version: 1, text: 'between us', ...SUE });
    await done({
      kind: 'ProposeAmendment',
      agreement: AGREEMENT,
      amendments: [{ effective: '2026-07-01', programme: 'volume', mode: 'restate', change: { name: 'x' } }],
      ...CARL,
    });
    await done({ kind: 'WithdrawProposal', agreement: AGREEMENT, version: 2, ...CARL });
    await done({ kind: 'ExtendAgreement', agreement: AGREEMENT, to: '2027-03-31', ...CARL });
    await done(sign(3, SUE));
    await done(sign(3, CARL));
    await shown({ kind: 'TerminateAgreement', agreement: AGREEMENT, on: '2026-12-31', reason: 'the end', ...SUE });
    const notices = await told();
    expect(short(notices)).toEqual([
      [1, 'proposed', { agreement: AGREEMENT, version: '1', party: 'supplier' }],
      [2, 'signed', { agreement: AGREEMENT, version: '1', party: 'supplier' }],
      [3, 'signed', { agreement: AGREEMENT, version: '1', party: 'customer' }],
      [4, 'signed', { agreement: AGREEMENT, version: '1' }],
      [6, 'proposed', { agreement: AGREEMENT, version: '2', party: 'customer' }],
      [7, 'withdrawn', { agreement: AGREEMENT, version: '2', party: 'customer' }],
      [8, 'proposed', { agreement: AGREEMENT, version: '3', party: 'customer' }],
      [9, 'signed', { agreement: AGREEMENT, version: '3', party: 'supplier' }],
      [10, 'signed', { agreement: AGREEMENT, version: '3', party: 'customer' }],
      [11, 'amended', { agreement: AGREEMENT, version: '3' }],
      [12, 'terminated', { agreement: AGREEMENT, party: 'supplier' }],
    ]);
    expect(JSON.stringify(notices)).not.toMatch(/business|between us|the end|sue|carl/);
    // Any event can be asked for by its type, and only what is asked for comes.
    expect(short(await told({ kinds: ['CommentAdded', 'AgreementActivated'] }))).toEqual([
      [4, 'signed', { agreement: AGREEMENT, version: '1' }],
      [5, 'CommentAdded', { agreement: AGREEMENT, version: '1', party: 'supplier' }],
    ]);
  });

  test('a step is told once, by the line that reaches it, and again where returns took it back', async () => {
    await signedBoth(BASE);
    for (const [document, amount] of [
      ['i-1', '600'],
      ['i-2', '500'],
      ['i-3', '50'],
      ['i-4', '1500'],
    ] as const)
      await done(sale(document, '2026-02-01', amount));
    await done({
      kind: 'RecordSales',
      partnership: PARTNERSHIP,
      document: {
        reporter: 'supplier',
        stage: 'invoiced',
        document: 'i-4',
        action: 'void',
        lines: [{ line: '1', date: '2026-02-01', product: 'P', quantity: '1', unitPrice: '1500' }],
      },
    });
    await shown(sale('i-5', '2026-02-02', '1000'));
    const reached = { agreement: AGREEMENT, programme: 'volume', from: '2026-01-01', to: '2026-12-31' };
    expect(short(await told({ kinds: ['tierReached'] }))).toEqual([
      [6, 'tierReached', { ...reached, step: '2' }],
      [8, 'tierReached', { ...reached, step: '3' }],
      [10, 'tierReached', { ...reached, step: '3' }],
    ]);
  });

  test('sales that were there before the signature reach their steps with it', async () => {
    await done({ kind: 'OpenPartnership', supplier: 'acme', customer: 'buildco' });
    await done(sale('i-1', '2026-02-01', '1500'));
    await signedBoth(BASE);
    await shown({ kind: 'AddComment', agreement: AGREEMENT, version: 1, text: 'x', ...SUE });
    expect((await told({ kinds: ['tierReached'] })).map(({ event, about }) => [event, about['step']])).toEqual([
      ['AgreementActivated', '2'],
    ]);
  });

  test('lines that come after later ones are late', async () => {
    await signedBoth(BASE);
    await done(sale('i-1', '2026-03-01', '10'));
    await done(sale('i-2', '2026-03-01', '10'));
    await shown(sale('i-3', '2026-02-27', '10'));
    expect(short(await told({ kinds: ['lateLines'] }))).toEqual([[7, 'lateLines', { agreement: AGREEMENT, document: 'i-3', lines: '1' }]]);
  });

  test('of an import that is not in the order of days the first late line is told, wherever one begins to listen', async () => {
    await signedBoth(BASE);
    const lines = ['i-1,1,2026-03-09', ...Array.from({ length: 260 }, (_, index) => `i-${index + 2},1,2026-03-0${1 + (index % 8)}`)].map(
      (line) => `${line},P,1,1\n`,
    );
    for (const name of ['one', 'two']) {
      const source = new Blob([`document,line,date,product,quantity,unitPrice\n${lines.join('').replaceAll('i-', `${name}-`)}`]).stream();
      await value(
        ledger().importSales(
          { file: 'sales.csv', by: 'acme', target: { kind: 'partnership', partnership: PARTNERSHIP }, source },
          { commandId: newCommandId(), actor: 'sue', now: '2026-03-10T08:00:00Z' },
        ),
      );
    }
    const late = (position: number, document: string): unknown => [position, 'lateLines', { agreement: AGREEMENT, document, lines: '1' }];
    const all = [late(6, 'one-2'), late(267, 'two-2')];
    expect(short(await told({ kinds: ['lateLines'] }))).toEqual(all);
    expect(short(await told({ kinds: ['lateLines'], limit: 7 }))).toEqual(all);
    // Somebody who comes back in the middle of a file, at a ledger that remembers nothing, hears no more of it.
    await reopen();
    expect(short(await told({ kinds: ['lateLines'], after: { position: 100 } }))).toEqual(all.slice(1));
    expect(short(await told({ kinds: ['lateLines'], after: { position: 300 } }))).toEqual([]);
  });

  const dayFromToday = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  test('a goal that an event puts at risk is told, and told again where it had recovered', async () => {
    const [today, from, by] = [dayFromToday(0), dayFromToday(-100), dayFromToday(100)];
    await signedBoth({
      ...BASE,
      from,
      to: by,
      goals: [
        { id: 'grow', measure: 'value', target: '100000', by },
        { id: 'easy', measure: 'value', target: '1', by },
      ],
    });
    await done(sale('i-1', from, '100000'));
    // Signed with nothing sold: at risk from the first day. The sale meets both, and striking it out puts them at risk again.
    await shown({
      kind: 'RecordSales',
      partnership: PARTNERSHIP,
      document: {
        reporter: 'supplier',
        stage: 'invoiced',
        document: 'i-1',
        action: 'void',
        lines: [{ line: '1', date: from, product: 'P', quantity: '1', unitPrice: '100000' }],
      },
    });
    expect(short(await told({ kinds: ['goalAtRisk'], today }))).toEqual(
      [4, 6].flatMap((position) => ['grow', 'easy'].map((goal) => [position, 'goalAtRisk', { agreement: AGREEMENT, goal }])),
    );
  });

  test('a goal that days without sales put at risk is told on the first of them', async () => {
    const [from, by] = [dayFromToday(-10), dayFromToday(89)];
    await done({ kind: 'OpenPartnership', supplier: 'acme', customer: 'buildco' });
    await done(sale('i-1', from, '50'));
    await signedBoth({ ...BASE, from, to: by, goals: [{ id: 'grow', measure: 'value', target: '100', by }] });
    await shown({ kind: 'AddComment', agreement: AGREEMENT, version: 1, text: 'x', ...SUE });
    const kinds = ['goalAtRisk'];
    const last = (await value(ledger().notices({ partnership: PARTNERSHIP, after: { position: -1 }, kinds, today: dayFromToday(0) })))
      .through;
    expect(last).toEqual({ position: 6, day: dayFromToday(0) });
    // 50 in 50 of 100 days bring 100; in 51 days they bring less.
    expect(await told({ kinds, today: dayFromToday(39) })).toEqual([]);
    const [notice, ...more] = await told({ kinds, after: last, today: dayFromToday(60) });
    expect([notice, more]).toMatchObject([
      { position: 6, day: dayFromToday(40), kind: 'goalAtRisk', event: 'CommentAdded', about: { agreement: AGREEMENT, goal: 'grow' } },
      [],
    ]);
    // Told once: whoever goes on from that day hears no more of it.
    expect(await told({ kinds, after: { position: 6, day: dayFromToday(40) }, today: dayFromToday(80) })).toEqual([]);
  });

  test('pages of any size say the same, and a place goes on where it ended', async () => {
    await signedBoth(BASE);
    for (let index = 0; index < 20; index += 1) await done(sale(`i-${index}`, `2026-02-${String(20 - index).padStart(2, '0')}`, '150'));
    await shown(sale('last', '2026-03-01', '1'));
    const kinds = ['signed', 'tierReached', 'lateLines', 'SalesRecorded'];
    const whole = await told({ kinds });
    expect(whole.length).toBeGreaterThan(40);
    for (const limit of [1, 3, 7]) expect(await told({ kinds, limit })).toEqual(whole);
    expect(await told({ kinds, after: { position: 12 } })).toEqual(whole.filter(({ position }) => position > 12));
    expect(await told({ kinds, after: { position: 900 } })).toEqual([]);
  });

  test('what is private, and what belongs to others, is told to nobody', async () => {
    await signedBoth(BASE);
    await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'secret', person: 'sue', terms: {} });
    await done({ kind: 'AddNote', organisation: 'acme', agreement: AGREEMENT, person: 'sue', text: 'secret' });
    await done({ kind: 'SetPolicy', organisation: 'supplier', agreement: AGREEMENT, policy: { programmes: {} } });
    await done({ kind: 'OpenPartnership', supplier: 'acme', customer: 'other' });
    await shown(sale('i-1', '2026-01-05', '1'));
    const types = ['DraftSaved', 'NoteAdded', 'PolicySet', 'PartnershipOpened', 'SalesRecorded'];
    expect((await told({ kinds: types })).map(({ event, partnership }) => [event, partnership])).toEqual([
      ['PartnershipOpened', PARTNERSHIP],
      ['SalesRecorded', PARTNERSHIP],
    ]);
  });

  test('what nobody can tell, and a partnership that is not there, are refused', async () => {
    const ask = { partnership: PARTNERSHIP, after: { position: -1 }, today: '2026-01-01' };
    expect(await ledger().notices({ ...ask, kinds: ['everything'] })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'NOTICE_KIND_UNKNOWN' }],
    });
    expect(await ledger().notices(ask)).toMatchObject({ kind: 'rejected', rejections: [{ code: 'PARTNERSHIP_UNKNOWN' }] });
  });
});
