import { canonicalJson, type Decision, events, formatDay, Rational, rejected, type Rejection, sum, toDay } from '#kernel';
import { checkAmount, checkDay, checkName, checkParty, checkPeriod, text } from './checks.ts';
import type { AskedPart, ClaimCommandOf, ClaimFacts, ProgrammeFacts } from './commands.ts';
import type { ClaimedLine, ClaimEvent, ClaimPart } from './events.ts';
import { claimedOnLines, factsOf, leftThrough } from './open-amounts.ts';
import { claimRefusal } from './refusals.ts';
import { keyOfPart } from './standing.ts';
import { type ClaimsState, evolveClaims } from './state.ts';

const MOST_LINES = 5000;
/** An event's leaf holds 65,535 bytes; the rest is for what stands beside the lines. */
const LINES_BYTES = 45_000;

type Raise = ClaimCommandOf<'RaiseClaim'> & { readonly automatic?: boolean };
/** A part as it is claimed, and what the customer's own figure was; or why it cannot be. */
type Judged = { readonly part: ClaimPart; readonly asked: Rational } | { readonly refusals: readonly Rejection[] };

const details = ({ programme, period }: Pick<AskedPart, 'programme' | 'period'>) => ({ programme, from: period.from, to: period.to });

/** The period must be over, one of the plan's, within its window, and not below its minimum. */
const checkPlan = (part: AskedPart, { plan }: ProgrammeFacts, on: string, place: string): Rejection[] => {
  const {
    programme,
    period: { from, to },
  } = part;
  if (to >= on) return [claimRefusal('CLAIM_PERIOD_OPEN', { ...details(part), on }, place)];
  if (plan === undefined) return [];
  const planned = plan.find((one) => one.from === from && one.to === to);
  if (planned === undefined) {
    const list =
      plan.length === 0
        ? 'none is over yet'
        : `there are ${plan
            .slice(-6)
            .map((one) => `${one.from} to ${one.to}`)
            .join(', ')}`;
    return [claimRefusal('CLAIM_PERIOD_UNPLANNED', { programme, from, to, planned: list }, place)];
  }
  if (planned.claimUntil !== undefined && on > planned.claimUntil)
    return [claimRefusal('CLAIM_TOO_LATE', { ...details(part), until: planned.claimUntil, on }, place)];
  const { belowMinimum } = planned;
  if (belowMinimum === 'carry' || belowMinimum === 'forfeit')
    return [claimRefusal('CLAIM_BELOW_MINIMUM', { ...details(part), what: belowMinimum }, place)];
  return [];
};

const toleranceOf = ({ tolerance }: ProgrammeFacts, asked: Rational): Rational => {
  if (tolerance?.amount !== undefined) return Rational.parse(tolerance.amount);
  return tolerance?.percent === undefined ? Rational.zero : asked.max(Rational.zero).times(Rational.percent(tolerance.percent));
};

type Cut = { readonly lines: readonly ClaimedLine[]; readonly beyond: readonly Rejection[] };
/** Lines at most at what they have left; what is beyond is said, for where it is beyond the tolerance too. */
const cutLines = (
  lines: readonly ClaimedLine[],
  { programme, period }: AskedPart,
  state: ClaimsState,
  facts: ClaimFacts,
  place: string,
): Cut => {
  const claimed = claimedOnLines(state, programme);
  const earned = factsOf(facts, programme).lines[period.to] ?? {};
  const beyond: Rejection[] = [];
  const kept = lines.flatMap((line): ClaimedLine[] => {
    const key = `${line.document}#${line.line}`;
    const [has, before, amount] = [Rational.parse(earned[key] ?? '0'), claimed.get(key) ?? Rational.zero, Rational.parse(line.amount)];
    const left = has.minus(before);
    if (amount.lte(left)) return [line];
    beyond.push(
      claimRefusal(
        'CLAIM_LINE_ABOVE_EARNED',
        { asked: line.amount, line: key, programme, left: text(left, facts), earned: text(has, facts), claimed: text(before, facts) },
        place,
      ),
    );
    // A line that has nothing left, or owes something back, leaves the claim.
    return amount.sign > 0 && left.sign <= 0 ? [] : [{ ...line, amount: text(left, facts) }];
  });
  return { lines: kept, beyond };
};

