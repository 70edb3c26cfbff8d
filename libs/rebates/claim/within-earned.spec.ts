import { fold, formatFixed, Rational, sum } from '#kernel';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClaimCommand, ClaimFacts } from './commands.ts';
import { claimsDecider } from './decider.ts';
import type { ClaimEvent } from './events.ts';

/** Two sides that claim, decide, settle, reverse and give up in any order, while what is earned goes up and down. */

const QUARTERS = [
  { from: '2026-01-01', to: '2026-03-31' },
  { from: '2026-04-01', to: '2026-06-30' },
  { from: '2026-07-01', to: '2026-09-30' },
] as const;
const of = { agreement: 'a-1' };
const customer = { party: 'customer', person: 'carl' } as const;
const supplier = { party: 'supplier', person: 'sue' } as const;
const TODAY = '2026-11-01';

const cents = fc.integer({ min: 1, max: 12_000 }).map((units) => formatFixed(BigInt(units), 2));
const quarter = fc.constantFrom(...QUARTERS);
const name = fc.constantFrom('1', '2', '3', '4', '5', '6');
const lineName = fc.constantFrom('1', '2', '3');
type Act = { readonly command: ClaimCommand } | { readonly earned: readonly number[]; readonly lines: readonly number[] };

const part = fc.record({ programme: fc.constant('p'), period: quarter, amount: cents });
const withLines = fc.record({
  period: quarter,
  lines: fc.uniqueArray(fc.record({ document: fc.constant('I'), line: lineName, amount: cents }), {
    selector: ({ line }) => line,
    minLength: 1,
  }),
});
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    earned: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 3 }),
    lines: fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 3, maxLength: 3 }),
  }),
  fc
    .record({ claim: name, part })
    .map(({ claim, part: own }): Act => ({ command: { kind: 'RaiseClaim', ...of, claim: `c${claim}`, parts: [own], ...customer } })),
  fc.record({ claim: name, own: withLines }).map(({ claim, own }): Act => ({
    command: {
      kind: 'RaiseClaim',
      ...of,
      claim: `c${claim}`,
      parts: [{ programme: 'p', period: own.period, lines: own.lines }],
      ...customer,
    },
  })),
  name.map((claim): Act => ({ command: { kind: 'ApproveClaim', ...of, claim: `c${claim}`, ...supplier } })),
  fc.record({ claim: name, part }).map(({ claim, part: own }): Act => ({
    command: { kind: 'ApproveClaim', ...of, claim: `c${claim}`, parts: [own], reason: 'less', ...supplier },
  })),
  name.map((claim): Act => ({ command: { kind: 'RefuseClaim', ...of, claim: `c${claim}`, reason: 'no', ...supplier } })),
  name.map((claim): Act => ({ command: { kind: 'WithdrawClaim', ...of, claim: `c${claim}`, ...customer } })),
  fc.record({ settlement: name, part, claim: fc.option(name, { nil: undefined }) }).map(({ settlement, part: own, claim }): Act => ({
    command: {
      kind: 'RecordSettlement',
      ...of,
      settlement: `s${settlement}`,
      means: 'creditNote',
      reference: 'CN',
      parts: [{ ...own, ...(claim === undefined ? {} : { claim: `c${claim}` }) }],
      ...supplier,
    },
  })),
  name.map((settlement): Act => ({
    command: { kind: 'ReverseSettlement', ...of, settlement: `s${settlement}`, reason: 'wrong', ...supplier },
  })),
  fc.record({ waiver: name, part }).map(({ waiver, part: own }): Act => ({
    command: { kind: 'RequestWaiver', ...of, waiver: `w${waiver}`, ...own, reason: 'goodwill', ...customer },
  })),
  name.map((waiver): Act => ({ command: { kind: 'ApproveWaiver', ...of, waiver: `w${waiver}`, party: 'customer', person: 'cora' } })),
);

const factsOf = (earned: readonly number[], lines: readonly number[]): ClaimFacts => {
  let total = 0;
  const through = QUARTERS.map(({ to }, index): [string, string] => {
    total += earned[index] ?? 0;
    return [to, formatFixed(BigInt(total), 2)];
  });
  const ofLines = Object.fromEntries(lines.map((units, index) => [`I#${index + 1}`, formatFixed(BigInt(units), 2)]));
  return {
    today: TODAY,
    decimals: 2,
    programmes: {
      p: {
        earned: Object.fromEntries(through),
        plan: undefined,
        tolerance: { amount: '0.50' },
        lines: Object.fromEntries(QUARTERS.map(({ to }) => [to, ofLines])),
      },
    },
  };
};

