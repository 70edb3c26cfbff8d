import { type Day, holds, intersect, lengthOf, type Period, Rational } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import { calendarOf, type CountedWindow, shortShareOf, windowsOf } from '../agreement/measurement-periods.ts';
import type { ResolvedProgramme } from '../agreement/resolve.ts';
import type { AgreementTerms, WindowKind } from '../agreement/terms.ts';
import { inForce, type Timeline } from '../agreement/timeline.ts';

/** The windows of a floor, guarantee, cap or commitment: what of each counts, and from when what it owes is due. */

/** A window and the terms that rule it: those in force on its last day, or on the day asked about before that. */
export type RuledWindow = CountedWindow & {
  readonly programme: CompiledProgramme;
  /** From when it owes what falls due by time alone. Undefined where a termination cut it short: then it never does, unless the terms prorate. */
  readonly due: Day | undefined;
};

export type RuleTerms = { readonly per?: WindowKind | undefined } | undefined;
export type RuledInput = {
  readonly terms: AgreementTerms;
  readonly resolved: ResolvedProgramme;
  readonly on: Day;
  readonly terminatedOn: Day | undefined;
};

/** Days over which a rule keeps its kind of window. An amendment that carries lets the windows run through. */
const segmentsOf = (timeline: Timeline, ruleOf: (programme: CompiledProgramme) => RuleTerms, on: Day) => {
  const segments: { from: Day; to: Day; per: WindowKind | undefined }[] = [];
  for (const stretch of timeline) {
    if (stretch.from > on) break;
    const own = ruleOf(stretch.programme);
    const per = own === undefined ? undefined : (own.per ?? 'period');
    const last = segments.at(-1);
    if (last !== undefined && (last.per === per || (stretch.joint === 'carry' && (per === undefined || last.per === undefined)))) {
      last.per ??= per;
      continue;
    }
    if (last !== undefined) last.to = stretch.from - 1;
    segments.push({ from: stretch.from, to: Number.MAX_SAFE_INTEGER, per });
  }
  return segments;
};

const isCutShort = (window: Period, terminatedOn: Day | undefined): terminatedOn is Day =>
  terminatedOn !== undefined && window.to > terminatedOn;

const dueOf = (window: Period, { terms }: CompiledProgramme, terminatedOn: Day | undefined): Day | undefined => {
  if (!isCutShort(window, terminatedOn)) return window.to;
  return terms.onTermination === 'prorate' && holds(window, terminatedOn) ? terminatedOn : undefined;
};

/** What the term and a termination leave of a window that is named in the terms. A measurement period counts its own share already. */
const shareLeft = ({ terms, terminatedOn }: RuledInput, window: CountedWindow, per: WindowKind, programme: CompiledProgramme): Rational => {
  const short = shortShareOf(calendarOf(terms), programme.terms.shortPeriod, per, window.uncut);
  if (programme.terms.onTermination !== 'prorate' || !isCutShort(window, terminatedOn) || !holds(window, terminatedOn)) return short;
  return short.times(Rational.of(BigInt(terminatedOn - window.from + 1), BigInt(lengthOf(window))));
};

export const ruledWindows = (input: RuledInput, ruleOf: (programme: CompiledProgramme) => RuleTerms): RuledWindow[] => {
  const { terms, resolved, on, terminatedOn } = input;
  return segmentsOf(resolved.timeline, ruleOf, on).flatMap(({ per = 'period', ...segment }) =>
    windowsOf(terms, per, resolved).flatMap((window): RuledWindow[] => {
      const part = intersect(window, segment);
      if (part === undefined) return [];
      const { programme } = inForce(resolved.timeline, Math.max(part.from, Math.min(part.to, on)));
      const share = per === 'period' ? window.share : window.share.times(shareLeft(input, window, per, programme));
      return [{ ...window, ...part, share, programme, due: dueOf(part, programme, terminatedOn) }];
    }),
  );
};
