import type { Amendment, TermsObject } from '../api/negotiation-answers.ts';
import { drawn, isZero, shortest, times } from '../figures/amounts.ts';

/** The decimals of a programme that can be turned: thresholds and rates, caps, floors and guarantees. */
export type Knob = {
  readonly programme: string;
  /** As a design names places: `earn.steps[1].percent`. */ readonly at: string;
  readonly label: string;
  readonly value: string;
  readonly kind: 'rate' | 'bound' | 'amount';
};
/** What was turned, by `programme:place`. */
export type Edits = Readonly<Record<string, string>>;
export type ProgrammeObject = TermsObject & { readonly id: string };

const DECIMAL = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
const HOLDERS = ['earn', 'floor', 'guarantee', 'cap'];
export const isDecimal = (text: string): boolean => DECIMAL.test(text);
export const keyOf = (programme: string, at: string): string => `${programme}:${at}`;

type Part = string | number;
const partsOf = (at: string): readonly Part[] =>
  [...at.matchAll(/[A-Za-z]+|\d+/g)].map(([part]) => (/^\d/.test(part) ? Number(part) : part));

const NAMES: Readonly<Record<string, string>> = {
  from: 'begins at',
  above: 'begins above',
  percent: 'rate, %',
  perUnit: 'money per unit',
  amount: 'amount',
  lumpSum: 'lump sum',
  downTo: 'down to the price',
  target: 'target',
  baseline: 'baseline',
};
/** A place in words: "Step 2 rate, %". */
export const wordsOf = (at: string): string => {
  const words = partsOf(at).map((part, index, all) =>
    typeof part === 'number'
      ? String(part + 1)
      : part === 'earn'
        ? ''
        : part === 'steps' && typeof all[index + 1] === 'number'
          ? 'step'
          : (NAMES[part] ?? part),
  );
  const text = words.filter((word) => word !== '').join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const kindOf = (at: string): Knob['kind'] => {
  const last = partsOf(at).at(-1);
  return last === 'percent' || last === 'perUnit'
    ? 'rate'
    : last === 'from' || last === 'above' || last === 'target' || last === 'baseline'
      ? 'bound'
      : 'amount';
};

const decimalsIn = (value: unknown, at: string): readonly (readonly [at: string, value: string])[] => {
  if (typeof value === 'string') return isDecimal(value) ? [[at, value]] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => decimalsIn(item, `${at}[${index}]`));
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => decimalsIn(item, `${at}.${key}`))
    : [];
};

/** A first step from 0 is where counting starts, and no threshold to turn. */
const isStart = (at: string, value: string): boolean => at === 'earn.steps[0].from' && isZero(value);

export const knobsOf = (programme: ProgrammeObject): readonly Knob[] =>
  HOLDERS.flatMap((holder) => (holder in programme ? decimalsIn(programme[holder], holder) : []))
    .filter(([at, value]) => !isStart(at, value))
    .map(([at, value]) => ({ programme: programme.id, at, value, label: wordsOf(at), kind: kindOf(at) }));

/** Each programme as amendments leave it on a day. */
export const programmesOn = (
  programmes: readonly ProgrammeObject[],
  amendments: readonly Amendment[],
  day: string,
): readonly ProgrammeObject[] =>
  programmes.map((programme) =>
    amendments
      .filter((one) => one.programme === programme.id && one.effective <= day)
      .toSorted((one, other) => (one.effective < other.effective ? -1 : one.effective > other.effective ? 1 : 0))
      .reduce<ProgrammeObject>((now, { change }) => ({ ...now, ...change, id: now.id }), programme),
  );

const withValue = (root: unknown, [part, ...rest]: readonly Part[], value: string): unknown => {
  if (part === undefined) return value;
  if (Array.isArray(root)) return root.map((item: unknown, index) => (index === part ? withValue(item, rest, value) : item));
  const held = (typeof root === 'object' && root !== null ? root : {}) as Readonly<Record<string, unknown>>;
  return { ...held, [part]: withValue(held[String(part)], rest, value) };
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A change of a programme with one more decimal turned; a key that is again as it was is left out. */
export const turned = (programme: ProgrammeObject, change: TermsObject, at: string, value: string): TermsObject => {
  const parts = partsOf(at);
  const key = String(parts[0]);
  const now = withValue({ ...programme, ...change }, parts, value) as TermsObject;
  return {
    ...Object.fromEntries(Object.entries(change).filter(([other]) => other !== key)),
    ...(same(now[key], programme[key]) ? {} : { [key]: now[key] }),
  };
};

/** What of a programme changes, by whole keys, as an amendment says it; undefined where nothing was turned. */
export const changeOf = (programme: ProgrammeObject, edits: Edits): TermsObject | undefined => {
  const moved = knobsOf(programme).filter(({ at, value }) => (edits[keyOf(programme.id, at)] ?? value) !== value);
  if (moved.length === 0) return undefined;
  return moved.reduce<TermsObject>((change, { at }) => turned(programme, change, at, edits[keyOf(programme.id, at)] ?? ''), {});
};

export const amendmentsOf = (
  programmes: readonly ProgrammeObject[],
  edits: Edits,
  effective: string,
  mode: Amendment['mode'],
): readonly Amendment[] =>
  programmes.flatMap((programme) => {
    const change = changeOf(programme, edits);
    return change === undefined ? [] : [{ effective, programme: programme.id, mode, change }];
  });

/** `volume:earn.steps[1].percent=2.5;volume:cap.amount=30000`: what was turned, as the address carries it. */
export const writeEdits = (edits: Edits): string | undefined => {
  const text = Object.entries(edits)
    .map(([key, value]) => `${key}=${value}`)
    .join(';');
  return text === '' ? undefined : text;
};
export const readEdits = (text: string | undefined): Edits =>
  Object.fromEntries(
    (text ?? '').split(';').flatMap((one) => {
      const [, key, value] = /^([\w-]+:[\w.[\]]+)=(.+)$/.exec(one) ?? [];
      return key !== undefined && value !== undefined && isDecimal(value) ? [[key, value]] : [];
    }),
  );

/** A slider goes in whole steps, so that every place of it is an exact decimal. */
export type Slide = { readonly by: string; readonly ticks: number };
const STEPS: Readonly<Record<Knob['kind'], { readonly by: string; readonly ticks: number }>> = {
  rate: { by: '0.05', ticks: 100 },
  bound: { by: '1000', ticks: 100 },
  amount: { by: '100', ticks: 100 },
};

/** From nothing to twice what stands there, in some hundred steps of a round size. */
export const slideOf = ({ kind, value }: Pick<Knob, 'kind' | 'value'>): Slide => {
  const now = drawn(value);
  if (now <= 0) return STEPS[kind];
  const power = Math.floor(Math.log10(now / 50));
  const size = now / 50 / 10 ** power;
  const round = size >= 5 ? 5 : size >= 2.5 && power < 0 ? 2.5 : size >= 2 ? 2 : 1;
  const by = power >= 0 ? `${round}${'0'.repeat(power)}` : shortest(times(`0.${'0'.repeat(-power)}1`, round * 10));
  return { by, ticks: Math.max(1, Math.round((now * 2) / drawn(by))) };
};
export const tickOf = (value: string, { by, ticks }: Slide): number => Math.max(0, Math.min(ticks, Math.round(drawn(value) / drawn(by))));
export const valueAtTick = (tick: number, { by }: Slide): string => shortest(times(by, tick));
