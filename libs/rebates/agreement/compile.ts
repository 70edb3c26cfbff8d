import { Rational, type Rejection } from '#kernel';
import type { SaleLine } from '../sales/line.ts';
import type { Baseline, Earning, EarnInput, LineMeasure } from '../programmes/kind.ts';
import { type AnyKind, KINDS, kindOf } from '../programmes/index.ts';
import { checkSettings } from '../programmes/settings.ts';
import { type Commitment, commitmentOf, paidWithinOf } from './conditions.ts';
import type { Selection } from './fields.ts';
import { issuesToRejections } from './issues.ts';
import { type ProgrammeTerms, programmeSchema, type Stage } from './terms.ts';

/**
 * What a line is tested against: its stage, a selection, and when it must have been paid. `measure` names the kind's own
 * measure that must know the line; `baseline` lets in lines of the period before the term, of members then or now.
 */
export type LineTest = {
  readonly stage: Stage;
  readonly selection: Selection;
  readonly paidWithin?: 'terms' | number;
  readonly measure?: string;
  readonly baseline?: Baseline;
};

/** One version of one programme, ready to compute with. */
export type CompiledProgramme = {
  readonly terms: ProgrammeTerms;
  readonly kind: string;
  readonly earn: (input: EarnInput) => Earning;
  /** The same by the steps that a member has for itself (`memberSteps`), where the scope compares both. */
  readonly earnAsMember: (input: EarnInput) => Earning;
  readonly measure: LineMeasure | undefined;
  readonly ordered: boolean;
  readonly mark: ((line: SaleLine) => string) | undefined;
  /** The target set's lines one period before, for kinds that measure against them. */
  readonly baseline: LineTest | undefined;
  readonly eligible: LineTest;
  readonly target: LineTest;
  /** The kind's own selections (rate groups), in the kind's order. */
  readonly selections: readonly LineTest[];
  readonly floor: Rational | undefined;
  readonly guarantee: Rational | undefined;
  readonly cap: { readonly amount: Rational } | { readonly percent: Rational } | undefined;
  readonly commitment: Commitment | undefined;
};

const EVERYTHING: Selection = {};

const unknownKind = (earn: Readonly<Record<string, unknown>>, path: string): Rejection => {
  const allowed = KINDS.map((kind) => kind.key).join(', ');
  return {
    code: 'KIND_UNKNOWN',
    message: `"earn" does not say what the programme earns.`,
    place: path,
    value: Object.keys(earn).join(', '),
    wayOut: `Give one of: ${allowed}.`,
  };
};

export type CompileResult = { readonly programme: CompiledProgramme } | { readonly rejections: readonly Rejection[] };

/** Makes a programme ready to compute with, or says what is wrong with it. `path` is its place in the file. */
export const compileProgramme = (terms: ProgrammeTerms, path: string): CompileResult => {
  const kind = kindOf(terms.earn);
  if (kind === undefined) return { rejections: [unknownKind(terms.earn, `${path}.earn`)] };
  const parsed = kind.schema.safeParse(terms.earn);
  if (!parsed.success) return { rejections: issuesToRejections(parsed.error.issues, `${path}.earn`, terms.earn) };
  const earn: unknown = parsed.data;
  const contradictions = kind.check(terms, earn).map((rejection) => ({ ...rejection, place: `${path}.${rejection.place ?? ''}` }));
  const own = memberTerms(kind, terms, earn, path);
  const rejections = [
    ...contradictions,
    ...checkSettings(terms, kind.name).map((rejection) => ({ ...rejection, place: `${path}.${rejection.place ?? ''}` })),
    ...own.rejections,
  ];
  if (rejections.length > 0) return { rejections };
  const paidWithin = paidWithinOf(terms);
  const measure = kind.measure?.(earn);
  const test = (selection: Selection): LineTest => ({
    stage: terms.stage,
    selection,
    ...(paidWithin === undefined ? {} : { paidWithin }),
    ...(measure === undefined ? {} : { measure: measure.key }),
  });
  const target = terms.target ?? terms.eligible ?? EVERYTHING;
  const baseline = kind.baseline?.(earn);
  return {
    programme: {
      terms,
      kind: kind.name,
      earn: kind.earn(earn, terms),
      earnAsMember: kind.earn(own.earn, terms),
      measure,
      ordered: kind.ordered?.(earn, terms) ?? false,
      mark: kind.mark?.(earn),
      baseline: baseline === undefined ? undefined : { ...test(target), baseline },
      eligible: test(terms.eligible ?? EVERYTHING),
      target: test(target),
      selections: kind.selections(earn).map((selection) => test(selection)),
      floor: optional(terms.floor?.amount),
      guarantee: optional(terms.guarantee?.amount),
      cap: compileCap(terms.cap),
      commitment: commitmentOf(terms),
    },
  };
};

/** What a member earns by for itself: the kind's terms with `memberSteps` in place of the group's. */
const memberTerms = (
  kind: AnyKind,
  terms: ProgrammeTerms,
  earn: unknown,
  path: string,
): { readonly earn: unknown; readonly rejections: readonly Rejection[] } => {
  // Where the kind has no steps, the settings' own check says so.
  if (terms.memberSteps === undefined || terms.earn['steps'] === undefined) return { earn, rejections: [] };
  // All else was read before, so what is wrong now is wrong with these steps.
  const changed = { ...terms.earn, steps: terms.memberSteps };
  const parsed = kind.schema.safeParse(changed);
  if (!parsed.success)
    return {
      earn,
      rejections: issuesToRejections(
        parsed.error.issues.map((issue) => ({ ...issue, path: ['memberSteps', ...issue.path.slice(1)] })),
        path,
        { memberSteps: terms.memberSteps },
      ),
    };
  const contradictions = kind.check(terms, parsed.data).filter(({ place }) => place?.startsWith('earn.steps') === true);
  return {
    earn: parsed.data,
    rejections: contradictions.map((rejection) => ({
      ...rejection,
      place: `${path}.${(rejection.place ?? '').replace('earn.steps', 'memberSteps')}`,
    })),
  };
};

const optional = (text: string | undefined): Rational | undefined => (text === undefined ? undefined : Rational.parse(text));

export const compileCap = (cap: ProgrammeTerms['cap']): CompiledProgramme['cap'] => {
  if (cap?.amount !== undefined) return { amount: Rational.parse(cap.amount) };
  return cap?.percent === undefined ? undefined : { percent: Rational.percent(cap.percent) };
};

/** A programme's terms with an amendment's change applied: named keys are replaced whole, the others stay. */
export const changedTerms = (terms: ProgrammeTerms, change: Readonly<Record<string, unknown>>, path: string) => {
  const merged: Record<string, unknown> = { ...terms, ...change };
  for (const [key, value] of Object.entries(change)) if (value === null) Reflect.deleteProperty(merged, key);
  const parsed = programmeSchema.safeParse(merged);
  return parsed.success
    ? { ok: true as const, terms: parsed.data }
    : { ok: false as const, rejections: issuesToRejections(parsed.error.issues, path, change) };
};

/** Compiles terms that were accepted before; throws when they are not valid, because that is a bug. */
export const compileAccepted = (terms: ProgrammeTerms): CompiledProgramme => {
  const result = compileProgramme(terms, terms.id);
  if ('rejections' in result) throw new Error(`accepted terms do not compile: ${result.rejections[0]?.message ?? ''}`);
  return result.programme;
};
