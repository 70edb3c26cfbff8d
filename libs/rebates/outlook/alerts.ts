import { type Day, formatDay, toDay } from '#kernel';
import type { Entry } from '../accrual/entry.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { alone } from './alone.ts';
import { isSameEntry } from './course.ts';
import { atRiskSince, goalsOf } from './goals.ts';
import { nearStep, type NearRule } from './near.ts';
import type { WaitingLines } from '../sales/waiting-lines.ts';

export const ALERT_CODES = ['TIER_NEAR', 'GOAL_AT_RISK', 'AGREEMENT_ENDING', 'LINES_WAITING'] as const;

/** Something to look at about a day. `since`: the first of the days, without a gap, on which it held. */
export type Alert = {
  readonly code: (typeof ALERT_CODES)[number];
  readonly sentence: string;
  /** Where in the agreement: `programmes[0]`, `goals[1]`, `to`, or `sales`. */
  readonly place: string;
  readonly since: string;
  readonly details: Readonly<Record<string, string>>;
};

export type AlertsAnswer = {
  readonly agreement: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly alerts: readonly Alert[];
};

/** What makes an alert: how near a step, and how long before the end. */
export type AlertRules = NearRule & { readonly endingDays: number };
export const ALERT_RULES: AlertRules = { nearPercent: '10', nearDays: 30, endingDays: 60 };

export type AlertsInput = {
  readonly agreement: Agreement;
  readonly sums: SumsReader;
  readonly on: Day;
  readonly waiting: readonly WaitingLines[];
  readonly rules?: AlertRules;
};

const scopeWords = ({ scope }: Entry): string => {
  if (scope === null) return '';
  return 'member' in scope ? ` for member ${scope.member}` : ` for product ${scope.product}`;
};

/** How long a step has been near without a gap: back to the first day of its period at most. */
const nearSince = ({ agreement, sums, on }: AlertsInput, entry: Entry, rule: NearRule): Day => {
  // What is measured hangs on other programmes only where they are deducted, on other members only where the group counts.
  const isShared = entry.stretches.some(({ programme: { terms } }) => terms.deducts !== undefined || terms.scope === 'higherOf');
  const own = isShared ? { agreement, sums } : alone(agreement, sums, entry.programme, entry.scope);
  const evaluation = new Evaluation(own.agreement, own.sums);
  let since = on;
  for (let day = on - 1; day >= entry.period.from; day -= 1) {
    const then = evaluation.all(day).find((paid) => isSameEntry(paid.entry, entry))?.entry;
    if (then === undefined || nearStep(agreement, then, day, rule) === undefined) return since;
    since = day;
  }
  return since;
};

const tierAlerts = (input: AlertsInput, rules: AlertRules): Alert[] => {
  const { agreement, sums, on } = input;
  return new Evaluation(agreement, sums).all(on).flatMap(({ entry }): Alert[] => {
    const near = nearStep(agreement, entry, on, rules);
    if (near === undefined) return [];
    const [missing, bound] = [near.missing.toDecimal(), near.bound.toDecimal()];
    const why =
      near.why === 'share' ? `at most ${rules.nearPercent} % of the bound` : `reached within ${rules.nearDays} days at the pace so far`;
    return [
      {
        code: 'TIER_NEAR',
        sentence: `Programme ${entry.programme}${scopeWords(entry)} lacks ${missing} to its next step at ${bound}: ${why}.`,
        place: `programmes[${agreement.programmes.findIndex(({ id }) => id === entry.programme)}]`,
        since: formatDay(nearSince(input, entry, rules)),
        details: { programme: entry.programme, ...(entry.scope ?? {}), missing, from: bound },
      },
    ];
  });
};

const goalAlerts = (input: AlertsInput): Alert[] =>
  goalsOf(input).flatMap((goal, index): Alert[] => {
    const since = goal.status === 'atRisk' ? atRiskSince(input, goal.id) : undefined;
    if (since === undefined) return [];
    const { id, target, by, expected } = goal;
    return [
      {
        code: 'GOAL_AT_RISK',
        sentence: `Goal ${id} is at risk: the run rate brings ${expected} by ${by}, below the target of ${target}.`,
        place: `goals[${index}]`,
        since: formatDay(since),
        details: { goal: id, expected, target, by },
      },
    ];
  });

const endingAlerts = ({ agreement, on }: AlertsInput, { endingDays }: AlertRules): Alert[] => {
  const { terms, terminatedOn } = agreement;
  const last = Math.min(toDay(terms.to), terminatedOn ?? toDay(terms.to));
  const left = last - on;
  if (left < 0 || left > endingDays) return [];
  const days = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`;
  return [
    {
      code: 'AGREEMENT_ENDING',
      sentence: `The agreement ends ${days}, on ${formatDay(last)}.`,
      place: 'to',
      since: formatDay(Math.max(toDay(terms.from), last - endingDays)),
      details: { to: formatDay(last), days: String(left) },
    },
  ];
};

const waitingAlerts = ({ on, waiting }: AlertsInput): Alert[] => {
  const about = waiting.filter(({ date }) => toDay(date) <= on);
  const [first] = about.map(({ date }) => date).sort();
  if (first === undefined) return [];
  const counts = new Map<string, number>();
  for (const { reason, lines } of about) counts.set(reason, (counts.get(reason) ?? 0) + lines);
  const reasons = [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([reason, lines]) => `${reason} (${lines})`)
    .join(', ');
  const total = [...counts.values()].reduce((sum, lines) => sum + lines, 0);
  return [
    {
      code: 'LINES_WAITING',
      sentence: total === 1 ? `1 line waits and counts nowhere: ${reasons}.` : `${total} lines wait and count nowhere: ${reasons}.`,
      place: 'sales',
      since: first,
      details: { lines: String(total), reasons },
    },
  ];
};

/** Everything to look at about a day, the same for the same day and lines: no clock decides. */
export const alertsOf = (input: AlertsInput): Alert[] => {
  const rules = input.rules ?? ALERT_RULES;
  return [...tierAlerts(input, rules), ...goalAlerts(input), ...endingAlerts(input, rules), ...waitingAlerts(input)];
};
