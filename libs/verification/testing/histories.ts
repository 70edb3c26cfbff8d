import { formatDay, toDay } from '#kernel';
import type { SaleLine, SalesDocument } from '#rebates';
import type { Chance } from './chance.ts';
import { Recorder } from './recorder.ts';

/** Random honest histories of one partnership: deals, changes of deals, and sales with all that happens to them. */

const FROM = '2026-01-01';
const PRODUCTS = [
  { product: 'A', category: 'pipes' },
  { product: 'B', category: 'tools' },
  { product: 'C', category: 'pipes', brand: 'x' },
] as const;
const STEPS = [
  { from: '100', percent: '1' },
  { from: '400', percent: '2.5' },
  { above: '900', percent: '4' },
];

const PROGRAMMES: readonly Readonly<Record<string, unknown>>[] = [
  { earn: { tiers: 'retrospective', steps: STEPS } },
  { earn: { tiers: 'marginal', steps: STEPS }, period: 'month' },
  { earn: { percent: '3' }, eligible: { include: [{ category: ['pipes'] }] }, settle: { every: 'month', dueDays: 30 } },
  { earn: { perUnit: '0.5' }, scope: 'product', cap: { amount: '20', per: 'term' } },
  { earn: { percent: '2' }, period: 'month', guarantee: { amount: '5', per: 'month' } },
  { earn: { freeGoods: { free: '1', per: '10' } } },
  { earn: { percent: '1' }, period: 'document', scope: 'group' },
];

const termsOf = (chance: Chance, id: string, foreign: boolean): Record<string, unknown> => ({
  id,
  supplier: 'acme',
  customer: 'buildco',
  from: FROM,
  to: formatDay(toDay(FROM) + chance.between(20, 60)),
  currency: 'EUR',
  returns: chance.of(['returnPeriod', 'salePeriod']),
  rounding: chance.of(['half-up', 'half-even']),
  countsFrom: chance.oneIn(4) ? 'customer' : 'supplier',
  ...(foreign ? { exchange: { table: 'ecb', on: 'date' } } : {}),
  programmes: Array.from({ length: chance.between(1, 2) }, (_, index) => ({ id: `p${index + 1}`, ...chance.of(PROGRAMMES) })),
});

const lineOf = (chance: Chance, line: number): SaleLine => ({
  line: String(line),
  date: formatDay(toDay(FROM) + chance.below(60)),
  ...chance.of(PRODUCTS),
  quantity: String(chance.between(1, 30)),
  unitPrice: chance.of(['12.5', '7.77', '25', '3.005']),
  ...(chance.oneIn(8) ? { currency: 'USD' } : {}),
});

const documentOf = (chance: Chance, index: number): SalesDocument => ({
  reporter: chance.oneIn(4) ? 'buildco' : 'acme',
  stage: 'invoiced',
  document: `INV-${index}`,
  lines: Array.from({ length: chance.between(1, 4) }, (_, line) => lineOf(chance, line + 1)),
});

/** Something that happens to a sale recorded before. */
const followUp = (chance: Chance, { documents }: Recorder, index: number): SalesDocument | undefined => {
  const sales = documents.filter(({ action, lines }) => action === undefined && lines.every(({ returns }) => returns === undefined));
  if (sales.length === 0) return undefined;
  const { reporter, stage, document, lines } = chance.of(sales);
  const line = chance.of(lines);
  const about = { reporter, stage, document };
  switch (chance.below(6)) {
    case 0:
      return { ...about, action: 'correct', lines: [{ ...line, quantity: String(chance.between(1, 40)) }] };
    case 1:
      return { ...about, action: 'void', lines: [line] };
    case 2:
      return { ...about, action: 'pay', lines: [{ ...line, paidOn: '2026-02-15', paidAmount: '10' }] };
    case 3:
      return { ...about, lines };
    default:
      return {
        reporter,
        stage,
        document: `CR-${index}`,
        lines: [
          { ...line, line: '1', quantity: '-1', returns: `${document}#${line.line}`, date: formatDay(toDay(line.date) + chance.below(20)) },
        ],
      };
  }
};

const by = (chance: Chance) => {
  const party = chance.of(['supplier', 'customer'] as const);
  return { party, person: `p-${party}` };
};