const lineForm = (part: AskedPart, facts: ClaimFacts, place: string): Rejection[] => {
  const seen = new Set<string>();
  const refusals = (part.lines ?? []).flatMap(({ document, line, amount }, index) => {
    const key = `${document}#${line}`;
    const twice = seen.has(key)
      ? [claimRefusal('CLAIM_LINE_TWICE', { line: key, programme: part.programme }, `${place}.lines[${index}]`)]
      : [];
    seen.add(key);
    return [...twice, ...checkAmount(amount, facts, { place: `${place}.lines[${index}].amount`, negative: true })];
  });
  return [
    ...checkPeriod(part.period, `${place}.period`),
    ...(part.amount === undefined ? [] : checkAmount(part.amount, facts, { place: `${place}.amount` })),
    ...refusals,
  ];
};

/** What is asked for against what is left: cut to it within tolerance, refused beyond. */
const judge = (asked: AskedPart, state: ClaimsState, facts: ClaimFacts, on: string, place: string): Judged => {
  const own = factsOf(facts, asked.programme);
  const form = lineForm(asked, facts, place);
  const wrong = form.length > 0 ? form : checkPlan(asked, own, on, place);
  if (wrong.length > 0) return { refusals: wrong };
  const { left, earned, used } = leftThrough(state, asked.programme, own, asked.period.to);
  const linesAsked = sum((asked.lines ?? []).map(({ amount }) => Rational.parse(amount)));
  if (asked.lines !== undefined && asked.amount !== undefined && !linesAsked.equals(Rational.parse(asked.amount))) {
    return { refusals: [claimRefusal('CLAIM_LINES_DIFFER', { sum: text(linesAsked, facts), amount: asked.amount }, place)] };
  }
  const cut = asked.lines === undefined ? undefined : cutLines(asked.lines, asked, state, facts, place);
  const given = cut === undefined ? undefined : sum(cut.lines.map(({ amount }) => Rational.parse(amount)));
  const wanted = asked.lines === undefined ? Rational.parse(asked.amount ?? text(left.max(Rational.zero), facts)) : linesAsked;
  const amount = given ?? wanted.min(left);
  const tolerated = wanted.minus(amount).lte(toleranceOf(own, wanted));
  if (!tolerated && cut !== undefined && cut.beyond.length > 0) return { refusals: cut.beyond };
  if (!tolerated || left.lt(amount))
    return {
      refusals: [
        claimRefusal(
          'CLAIM_ABOVE_EARNED',
          { ...details(asked), asked: text(wanted, facts), left: text(left, facts), earned: text(earned, facts), used: text(used, facts) },
          place,
        ),
      ],
    };
  return {
    part: {
      programme: asked.programme,
      period: asked.period,
      amount: text(amount, facts),
      ...(cut === undefined ? {} : { lines: [...cut.lines] }),
    },
    asked: wanted,
  };
};

/** Lines by pieces that an event can hold. */
const pieces = (lines: readonly ClaimedLine[]): ClaimedLine[][] => {
  const found: ClaimedLine[][] = [];
  let bytes = LINES_BYTES;
  for (const line of lines) {
    const size = new TextEncoder().encode(canonicalJson(line)).length + 1;
    if (bytes + size > LINES_BYTES) {
      found.push([]);
      bytes = 0;
    }
    bytes += size;
    found.at(-1)?.push(line);
  }
  return found;
};

const MOST_PARTS = 100;

const raised = (command: Raise, parts: readonly ClaimPart[], asked: Rational, facts: ClaimFacts): ClaimEvent[] => {
  const { agreement, claim, party, person, reference, evidence, automatic, on = facts.today } = command;
  const amount = sum(parts.map((part) => Rational.parse(part.amount)));
  const decideDays = parts.flatMap(({ programme }) => factsOf(facts, programme).decideWithinDays ?? []);
  const named = parts.reduce((count, { lines }) => count + (lines?.length ?? 0), 0);
  // The lines of a short claim stand in its raising; those of a long one follow it.
  const inside = named > 0 && new TextEncoder().encode(canonicalJson(parts)).length <= LINES_BYTES;
  const more = inside
    ? []
    : parts.flatMap(({ programme, period, lines = [] }) =>
        pieces(lines).map((piece): ClaimEvent => ({
          type: 'ClaimLinesNamed',
          data: { agreement, claim, programme, period, lines: piece },
        })),
      );
  const plain = inside ? parts : parts.map(({ programme, period, amount: own }) => ({ programme, period, amount: own }));
  const first: ClaimEvent = {
    type: 'ClaimRaised',
    data: {
      agreement,
      claim,
      parts: [...plain],
      amount: text(amount, facts),
      party,
      person,
      on,
      ...(asked.equals(amount) ? {} : { asked: text(asked, facts) }),
      ...(decideDays.length === 0 ? {} : { decideBy: formatDay(toDay(on) + Math.min(...decideDays)) }),
      ...(reference === undefined ? {} : { reference }),
      ...(evidence === undefined ? {} : { evidence }),
      ...(automatic === true ? { automatic } : {}),
    },
  };
  return [first, ...more];
};

