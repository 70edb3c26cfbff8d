import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pc from 'picocolors';
import { stringify } from 'yaml';
import { program } from '../../apps/cli/program.ts';

/**
 * Figures printed in public product documentation and accounting literature (`worked-examples.json` says whose), as a user would
 * check them: an agreement file, a sales file, and `rebate calculate`.
 */
type Case = { readonly id: string; readonly steps?: readonly { readonly from: string; readonly percent: string }[] } & Readonly<
  Record<string, unknown>
>;
const { cases } = JSON.parse(readFileSync(new URL('worked-examples.json', import.meta.url), 'utf8')) as { readonly cases: readonly Case[] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'worked-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Programme = Readonly<Record<string, unknown>>;
/** `date,product,quantity,unitPrice` and, where given, `category,cost`: each row is a document of one line. */
type Sales = readonly string[];
type Question = {
  readonly on?: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly policy?: unknown;
  readonly explain?: true;
};
type Answer = {
  readonly earned: string;
  readonly accrued: string;
  readonly programmes: readonly { readonly earned: string; readonly accrued: string; readonly projected: string }[];
  readonly settlements?: readonly { readonly amount: string }[];
  readonly causes?: Readonly<Record<string, string>>;
};

const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const calculate = async (programme: Programme, sales: Sales, { on, more = {}, policy, explain }: Question = {}): Promise<Answer> => {
  const terms = {
    id: 'worked',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p', ...programme }],
    ...more,
  };
  const rows = sales.map((row, index) => `d-${index + 1},1,${row}${','.repeat(6 - row.split(',').length)}`);
  const words = [
    'calculate',
    '--json',
    '--agreement',
    written('agreement.yaml', stringify(terms)),
    '--sales',
    written('sales.csv', ['document,line,date,product,quantity,unitPrice,category,cost', ...rows].join('\n')),
    ...(on === undefined ? [] : ['--on', on]),
    ...(policy === undefined ? [] : ['--policy', written('policy.json', JSON.stringify({ programmes: { p: policy } }))]),
    ...(explain === undefined ? [] : ['--explain']),
  ];
  let said = '';
  let failed = '';
  const io = {
    out: (text: string) => {
      said += `${text}\n`;
    },
    err: (text: string) => {
      failed += `${text}\n`;
    },
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    paint: pc.createColors(false),
  };
  await program(io).parseAsync(words, { from: 'user' });
  // What may surprise is warned of beside the answer; a refusal is not.
  expect(failed.split('\n').filter((line) => line !== '' && !line.startsWith('warning: '))).toEqual([]);
  return JSON.parse(said) as Answer;
};

/** As the documentation prints it: without decimals that are nothing. */
const plain = (amount: string | undefined): string | undefined => amount?.replace(/\.00$/, '');
const steps = (...list: readonly (readonly [from: string, percent: string])[]) => list.map(([from, percent]) => ({ from, percent }));

/** Keys of a case that say what it is; all others are figures, or what they are computed from. */
const ABOUT = ['id', 'says', 'source'];

/** What each case of the file says, recomputed: the same keys, and nothing left out. */
const RECOMPUTED: Readonly<Record<string, (own: Case) => Promise<Readonly<Record<string, unknown>>>>> = {
  'two-bands': async (own) => {
    const paid: Record<string, unknown> = {};
    for (const tiers of ['marginal', 'retrospective', 'rolling', 'total'])
      paid[tiers] = plain((await calculate({ earn: { tiers, steps: own.steps } }, ['2026-05-01,A,1,2000'])).earned);
    return { steps: own.steps, ...paid };
  },
  guarantee: async () => {
    const topUp = async (carryExcess: boolean): Promise<string | undefined> => {
      const terms = { period: 'quarter', earn: { percent: '10' }, guarantee: { amount: '10000', per: 'quarter', carryExcess } };
      const [before, after] = [
        await calculate(terms, ['2026-02-01,A,1,120000', '2026-05-01,A,1,50000'], { on: '2026-06-29' }),
        await calculate(terms, ['2026-02-01,A,1,120000', '2026-05-01,A,1,50000'], { on: '2026-06-30' }),
      ];
      return plain((Number(after.earned) - Number(before.earned)).toFixed(2));
    };
    return { topUpQ2: { carryExcess: await topUp(true), not: await topUp(false) } };
  },
  'ship-and-debit': async () => {
    const paid = async (price: object): Promise<string | undefined> =>
      plain((await calculate({ earn: { shipAndDebit: price } }, ['2026-05-01,A,100,25,,20'])).earned);
    return {
      'downTo 18': await paid({ downTo: '18' }),
      'downBy 1.5': await paid({ downBy: '1.5' }),
      'downByPercent 10': await paid({ downByPercent: '10' }),
    };
  },
  'growth-bands': async () => {
    const paid = async (growth: string): Promise<string | undefined> =>
      plain(
        (
          await calculate({ earn: { growth, baseline: '2000000', steps: steps(['110', '2'], ['115', '3'], ['120', '4']) } }, [
            '2026-05-01,A,1,2350000',
          ])
        ).earned,
      );
    return { all: await paid('all'), excess: await paid('excess'), slices: await paid('slices') };
  },
  'three-figures': async () => {
    const terms = { earn: { tiers: 'retrospective', steps: steps(['100000', '3'], ['200000', '4'], ['300000', '5']) } };
    const ask = async (policy?: unknown) =>
      (await calculate(terms, ['2028-03-01,A,1,110000'], { on: '2028-07-01', more: { from: '2028-01-01', to: '2028-12-31' }, policy }))
        .programmes[0];
    const [step, forecast, none] = [
      await ask({ accrue: { step: 3 } }),
      await ask({ accrue: 'forecast', forecast: { method: 'runRate' } }),
      await ask(),
    ];
    return {
      earned: plain(none?.earned),
      accrued: { 'policy step 3': plain(step?.accrued), 'policy forecast (run rate 220,000 reaches 4%)': plain(forecast?.accrued) },
      projected: plain(none?.projected),
    };
  },
  'two-sets': async () => {
    const terms = {
      eligible: { include: [{ category: ['pipes'] }] },
      target: { include: [{ category: ['pipes', 'tools'] }] },
      earn: { tiers: 'marginal', steps: steps(['100000', '1'], ['200000', '2']) },
    };
    return { earned: plain((await calculate(terms, ['2026-02-01,A,1,40000,pipes', '2026-02-01,B,1,210000,tools'])).earned) };
  },
  'settle-in-parts': async () => {
    const paid = async (parts: string) => {
      const terms = { earn: { tiers: 'retrospective', steps: steps(['100000', '5']) }, settle: { every: 'quarter', parts } };
      return (
        await calculate(terms, ['2026-02-01,A,1,50000', '2026-05-01,A,1,75000', '2026-08-01,A,1,100000', '2026-11-01,A,1,75000'])
      ).settlements?.map(({ amount }) => plain(amount));
    };
    return { 'parts cumulative': await paid('cumulative'), 'parts separate (each quarter against the threshold)': await paid('separate') };
  },
  returns: async () => {
    const terms = {
      by: 'quantity',
      earn: {
        tiers: 'marginal',
        steps: [
          { above: '0', perUnit: '10' },
          { above: '2', perUnit: '20' },
          { above: '4', perUnit: '30' },
        ],
      },
    };
    const sales = ['2026-01-10,A,2,100', '2026-02-10,A,2,100', '2026-03-10,A,2,100', '2026-04-10,A,-2,100'];
    const earned: (string | undefined)[] = [];
    for (let count = 1; count <= sales.length; count += 1) earned.push(plain((await calculate(terms, sales.slice(0, count))).earned));
    return { 'earned after each': earned };
  },
  'catch-up': async () => {
    const terms = { by: 'quantity', earn: { tiers: 'retrospective', steps: [{ above: '600', perUnit: '48' }] } };
    const policy = {
      accrue: 'forecast',
      forecast: [
        { method: 'given', quantity: '500' },
        { method: 'given', quantity: '700', from: '2026-04-01' },
      ],
    };
    const accrued = async (on: string): Promise<string> =>
      (await calculate(terms, ['2026-02-01,A,75,480', '2026-05-01,A,225,480'], { on, policy })).accrued;
    const [first, second] = [await accrued('2026-03-31'), await accrued('2026-06-30')];
    // What is sold in the quarter, less what its accrual changed by.
    return {
      accrued: [plain(first), plain(second)],
      'revenue of the quarter': [String(75 * 480 - Number(first)), String(225 * 480 - (Number(second) - Number(first)))],
    };
  },
  'marginal-three': async () => ({
    marginal: plain(
      (
        await calculate({ earn: { tiers: 'marginal', steps: steps(['0', '1'], ['100000', '2'], ['500000', '3']) } }, [
          '2026-05-01,A,1,650000',
        ])
      ).earned,
    ),
  }),
  carry: async () => {
    const change = { earn: { tiers: 'retrospective', steps: steps(['100000', '2'], ['200000', '3']) } };
    const amendments = [{ effective: '2026-07-01', programme: 'p', mode: 'carry', change }];
    return {
      earned: plain(
        (await calculate({ earn: { percent: '1' } }, ['2026-03-01,A,1,150000', '2026-09-01,A,1,100000'], { more: { amendments } })).earned,
      ),
    };
  },
  causes: async () => {
    const answer = await calculate(
      { earn: { tiers: 'retrospective', steps: steps(['0', '1'], ['100000', '2']) } },
      ['2026-06-01,A,1,99000', '2026-03-01,A,1,2000'],
      { explain: true },
    );
    const { sale, ...effects } = answer.causes ?? {};
    expect(sale).toBe('990');
    return { effects };
  },
};

describe('worked examples through rebate calculate', () => {
  test('none of the file is missing here, and none here from the file', () => {
    expect(cases.map(({ id }) => id).sort()).toEqual(Object.keys(RECOMPUTED).sort());
  });
  test.each(cases.map((own): [string, Case] => [own.id, own]))('%s', async (id, own) => {
    const expected = Object.fromEntries(Object.entries(own).filter(([key]) => !ABOUT.includes(key)));
    expect(await RECOMPUTED[id]?.(own)).toEqual(expected);
  });
});
