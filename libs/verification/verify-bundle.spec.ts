import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Leaf, leafBytes, utf8 } from '#audit';
import { Calculation, parseAgreement, type SalesDocument } from '#rebates';
import { formatClaims, parseClaims } from './claims/claims.ts';
import { bundleOf, checkpointOf, claimsOf, entriesOf, type Files, logSigner, policyOf, withSums } from './testing/bundles.ts';
import { Chance } from './testing/chance.ts';
import { history } from './testing/histories.ts';
import { Recorder } from './testing/recorder.ts';
import type { Engine } from './testing/trial.ts';
import { type BundleVerdict, verifyBundle, type VerifyOptions } from './verify-bundle.ts';

/** The platform's own hash and signature check; the answers are the same as the portable ones. */
const engine: Engine = {
  hash: (bytes) => createHash('sha256').update(bytes).digest(),
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

const verified = (files: Files, more: Partial<VerifyOptions> = {}): BundleVerdict =>
  verifyBundle({ read: (path) => files.get(path) }, { ...engine, policy: policyOf(logSigner), ...more });
const found = (files: Files, more: Partial<VerifyOptions> = {}): unknown => {
  const verdict = verified(files, more);
  return verdict.kind === 'verified'
    ? 'verified'
    : {
        kind: verdict.kind,
        code: verdict.rejection.code,
        ...(verdict.file === undefined ? {} : { file: verdict.file }),
        ...(verdict.entries === undefined ? {} : { at: verdict.entries.from }),
      };
};
const honest = (ledger: Recorder): Files =>
  bundleOf({ partnership: ledger.partnership, entries: entriesOf(ledger.leaves), claims: claimsOf(ledger.partnership, ledger.leaves) });
/** As an operator would who holds the log's own key: everything made anew, the old claims kept. */
const resigned = (ledger: Recorder, leaves: readonly Leaf[]): Files =>
  bundleOf({ partnership: ledger.partnership, entries: leaves.map(leafBytes), claims: claimsOf(ledger.partnership, ledger.leaves) });

const TERMS = {
  id: 'a-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-03-31',
  currency: 'EUR',
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '100', percent: '1' },
          { from: '1000', percent: '2' },
        ],
      },
    },
  ],
};
const sale = (document: string, date: string, unitPrice: string, more: Partial<SalesDocument> = {}): SalesDocument => ({
  reporter: 'acme',
  stage: 'invoiced',
  document,
  lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice }],
  ...more,
});

/** 0 opened, 1 proposed, 2 and 3 signed, 4 active, then sales. */
const year = (prices: readonly string[] = ['400', '500', '700']): Recorder => {
  const ledger = new Recorder('acme', 'buildco');
  ledger.agree('a-1', { kind: 'ProposeAgreement', terms: TERMS, party: 'supplier', person: 'sue' });
  ledger.sign('a-1');
  for (const [index, price] of prices.entries()) {
    ledger.wait(40_000);
    ledger.sell(sale(`d-${index}`, `2026-0${index + 1}-10`, price));
  }
  return ledger;
};

describe('an honest bundle', () => {
  it('is verified, with every figure recomputed', () => {
    const ledger = year();
    expect(verified(honest(ledger))).toMatchObject({
      kind: 'verified',
      policy: 'yours',
      older: false,
      checkpoint: { size: 8 },
      recomputed: { rules: 1, lines: 3, agreements: [{ agreement: 'a-1', version: 1, days: 90, earned: '32.00', currency: 'EUR' }] },
    });
    const { agreements } = claimsOf(ledger.partnership, ledger.leaves);
    expect(
      agreements[0]?.days
        .filter(({ on }) => ['2026-01-09', '2026-01-10', '2026-02-10', '2026-03-10'].includes(on))
        .map(({ earned }) => earned),
    ).toEqual(['0.00', '4.00', '9.00', '32.00']);
    // What was known when a month of recording ended, about that day.
    expect(agreements[0]?.knownThen).toEqual([
      { knownAt: '5', on: '2026-01-28', earned: '4.00' },
      { knownAt: '6', on: '2026-02-25', earned: '9.00' },
    ]);
  });

  it('is verified whatever happened in it', () => {
    for (let seed = 1; seed <= 20; seed += 1) expect([seed, found(honest(history(new Chance(seed))))]).toEqual([seed, 'verified']);
  });

  it('is verified without any event, and with every older checkpoint', () => {
    const none = { format: 'rebate-claims@v1' as const, rules: 1, partnership: 'acme~buildco', agreements: [] };
    expect(found(bundleOf({ partnership: 'acme~buildco', entries: [], claims: none }))).toBe('verified');
    const ledger = year();
    const entries = entriesOf(ledger.leaves);
    for (const size of [0, 1, 5, 8])
      expect(verified(honest(ledger), { older: checkpointOf(entries.slice(0, size)) })).toMatchObject({ kind: 'verified', older: true });
  });

  it('by its own policy shows only that it agrees with itself, and says so', () => {
    const files = honest(year());
    expect(verifyBundle({ read: (path) => files.get(path) }, engine)).toMatchObject({ kind: 'verified', policy: "bundle's" });
  });
});

