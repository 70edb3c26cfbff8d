import { Rational, roundText } from '#kernel';
import type { Ledger, LedgerCommand } from '#ledger';
import type { Statement } from '#rebates';
import { valueOf } from '../failure.ts';
import { BUILDCO, FRED, SUPPLIER, TOM } from './terms.ts';

/** What finance of both sides made of each quarter that was over: closed, claimed, settled and booked. The third waits for the supplier. */

/** Carries a command out on a day of the story; the answer sees what it did. */
export type Do = (command: LedgerCommand, by: string, day: string) => Promise<{ readonly token: string }>;

const agreement = BUILDCO.id;
const customer = { party: 'customer', person: TOM } as const;
const supplier = { party: 'supplier', person: FRED } as const;
const CENTS = { mode: 'half-up', decimals: 2 } as const;

/** By what month they are over, and the days on which finance worked on them. */
const QUARTERS = {
  '2026-03': { period: '2026-Q1', closed: '2026-04-09', claimed: '2026-04-14', decided: '2026-04-20', settled: '2026-04-30' },
  '2026-06': { period: '2026-Q2', closed: '2026-07-09', claimed: '2026-07-13', decided: '2026-07-21', settled: '2026-07-31' },
  '2026-09': { period: '2026-Q3', closed: '2026-10-09', claimed: '2026-10-12', decided: '2026-10-19', settled: '2026-10-30' },
} as const;
type Quarter = (typeof QUARTERS)[keyof typeof QUARTERS];

const SUPPLIER_ACCOUNTS = {
  supplier: { revenue: { number: '8730', name: 'Rebates granted' }, liability: { number: '3090', name: 'Rebates owed to customers' } },
  programmes: [{ programme: 'promo', supplier: { revenue: { number: '8731', name: 'Promotions granted' } } }],
};
const CUSTOMER_ACCOUNTS = {
  customer: { receivable: { number: '1355', name: 'Rebates of suppliers' } },
  inStock: [
    { from: '2026-03-31', percent: '25' },
    { from: '2026-06-30', percent: '20' },
  ],
};
/** The supplier expects the step that the pace of the year leads to; the customer books what is reached. */
const SUPPLIER_POLICY = { programmes: { volume: { accrue: 'forecast', forecast: { method: 'runRate' } } } };
const FIRST_DAY = '2026-01-05';

/** In dispute with the supplier when it decided: receipts of the quarter that it had not found yet. */
const HELD_BACK = '250.00';
/** The customer's own paper counts a delivery that was invoiced in the quarter after. */
const STATED_MORE = '240.00';

const closingOf = ({ programmes }: Statement, programme: string): string =>
  programmes.find((row) => row.programme === programme)?.closing ?? '0.00';
const plus = (amount: string, more: string): string => roundText(Rational.parse(amount).plus(Rational.parse(more)), CENTS);

export const financeBegins = async (do_: Do): Promise<void> => {
  await do_({ kind: 'SetAccounts', organisation: SUPPLIER, accounts: SUPPLIER_ACCOUNTS }, FRED, FIRST_DAY);
  await do_({ kind: 'SetAccounts', organisation: BUILDCO.customer, accounts: CUSTOMER_ACCOUNTS }, TOM, FIRST_DAY);
  await do_({ kind: 'SetPolicy', organisation: SUPPLIER, agreement, policy: SUPPLIER_POLICY }, FRED, FIRST_DAY);
};

/** The whole of the first quarter's claim; of the second a part, and the rest stays open; the third is not decided yet. */
const settled = async (do_: Do, { period: name, decided, settled: day }: Quarter, statement: Statement): Promise<void> => {
  const { period } = statement;
  const claim = `RB-${name}`;
  const [promo, volume, anchors] = ['promo', 'volume', 'anchors'].map((programme) => ({
    programme,
    period,
    amount: closingOf(statement, programme),
  })) as [Part, Part, Part];
  if (name === '2026-Q3') {
    await do_(
      {
        kind: 'RecordSettlement',
        agreement,
        settlement: 'D-118',
        means: 'deduction',
        reference: 'DN-118',
        invoice: 'B-10128',
        parts: [anchors],
        ...customer,
        on: day,
      },
      TOM,
      day,
    );
    return;
  }
  const part = name === '2026-Q2' ? { ...volume, amount: plus(volume.amount, `-${HELD_BACK}`) } : volume;
  await do_({ kind: 'ApproveClaim', agreement, claim: `promo.${period.to}`, ...supplier, on: decided }, FRED, decided);
  await do_(
    {
      kind: 'ApproveClaim',
      agreement,
      claim,
      ...(part === volume ? {} : { parts: [part], reason: 'Two receipts of June are not found yet: they are looked for.' }),
      ...supplier,
      on: decided,
    },
    FRED,
    decided,
  );
  await do_(
    {
      kind: 'RecordSettlement',
      agreement,
      settlement: `S-${name}`,
      means: 'creditNote',
      reference: `CN-${name}`,
      parts: [promo, part, anchors],
      ...supplier,
      on: day,
    },
    FRED,
    day,
  );
};
type Part = { readonly programme: string; readonly period: Statement['period']; readonly amount: string };

/** What is done once a month is over: nothing, but where it ends a quarter. */
export const financeAfter = async (month: string, ledger: Pick<Ledger, 'closing'>, do_: Do): Promise<void> => {
  const quarter = Object.entries(QUARTERS).find(([end]) => end === month)?.[1];
  if (quarter === undefined) return;
  const { period, closed, claimed } = quarter;
  const { token } = await do_({ kind: 'ClosePeriod', agreement, period }, FRED, closed);
  const statement = valueOf(await ledger.closing.statement({ agreement, period, atLeast: token }));
  for (const organisation of [SUPPLIER, BUILDCO.customer])
    await do_(
      { kind: 'BookAccruals', organisation, agreement, through: statement.period.to, person: organisation === SUPPLIER ? FRED : TOM },
      organisation === SUPPLIER ? FRED : TOM,
      closed,
    );
  await do_(
    {
      kind: 'RaiseClaim',
      agreement,
      claim: `RB-${period}`,
      parts: [{ programme: 'volume', period: statement.period, amount: closingOf(statement, 'volume') }],
      reference: `RB-${period}`,
      ...customer,
      on: claimed,
    },
    TOM,
    claimed,
  );
  await settled(do_, quarter, statement);
  if (period !== '2026-Q2') return;
  const figures = Object.fromEntries(
    statement.programmes.map(({ programme, earned }) => [programme, programme === 'volume' ? plus(earned, STATED_MORE) : earned]),
  );
  await do_({ kind: 'StateFigures', agreement, period, figures, reference: `RS-${period}`, ...customer }, TOM, claimed);
};
