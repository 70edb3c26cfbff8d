import { Rational, type Rejection } from '#kernel';
import type { Earning, EarnInput } from '../programmes/kind.ts';
import { KINDS, KINDS_NOT_BUILT, kindOf } from '../programmes/index.ts';
import type { Selection } from './fields.ts';
import { issuesToRejections } from './issues.ts';
import { type ProgrammeTerms, programmeSchema, type Stage } from './terms.ts';

/** What a line is tested against: its stage, a selection, and when it must have been paid. */
export type LineTest = { readonly stage: Stage; readonly selection: Selection; readonly paidWithin?: 'terms' | number };

/** One version of one programme, ready to compute with. */
export type CompiledProgramme = {
  readonly terms: ProgrammeTerms;
  readonly kind: string;
  readonly earn: (input: EarnInput) => Earning;
  readonly eligible: LineTest;
  readonly target: LineTest;
  /** The kind's own selections (rate groups), in the kind's order. */
  readonly selections: readonly LineTest[];
  readonly floor: Rational | undefined;
  readonly guarantee: Rational | undefined;
  readonly cap: { readonly amount: Rational } | { readonly percent: Rational } | undefined;
};

const EVERYTHING: Selection = {};

const unknownKind = (earn: Readonly<Record<string, unknown>>, path: string): Rejection => {
  const unbuilt = KINDS_NOT_BUILT.find((key) => key in earn);
  const allowed = KINDS.map((kind) => kind.key).join(', ');
  if (unbuilt !== undefined) {
    return {
      code: 'KIND_NOT_BUILT',
      message: `The incentive kind "${unbuilt}" is not computed by this version.`,
      place: `${path}.${unbuilt}`,
      value: unbuilt,
      wayOut: `Use one of: ${allowed}; or leave this programme out until a version that computes it.`,
    };
  }
  return {
    code: 'KIND_UNKNOWN',
    message: `"earn" does not say what the programme earns.`,
    place: path,
    value: Object.keys(earn).join(', '),
    wayOut: `Give one of: ${allowed}.`,
  };
};

const notBuilt = (terms: ProgrammeTerms, path: string): Rejection[] => {
  const settings: [boolean, string, string][] = [
    [terms.period === 'document', 'period', 'document'],
    [terms.attribute === 'inOrder', 'attribute', 'inOrder'],
    [terms.scope === 'higherOf', 'scope', 'higherOf'],
    [terms.memberSteps !== undefined, 'memberSteps', 'memberSteps'],
    [terms.stage === 'paid', 'stage', 'paid'],
  ];
  return settings
    .filter(([used]) => used)
    .map(([, key, value]) => ({
      code: 'KIND_NOT_BUILT',
      message: `"${value}" is not computed by this version.`,
      place: `${path}.${key}`,
      value,
      wayOut: 'Leave it out until a version that computes it.',
    }));
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
  const rejections = [...contradictions, ...notBuilt(terms, path)];
  if (rejections.length > 0) return { rejections };
  const condition = terms.conditions?.[0];
  const test = (selection: Selection): LineTest => ({
    stage: terms.stage,
    selection,
    ...(condition === undefined ? {} : { paidWithin: condition.paidWithin }),
  });
  return {
    programme: {
      terms,
      kind: kind.name,
      earn: kind.earn(earn),
      eligible: test(terms.eligible ?? EVERYTHING),
      target: test(terms.target ?? terms.eligible ?? EVERYTHING),
      selections: kind.selections(earn).map((selection) => test(selection)),
      floor: optional(terms.floor?.amount),
      guarantee: optional(terms.guarantee?.amount),
      cap: compileCap(terms.cap),
    },
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