export const raiseClaim = (command: Raise, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const { claim, parts, on = facts.today } = command;
  const refusals = [
    ...checkName(claim, 'claim'),
    ...checkParty(command, command.automatic === true ? command.party : 'customer'),
    ...checkDay(command.on, facts),
  ];
  const known = state.claims.get(claim);
  if (known !== undefined) refusals.push(claimRefusal('CLAIM_EXISTS', { claim, status: known.status }, 'claim'));
  const named = parts.reduce((count, { lines }) => count + (lines?.length ?? 0), 0);
  if (named > MOST_LINES) refusals.push(claimRefusal('CLAIM_TOO_LARGE', { lines: String(named), most: String(MOST_LINES) }, 'parts'));
  if (parts.length === 0 || parts.length > MOST_PARTS) refusals.push(claimRefusal('CLAIM_EMPTY', {}, 'parts'));
  const keys = parts.map(keyOfPart);
  parts.forEach((part, index) => {
    if (keys.indexOf(keys[index] ?? '') < index) refusals.push(claimRefusal('CLAIM_PART_TWICE', details(part), `parts[${index}]`));
  });
  if (refusals.length > 0) return rejected(...refusals);
  // Each part leaves less for the next: they are judged one upon the other.
  let standing = state;
  const judged: { readonly part: ClaimPart; readonly asked: Rational }[] = [];
  parts.forEach((asked, index) => {
    const one = judge(asked, standing, facts, on, `parts[${index}]`);
    if ('refusals' in one) refusals.push(...one.refusals);
    else {
      judged.push(one);
      standing = withPart(standing, `${claim} ${index}`, one.part);
    }
  });
  if (refusals.length > 0) return rejected(...refusals.slice(0, 20));
  const kept = judged.filter(({ part }) => Rational.parse(part.amount).sign > 0);
  if (kept.length === 0) return rejected(claimRefusal('CLAIM_EMPTY', {}, 'parts'));
  return events(
    ...raised(
      command,
      kept.map(({ part }) => part),
      sum(kept.map((one) => one.asked)),
      facts,
    ),
  );
};

/** The state as if a part were claimed already. */
const withPart = (state: ClaimsState, id: string, part: ClaimPart): ClaimsState => {
  const raisedData = {
    agreement: '',
    claim: id,
    parts: [part],
    amount: part.amount,
    party: 'customer' as const,
    person: '',
    on: part.period.to,
  };
  return {
    ...state,
    claims: new Map(state.claims).set(id, {
      id,
      status: 'raised',
      raised: raisedData,
      parts: [part],
      standing: [part],
      approved: undefined,
      ended: undefined,
    }),
  };
};

/** Claims of plans that claim by themselves: one for each of their periods that has none, by whichever side closes. */
export const raiseDueClaims = (
  { agreement, party, person, on, through }: ClaimCommandOf<'RaiseDueClaims'>,
  state: ClaimsState,
  facts: ClaimFacts,
): Decision<ClaimEvent> => {
  const dated = { agreement, party, person, ...(on === undefined ? {} : { on }) };
  const wrong = [...checkParty(dated, party), ...checkDay(on, facts)];
  if (wrong.length > 0) return rejected(...wrong);
  const found: ClaimEvent[] = [];
  let standing = state;
  for (const [programme, { automatic, plan = [] }] of Object.entries(facts.programmes)) {
    for (const { from, to } of automatic === true ? plan : []) {
      const claim = `${programme}.${to}`;
      if (standing.claims.has(claim) || (through !== undefined && to > through)) continue;
      const decision = raiseClaim(
        { kind: 'RaiseClaim', ...dated, claim, parts: [{ programme, period: { from, to } }], automatic: true },
        standing,
        facts,
      );
      // A period that is too late, below the minimum or has nothing left is claimed by nobody.
      if (decision.kind !== 'events') continue;
      found.push(...decision.events);
      standing = decision.events.reduce(evolveClaims, standing);
    }
  }
  return events(...found);
};