describe('what is recomputed', () => {
  it('is what the calculation without a ledger gives, day by day', () => {
    let compared = 0;
    for (let seed = 100; seed < 125; seed += 1) {
      const ledger = history(new Chance(seed));
      for (const claim of claimsOf(ledger.partnership, ledger.leaves).agreements) {
        const state = ledger.stateOf(claim.agreement);
        if (state.status !== 'active' || state.terms.exchange !== undefined) continue;
        const parsed = parseAgreement({ ...(JSON.parse(JSON.stringify(state.terms)) as object), amendments: state.amendments });
        if (!parsed.ok) continue;
        const calculation = new Calculation(parsed.value);
        for (const document of ledger.documents) calculation.add(document);
        for (const { on, earned } of claim.days.filter((_, index) => index % 7 === 0)) {
          expect([seed, on, earned]).toEqual([seed, on, calculation.balance(Date.parse(on) / 86_400_000, undefined, false).earned]);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('reads earlier sales again where terms come into force that measure in a new way', () => {
    const ledger = new Recorder('acme', 'buildco');
    ledger.sell(sale('d-1', '2026-01-10', '500'));
    ledger.agree('a-1', { kind: 'ProposeAgreement', terms: TERMS, party: 'supplier', person: 'sue' });
    ledger.sign('a-1');
    expect(claimsOf(ledger.partnership, ledger.leaves).agreements[0]?.closing.earned).toBe('5.00');
    ledger.agree('a-1', {
      kind: 'ProposeAmendment',
      agreement: 'a-1',
      party: 'supplier',
      person: 'sue',
      amendments: [
        { effective: '2026-01-01', programme: 'volume', mode: 'restate', change: { eligible: { include: [{ product: ['B'] }] } } },
      ],
    });
    ledger.sign('a-1');
    expect(claimsOf(ledger.partnership, ledger.leaves).agreements[0]?.closing.earned).toBe('0.00');
  });
});

describe('a claim that the events do not bear out', () => {
  const ledger = year();
  const claiming = (change: (text: string) => string): Files =>
    withSums(honest(ledger).set('claims.json', utf8(change(formatClaims(claimsOf(ledger.partnership, ledger.leaves))))));

  it.each([
    [
      'a day',
      (text: string) => text.replace('{"earned":"9.00","on":"2026-02-10"', '{"earned":"9.01","on":"2026-02-10"'),
      'agreement a-1, 2026-02-10.earned: claimed is 9.01, and the events give 9.00.',
    ],
    [
      'a programme of a day',
      (text: string) =>
        text.replace('"on":"2026-02-10","programmes":[{"earned":"9.00"', '"on":"2026-02-10","programmes":[{"earned":"8.00"'),
      'agreement a-1, 2026-02-10.programmes[0].earned: claimed is 8.00, and the events give 9.00.',
    ],
    [
      'what was measured',
      (text: string) => text.replace('"measured":"1600"', '"measured":"1700"'),
      'agreement a-1, 2026-03-31.programmes[0].measured: claimed is 1700, and the events give 1600.',
    ],
    [
      'what was known then',
      (text: string) => text.replace('"earned":"4.00","knownAt":"5"', '"earned":"4.10","knownAt":"5"'),
      'agreement a-1, knownThen[0].earned: claimed is 4.10, and the events give 4.00.',
    ],
    [
      'a day that is left out',
      (text: string) => text.replace('{"earned":"0.00","on":"2026-01-01","programmes":[{"earned":"0.00","id":"volume"}]},', ''),
      'agreement a-1, 2026-01-01.on: claimed is 2026-01-02, and the events give 2026-01-01.',
    ],
    [
      'an agreement that is left out',
      (text: string) => text.replace(/"agreements":\[.*\],"format"/, '"agreements":[],"format"'),
      'agreement a-1: claimed is 0, and the events give 1.',
    ],
    [
      'the version',
      (text: string) => text.replace('"version":1', '"version":2'),
      'agreement a-1, version: claimed is 2, and the events give 1.',
    ],
    ['the position', (text: string) => text.replace('"knownAt":"7"', '"knownAt":"6"'), 'knownAt: claimed is 6, and the events give 7.'],
  ])('names %s', (_, change, message) => {
    expect(verified(claiming(change))).toMatchObject({
      kind: 'wrong',
      file: 'claims.json',
      rejection: { code: 'FIGURE_DIFFERS', message },
    });
  });

  it('is refused where it cannot be read, or is of other rules or of another partnership', () => {
    expect(found(claiming(() => '{}'))).toMatchObject({ kind: 'wrong', code: 'CLAIMS_MALFORMED' });
    expect(found(claiming((text) => `${text} `))).toMatchObject({ kind: 'wrong', code: 'CLAIMS_MALFORMED' });
    expect(found(claiming((text) => text.replace('"rules":1', '"rules":2')))).toMatchObject({ kind: 'unusable', code: 'RULES_UNKNOWN' });
    expect(found(claiming((text) => text.replace('"partnership":"acme~buildco"', '"partnership":"acme~other"')))).toMatchObject({
      kind: 'wrong',
      code: 'CLAIMS_OF_OTHER',
    });
  });
});

describe('a history that its own operator wrote anew', () => {
  const ledger = year();
  const last = ledger.leaves.slice(7);
  const changed = (position: number, change: (leaf: Leaf) => Leaf): Leaf[] =>
    ledger.leaves.map((leaf) => (leaf.position === position ? change(leaf) : leaf));
  const edited = (position: number, from: string, to: string): Leaf[] =>
    changed(position, (leaf) => JSON.parse(JSON.stringify(leaf).replaceAll(from, to)) as Leaf);

  it('differs from the figures that it claimed', () => {
    expect(verified(resigned(ledger, edited(6, '"500"', '"5000"')))).toMatchObject({
      kind: 'wrong',
      rejection: { code: 'FIGURE_DIFFERS', place: 'agreement a-1, 2026-02-10.earned' },
    });
    expect(found(resigned(ledger, edited(1, '"percent":"2"', '"percent":"3"')))).toMatchObject({ code: 'FIGURE_DIFFERS' });
  });

  it.each([
    ['a signature is missing', changed(3, (leaf) => ({ ...leaf, data: { ...leaf.data, party: 'supplier' } })), 'NOT_SIGNED_BY_BOTH', 4],
    ['another version comes into force', edited(4, '"version":"1"', '"version":"2"'), 'TERMS_NOT_SIGNED', 4],
    ['an event is of no known form', changed(1, (leaf) => ({ ...leaf, data: { ...leaf.data, more: 'x' } })), 'EVENT_NOT_UNDERSTOOD', 1],
    [
      'an event stands in another stream',
      changed(7, (leaf) => ({ ...leaf, stream: 'sales-acme~buildco.other', revision: 0 })),
      'EVENT_IN_WRONG_STREAM',
      7,
    ],
    [
      'an amendment comes before its agreement',
      changed(1, (leaf) => ({
        ...leaf,
        type: 'AgreementTerminated',
        data: { agreement: 'a-1', on: '2026-01-01', reason: 'x', party: 'supplier', person: 'sue' },
      })),
      'EVENT_NOT_UNDERSTOOD',
      1,
    ],
  ])('is named where %s', (_, leaves, code, index) => {
    expect(found(resigned(ledger, leaves))).toEqual({ kind: 'wrong', code, at: index });
  });

  it('is named where what was signed is not what came into force', () => {
    const own = year();
    own.agree('a-1', {
      kind: 'ProposeAmendment',
      agreement: 'a-1',
      party: 'supplier',
      person: 'sue',
      amendments: [{ effective: '2026-02-01', programme: 'volume', mode: 'carry', change: { earn: { percent: '5' } } }],
    });
    own.sign('a-1');
    const leaves = own.leaves.map((leaf) =>
      leaf.type === 'AgreementAmended' ? (JSON.parse(JSON.stringify(leaf).replace('"percent":"5"', '"percent":"1"')) as Leaf) : leaf,
    );
    expect(found(resigned(own, leaves))).toEqual({ kind: 'wrong', code: 'TERMS_NOT_SIGNED', at: 11 });
  });

  it('is named where a correction says that the line stood otherwise', () => {
    const own = year();
    own.sell(sale('d-1', '2026-02-10', '100', { action: 'correct' }));
    const leaves = own.leaves.map((leaf) =>
      leaf.type === 'SalesCorrected' ? (JSON.parse(JSON.stringify(leaf).replace('"unitPrice":"500"', '"unitPrice":"50"')) as Leaf) : leaf,
    );
    expect(found(resigned(own, leaves))).toEqual({ kind: 'wrong', code: 'LINE_STOOD_OTHERWISE', at: 8 });
  });

  it('of a later schema cannot be judged', () => {
    expect(
      found(
        resigned(
          ledger,
          changed(5, (leaf) => ({ ...leaf, metadata: { ...leaf.metadata, schema: 2 } })),
        ),
      ),
    ).toEqual({ kind: 'unusable', code: 'EVENT_SCHEMA_UNKNOWN', at: 5 });
  });

  it('does not count a line that is recorded twice', () => {
    const again = [
      ...ledger.leaves,
      ...last.map((leaf) => ({ ...leaf, position: 8, revision: 3, id: '01900000-0000-7000-8000-00000000ffff' })),
    ];
    expect(found(resigned(ledger, again))).toMatchObject({ code: 'FIGURE_DIFFERS' });
    expect(claimsOf(ledger.partnership, again).agreements[0]?.closing.earned).toBe('32.00');
  });
});

describe('a statement in the history', () => {
  const ledger = year();
  const closed = year(['400']);
  closed.close('a-1', '2026-01-27');
  const issued = (position: number, change: (text: string) => string = (text) => text): Leaf =>
    JSON.parse(change(JSON.stringify({ ...closed.leaves.at(-1), position, recordedAt: '2026-12-31T12:00:00.000Z' }))) as Leaf;
  const after = (leaf: Leaf): Leaf[] => [...ledger.leaves.slice(0, leaf.position), leaf];
  const bundled = (leaves: readonly Leaf[]): Files => {
    // A statement takes part in no other figure, right or wrong: what is claimed beside it is honest.
    const claims = claimsOf(
      'acme~buildco',
      leaves.map((leaf) => (leaf.type === 'StatementIssued' ? { ...leaf, type: 'Noted' } : leaf)),
    );
    return bundleOf({ partnership: 'acme~buildco', entries: leaves.map(leafBytes), claims });
  };

  it('is recomputed as known at its own position, the last one or an earlier one', () => {
    expect(verified(bundled(after(issued(6))))).toMatchObject({ kind: 'verified', recomputed: { statements: 1, passedOver: {} } });
    expect(found(bundled(after(issued(8))))).toBe('verified');
    // With what is known at position 4, nothing was sold yet.
    expect(found(bundled(after(issued(8, (text) => text.replace('"position":"5"', '"position":"4"')))))).toEqual({
      kind: 'wrong',
      code: 'STATEMENT_DIFFERS',
      at: 8,
    });
  });

  it.each([
    ['an earned figure', (text: string) => text.replace('"earned":"4.00","trueUps"', '"earned":"4.01","trueUps"'), 'STATEMENT_DIFFERS'],
    ['a total', (text: string) => text.replace(/"closing":"4.00"(?!.*"closing":"4.00")/, '"closing":"5.00"'), 'STATEMENT_DIFFERS'],
    [
      'the hash of its inputs',
      (text: string) => text.replace(/"inputs":"[0-9a-f]/, (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`),
      'STATEMENT_DIFFERS',
    ],
    ['what was settled by then', (text: string) => text.replaceAll('"settled":"0.00"', '"settled":"1.00"'), 'STATEMENT_DIFFERS'],
    ['its number', (text: string) => text.replace('"number":"1"', '"number":"2"'), 'STATEMENT_OUT_OF_ORDER'],
    ['a position ahead of it', (text: string) => text.replace('"position":"5"', '"position":"6"'), 'STATEMENT_OUT_OF_ORDER'],
  ])('is wrong at its place with %s changed', (_, change, code) => {
    expect(found(bundled(after(issued(6, change))))).toEqual({ kind: 'wrong', code, at: 6 });
  });
});

describe('true-ups', () => {
  /** Two statements, and between them a late sale that reaches the next step, a correction that follows from a dispute, and other terms. */
  const trued = (): Recorder => {
    const ledger = year(['900', '500']);
    ledger.close('a-1', '2026-01-31');
    ledger.sell(sale('late', '2026-01-20', '300'));
    ledger.sell({ ...sale('d-0', '2026-01-10', '950'), action: 'correct' });
    const last = ledger.leaves.at(-1);
    if (last !== undefined)
      ledger.leaves[last.position] = { ...last, metadata: { ...last.metadata, commandId: 'c-1', $causationId: 'e-1' } };
    ledger.agree('a-1', {
      kind: 'ProposeAmendment',
      agreement: 'a-1',
      party: 'supplier',
      person: 'sue',
      amendments: [{ effective: '2026-01-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '3' } } }],
    });
    ledger.sign('a-1');
    ledger.wait(40_000);
    ledger.close('a-1', '2026-02-28');
    return ledger;
  };
  const causes = { 'late sale': '6.00', 'tier crossed': '9.00', dispute: '1.00', amendment: '12.50' };

  it('are recomputed cause by cause', () => {
    const ledger = trued();
    expect(ledger.leaves.at(-1)).toMatchObject({
      type: 'StatementIssued',
      data: { number: '2', programmes: [{ trueUps: '28.50', causes }] },
    });
    expect(verified(honest(ledger))).toMatchObject({ kind: 'verified', recomputed: { statements: 2, passedOver: {} } });
  });

  it.each([
    [
      'moved from one cause to another',
      { ...causes, 'late sale': '7.00', 'tier crossed': '8.00' },
      'volume, true-ups by late sale: it says 7.00',
    ],
    ['said to be of another cause', { 'late sale': '6.00', 'tier crossed': '9.00', correction: '1.00', amendment: '12.50' }, 'correction'],
    ['left out', { 'late sale': '6.00', 'tier crossed': '9.00', amendment: '13.50' }, 'amendment'],
  ])('that are %s are wrong at the statement, though they add up', (_, said, why) => {
    const ledger = trued();
    const changed = ledger.leaves.map((leaf) =>
      leaf.position < ledger.leaves.length - 1
        ? leaf
        : {
            ...leaf,
            data: JSON.parse(JSON.stringify(leaf.data).replace(/"causes":\{[^}]+\}/, `"causes":${JSON.stringify(said)}`)) as Leaf['data'],
          },
    );
    const verdict = verified(resigned(ledger, changed));
    expect(verdict).toMatchObject({ kind: 'wrong', rejection: { code: 'STATEMENT_DIFFERS' }, entries: { from: ledger.leaves.length - 1 } });
    expect(verdict.kind === 'wrong' ? verdict.rejection.message : '').toContain(why);
  });

  it('are walked again from the statement before where others were recorded while it was issued', () => {
    const ledger = trued();
    const last = ledger.leaves.at(-1);
    if (last === undefined) throw new Error('nothing was issued');
    ledger.leaves.pop();
    ledger.sell(sale('meanwhile', '2026-01-15', '100'));
    const leaves = [...ledger.leaves, { ...last, position: ledger.leaves.length, recordedAt: '2026-12-31T12:00:00.000Z' }];
    expect(
      found(bundleOf({ partnership: ledger.partnership, entries: leaves.map(leafBytes), claims: claimsOf(ledger.partnership, leaves) })),
    ).toBe('verified');
  });
});

describe('a claim in the history', () => {
  const period = { from: '2026-01-01', to: '2026-01-31' };
  const customer = { agreement: 'a-1', party: 'customer', person: 'carl' } as const;
  const supplier = { agreement: 'a-1', party: 'supplier', person: 'sue' } as const;
  /** 8 raised with its line, 9 approved, 10 settled, 11 and 12 waived. */
  const settled = (): Recorder => {
    const ledger = year();
    ledger.claim({
      kind: 'RaiseClaim',
      ...customer,
      claim: 'c-1',
      parts: [{ programme: 'volume', period, lines: [{ document: 'd-0', line: '1', amount: '4.00' }] }],
    });
    ledger.claim({ kind: 'ApproveClaim', ...supplier, claim: 'c-1' });
    ledger.claim({
      kind: 'RecordSettlement',
      ...supplier,
      settlement: 's-1',
      means: 'creditNote',
      reference: 'CN-1',
      parts: [{ programme: 'volume', period, amount: '3.00', claim: 'c-1' }],
    });
    ledger.claim({
      kind: 'RequestWaiver',
      ...customer,
      waiver: 'w-1',
      programme: 'volume',
      period: { from: '2026-02-01', to: '2026-02-28' },
      amount: '2.00',
      reason: 'small',
    });
    ledger.claim({ kind: 'ApproveWaiver', ...customer, person: 'cora', waiver: 'w-1' });
    return ledger;
  };
  const changedAt = (position: number, change: (text: string) => string): unknown => {
    const ledger = settled();
    return found(
      resigned(
        ledger,
        ledger.leaves.map((leaf) =>
          leaf.position === position ? { ...leaf, data: JSON.parse(change(JSON.stringify(leaf.data))) as Leaf['data'] } : leaf,
        ),
      ),
    );
  };

  it('is decided again from what was earned then', () => {
    const ledger = settled();
    expect(ledger.leaves.slice(8).map(({ type }) => type)).toEqual([
      'ClaimRaised',
      'ClaimApproved',
      'SettlementRecorded',
      'WaiverRequested',
      'EarningWaived',
    ]);
    expect(verified(honest(ledger))).toMatchObject({ kind: 'verified', recomputed: { passedOver: {} } });
  });

  it.each([
    ['more than was earned', 8, (text: string) => text.replaceAll('"4.00"', '"4.01"')],
    ['a line that earned less', 8, (text: string) => text.replace('"d-0"', '"d-1"').replaceAll('"4.00"', '"5.01"')],
    ['a period that is not over', 8, (text: string) => text.replace('2026-01-31', '2026-12-31')],
    ['more approved than claimed', 9, (text: string) => text.replaceAll('"4.00"', '"4.01"')],
    ['approved by its own side', 9, (text: string) => text.replace('"supplier"', '"customer"')],
    ['more settled than approved', 10, (text: string) => text.replaceAll('"3.00"', '"4.01"')],
    ['parts that do not add up', 10, (text: string) => text.replace('"3.00"', '"2.00"')],
    ['more waived than is open', 11, (text: string) => text.replace('"2.00"', '"20.00"')],
    ['waived by who asked', 12, (text: string) => text.replace('"cora"', '"carl"')],
  ])('is wrong at its place: %s', (_, position, change) => {
    expect(changedAt(position, change)).toEqual({ kind: 'wrong', code: 'CLAIM_UNLAWFUL', at: position });
  });

  it('is not accused of what was recorded while it was decided', () => {
    const ledger = year();
    ledger.claim({ kind: 'RaiseClaim', ...customer, claim: 'c-1', parts: [{ programme: 'volume', period }] });
    const claim = ledger.leaves.at(-1);
    if (claim === undefined) throw new Error('nothing was claimed');
    ledger.leaves.pop();
    ledger.sell({ ...sale('d-0', '2026-01-10', '400'), action: 'void' });
    const leaves = [...ledger.leaves, { ...claim, position: ledger.leaves.length, recordedAt: '2026-12-31T12:00:00.000Z' }];
    expect(
      found(bundleOf({ partnership: ledger.partnership, entries: leaves.map(leafBytes), claims: claimsOf(ledger.partnership, leaves) })),
    ).toBe('verified');
  });
});

describe('claims', () => {
  it('read back as they were written, and in no other way', () => {
    const claims = claimsOf('acme~buildco', year().leaves);
    expect(parseClaims(formatClaims(claims))).toEqual({ ok: true, value: claims });
    expect(parseClaims(JSON.stringify(claims, undefined, 2))).toMatchObject({ ok: false, rejections: [{ code: 'CLAIMS_MALFORMED' }] });
  });
});