/** Something that happens to a deal. */
const renegotiate = (chance: Chance, ledger: Recorder, agreement: string): void => {
  const state = ledger.stateOf(agreement);
  if (state.status === 'none') return;
  const { terms, lastVersion } = state;
  switch (chance.below(6)) {
    case 0:
      ledger.agree(agreement, {
        kind: 'ProposeAmendment',
        agreement,
        ...by(chance),
        amendments: [
          {
            effective: '2026-01-11',
            programme: terms.programmes[0]?.id,
            mode: chance.of(['restate', 'carry', 'restart']),
            change: { earn: { percent: chance.of(['1', '2', '5']) } },
          },
        ],
      });
      break;
    case 1:
      ledger.agree(agreement, {
        kind: 'ExtendAgreement',
        agreement,
        ...by(chance),
        to: formatDay(toDay(terms.to) + chance.between(1, 20)),
      });
      break;
    case 2:
      ledger.agree(agreement, {
        kind: 'ProposeAmendment',
        agreement,
        ...by(chance),
        amendments: [
          {
            effective: '2026-01-05',
            programme: terms.programmes[0]?.id,
            mode: 'restate',
            change: { eligible: { include: [{ product: ['A', 'B'] }] } },
          },
        ],
      });
      break;
    case 3:
      ledger.agree(agreement, { kind: 'AddComment', agreement, version: lastVersion, text: 'agreed on the phone — “gut”', ...by(chance) });
      break;
    case 4:
      if (chance.oneIn(3))
        ledger.agree(agreement, { kind: 'TerminateAgreement', agreement, ...by(chance), on: '2026-01-18', reason: 'sold' });
      break;
    default:
      break;
  }
  if (!chance.oneIn(4)) ledger.sign(agreement);
};

/** Something that happens to what was earned. */
const settle = (chance: Chance, ledger: Recorder, agreement: string, act: number): void => {
  const state = ledger.stateOf(agreement);
  if (state.status === 'none') return;
  const { claims } = ledger.claimsOf(agreement);
  const programme = chance.of(state.terms.programmes).id;
  const to = chance.of([FROM, '2026-01-31', formatDay(toDay(ledger.today) - 1)]);
  const period = chance.oneIn(2) ? { from: FROM, to: '2026-01-31' } : { from: FROM, to };
  const [customer, supplier] = [
    { party: 'customer', person: 'p-customer' },
    { party: 'supplier', person: 'p-supplier' },
  ] as const;
  const raised = [...claims.values()].find(({ status }) => status === 'raised');
  const approved = [...claims.values()].find(({ status }) => status === 'approved');
  switch (chance.below(6)) {
    case 0:
      if (raised !== undefined) ledger.claim({ kind: 'ApproveClaim', agreement, claim: raised.id, ...supplier });
      break;
    case 1:
      if (raised !== undefined)
        ledger.claim(
          chance.oneIn(2)
            ? { kind: 'RefuseClaim', agreement, claim: raised.id, reason: 'not ours', ...supplier }
            : { kind: 'WithdrawClaim', agreement, claim: raised.id, ...customer },
        );
      break;
    case 2: {
      const parts = (approved?.standing ?? []).map((part) => ({
        programme: part.programme,
        period: part.period,
        amount: part.amount,
        claim: approved?.id ?? '',
      }));
      ledger.claim({
        kind: 'RecordSettlement',
        agreement,
        settlement: `s-${act}`,
        means: 'creditNote',
        reference: `CN-${act}`,
        parts: parts.length === 0 ? [{ programme, period, amount: '1.00' }] : parts,
        ...supplier,
      });
      break;
    }
    case 3:
      if (
        ledger.claim({
          kind: 'RequestWaiver',
          agreement,
          waiver: `w-${act}`,
          programme,
          period,
          amount: '0.50',
          reason: 'small',
          ...customer,
        })
      )
        ledger.claim({ kind: 'ApproveWaiver', agreement, waiver: `w-${act}`, party: 'customer', person: 'p-other' });
      break;
    case 4:
      ledger.close(agreement, to);
      break;
    default:
      ledger.claim({
        kind: 'RaiseClaim',
        agreement,
        claim: `c-${act}`,
        parts: [{ programme, period, ...(chance.oneIn(2) ? { amount: '1.00' } : {}) }],
        ...customer,
      });
  }
};

const MONTHS_MINUTES = 12 * 24 * 60;

/** A history of some 10 to 80 events. Now and then weeks pass, so that months of recording end. */
export const history = (chance: Chance): Recorder => {
  const ledger = new Recorder('acme', 'buildco');
  const agreements = chance.oneIn(3) ? ['a-1', 'a-2'] : ['a-1'];
  const acts = chance.between(4, 40);
  const begins = chance.below(acts);
  for (let act = 0; act < acts; act += 1) {
    if (act === begins || act === 0) {
      const agreement = act === 0 ? 'a-1' : (agreements.at(-1) ?? 'a-1');
      ledger.agree(agreement, { kind: 'ProposeAgreement', terms: termsOf(chance, agreement, chance.oneIn(4)), ...by(chance) });
      if (!chance.oneIn(5)) ledger.sign(agreement);
    }
    if (chance.oneIn(6)) ledger.wait(MONTHS_MINUTES);
    if (chance.oneIn(4)) settle(chance, ledger, chance.of(agreements), act);
    else if (chance.oneIn(6)) renegotiate(chance, ledger, chance.of(agreements));
    else if (chance.oneIn(9))
      ledger.decide({
        kind: 'RecordRates',
        partnership: ledger.partnership,
        table: 'ecb',
        to: 'EUR',
        rates: [{ currency: 'USD', from: formatDay(toDay(FROM) + act), rate: `0.9${chance.below(9)}` }],
      });
    else {
      const document = chance.oneIn(3) ? followUp(chance, ledger, act) : documentOf(chance, act);
      if (document !== undefined) ledger.sell(document);
    }
  }
  return ledger;
};