/** The same said slowly: everything from the events alone, one claim after the other. */
const slow = (history: readonly ClaimEvent[]) => {
  const amountOf = (text: string): Rational => Rational.parse(text);
  const reversed = new Set(history.flatMap((event) => (event.type === 'SettlementReversed' ? [event.data.settlement] : [])));
  const settlements = history.flatMap((event) =>
    event.type === 'SettlementRecorded' && !reversed.has(event.data.settlement) ? event.data.parts : [],
  );
  const dropped = new Set(history.flatMap((event) => (event.type === 'WaiverDropped' ? [event.data.waiver] : [])));
  const waivers = history.flatMap((event) => (event.type === 'WaiverRequested' && !dropped.has(event.data.waiver) ? [event.data] : []));
  const dead = new Set(
    history.flatMap((event) => (event.type === 'ClaimRefused' || event.type === 'ClaimWithdrawn' ? [event.data.claim] : [])),
  );
  const live = history.flatMap((event) => {
    if (event.type !== 'ClaimRaised' || dead.has(event.data.claim)) return [];
    const { claim, parts } = event.data;
    const approval = history.find((other) => other.type === 'ClaimApproved' && other.data.claim === claim);
    const standing =
      approval?.type === 'ClaimApproved'
        ? approval.data.parts.map((own) =>
            own.lines === undefined ? { ...own, lines: parts.find(({ period }) => period.to === own.period.to)?.lines } : own,
          )
        : parts;
    return standing.map((own) => ({ claim, ...own }));
  });
  const through = (day: string): Rational => {
    const claimed = live
      .filter(({ period }) => period.to <= day)
      .map((own) => {
        const of_ = settlements.filter(({ claim, period }) => claim === own.claim && period.to === own.period.to);
        return amountOf(own.amount)
          .minus(sum(of_.map(({ amount }) => amountOf(amount))))
          .max(Rational.zero);
      });
    return sum([
      ...claimed,
      ...settlements.filter(({ period }) => period.to <= day).map(({ amount }) => amountOf(amount)),
      ...waivers.filter(({ period }) => period.to <= day).map(({ amount }) => amountOf(amount)),
    ]);
  };
  const ofLine = (line: string): Rational =>
    sum(live.flatMap(({ lines = [] }) => lines.filter((own) => own.line === line).map(({ amount }) => amountOf(amount))));
  return { through, ofLine };
};

test('no claim that is taken is beyond what is earned: by programme through each day, and by line', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(acts, { minLength: 10, maxLength: 40 }), (steps) => {
      const history: ClaimEvent[] = [];
      let facts = factsOf([9_000, 5_000, 7_000], [3_000, 4_000, 5_000]);
      for (const step of steps) {
        if ('earned' in step) {
          facts = factsOf(step.earned, step.lines);
          continue;
        }
        const decision = claimsDecider.decide({ ...step.command, facts }, fold(claimsDecider, history));
        if (decision.kind === 'rejected') continue;
        history.push(...decision.events);
        const { kind } = step.command;
        if (kind !== 'RaiseClaim' && kind !== 'ApproveClaim' && kind !== 'RequestWaiver') continue;
        taken += 1;
        const known = slow(history);
        const own =
          kind === 'RequestWaiver'
            ? [step.command.period.to]
            : decision.events.flatMap((event) => ('parts' in event.data ? event.data.parts.map(({ period }) => period.to) : []));
        for (const day of own) expect(known.through(day).lte(Rational.parse(facts.programmes['p']?.earned[day] ?? '0'))).toBe(true);
        for (const event of decision.events) {
          const named = 'parts' in event.data ? event.data.parts.flatMap((one) => ('lines' in one ? (one.lines ?? []) : [])) : [];
          for (const { line } of named)
            expect(known.ofLine(line).lte(Rational.parse(facts.programmes['p']?.lines[QUARTERS[0].to]?.[`I#${line}`] ?? '0'))).toBe(true);
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(taken).toBeGreaterThan(100);
});
