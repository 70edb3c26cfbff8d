import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { accountOf, type Accounts, inStockOn, isUpfront, taxAccountOf } from './accounts.ts';
import { accountsDecider, type AccountsEvent } from './decider.ts';

const asked = { agreement: 'a-1', programme: 'p' };

describe('the account of a posting', () => {
  const own: Accounts = {
    supplier: { revenue: { number: '8000' }, liability: { number: '9000' } },
    taxCodes: { V7: { number: '1771' } },
    programmes: [
      { agreement: 'a-1', programme: 'p', supplier: { revenue: { number: '8730' } } },
      { programme: 'p', supplier: { revenue: { number: '8731' }, liability: { number: '9731' } } },
      { programme: 'q', customer: { tax: { number: '77' } } },
    ],
  };
  const number = (party: 'supplier' | 'customer', role: 'revenue' | 'liability' | 'bank' | 'costOfSales', of = asked): string =>
    accountOf(own, party, role, of).number;

  test("is the programme's own, else the organisation's, else the default", () => {
    expect([
      number('supplier', 'revenue'),
      number('supplier', 'liability'),
      number('supplier', 'bank'),
      number('customer', 'costOfSales'),
    ]).toEqual(['8730', '9000', '1000', '5000']);
    expect(accountOf({}, 'supplier', 'revenue', asked)).toEqual({ number: '4000', name: 'Sales revenue' });
  });

  test('is looked up in the first entry that names the programme, of its agreement or of any', () => {
    expect([
      number('supplier', 'revenue', { agreement: 'a-2', programme: 'p' }),
      number('supplier', 'liability', { agreement: 'a-2', programme: 'p' }),
      number('supplier', 'revenue', { agreement: 'a-1', programme: 'q' }),
    ]).toEqual(['8731', '9731', '8000']);
  });

  test('of tax is that of its code, else the one of the role', () => {
    const of = (code: string | undefined, programme = 'p'): string =>
      taxAccountOf(own, 'customer', code, { agreement: 'a-1', programme }).number;
    expect([of('V7'), of('V19'), of(undefined), of('V19', 'q')]).toEqual(['1771', '1450', '1450', '77']);
  });
});

test('a lump sum is paid upfront unless its programme says otherwise', () => {
  const own: Accounts = {
    programmes: [
      { programme: 'p', upfront: false },
      { programme: 'q', upfront: true },
    ],
  };
  const of = (programme: string, isLumpSum: boolean): boolean => isUpfront(own, { agreement: 'a-1', programme }, isLumpSum);
  expect([of('p', true), of('q', false), of('r', true), of('r', false)]).toEqual([false, true, true, false]);
});

test("the share in stock is that with the latest day that has come, the programme's before the organisation's", () => {
  const own: Accounts = {
    inStock: [
      { from: '2026-03-31', percent: '30' },
      { from: '2026-01-31', percent: '10' },
      { from: '2026-02-28', percent: '20' },
    ],
    programmes: [{ programme: 'q', inStock: [{ from: '2026-02-28', percent: '5' }] }],
  };
  const on = (programme: string, day: string): string | undefined => inStockOn(own, { agreement: 'a-1', programme }, day);
  expect(['2026-01-30', '2026-01-31', '2026-03-30', '2026-03-31'].map((day) => on('p', day))).toEqual([undefined, '10', '20', '30']);
  expect(['2026-01-31', '2026-12-31'].map((day) => on('q', day))).toEqual([undefined, '5']);
  expect(inStockOn({}, asked, '2026-12-31')).toBeUndefined();
});

describe("an organisation's accounts", () => {
  const set = (accounts: Accounts, before: readonly AccountsEvent[] = []) =>
    accountsDecider.decide({ kind: 'SetAccounts', organisation: 'acme', accounts }, fold(accountsDecider, before));
  const event = (accounts: Accounts): AccountsEvent => ({ type: 'AccountsSet', data: { organisation: 'acme', accounts } });
  const own: Accounts = { supplier: { revenue: { number: '8000' } } };

  test('are set where they differ from what is in force, the defaults at first', () => {
    expect(set(own)).toEqual({ kind: 'events', events: [event(own)] });
    expect(set({})).toEqual({ kind: 'events', events: [] });
    expect(set({ supplier: { revenue: { number: '8000' }, tax: undefined } }, [event(own)])).toEqual({ kind: 'events', events: [] });
    expect(set({}, [event(own)])).toEqual({ kind: 'events', events: [event({})] });
    expect(fold(accountsDecider, [event(own), event({})]).versions).toEqual([{}, own, {}]);
  });

  test('that no event can hold are refused', () => {
    const programmes = Array.from({ length: 999 }, (_, index) => ({
      programme: `programme-number-${index}-with-a-long-name`,
      supplier: { revenue: { number: '8000' } },
    }));
    expect(set({ programmes })).toMatchObject({ kind: 'rejected', rejections: [{ code: 'ACCOUNTS_TOO_LARGE' }] });
  });
});
