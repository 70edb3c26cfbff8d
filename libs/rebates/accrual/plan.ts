import { canonicalJson, type Day, multiplyTexts, ONE, parseDay, pow10, SCALE, type Scaled, scaled, toDay } from '#kernel';
import type { LineTest } from '../agreement/compile.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { type AgreementTerms, reporterOf, type Stage } from '../agreement/terms.ts';
import type { SaleLine } from '../sales/line.ts';
import { formatSignature } from './cell.ts';
import { compileTest, keysRead, type TestVerdict } from './selection.ts';

/**
 * How lines are measured for one agreement: everything that decides which sums a line adds to, and nothing that only
 * decides what sums earn. Two versions of terms with equal plans share their sums, so a change of rates reads no line.
 */
export type Plan = {
  /** Canonical text: equal plans measure every line alike. */
  readonly key: string;
  readonly reporter: string;
  readonly measure: (line: SaleLine, stage: Stage) => Measured;
  readonly returnsInSalePeriod: boolean;
};

export type Measured =
  | { readonly kind: 'counts'; readonly signature: string; readonly value: Scaled; readonly quantity: Scaled; readonly weight: Scaled }
  | { readonly kind: 'not counted'; readonly reason: string }
  /** A conversion or rate is missing: listed and counted, never a silent zero. */
  | { readonly kind: 'waits'; readonly reason: string };

type PlanTerms = Pick<AgreementTerms, 'from' | 'to' | 'currency' | 'supplier' | 'customer' | 'countsFrom' | 'value' | 'returns' | 'units' | 'members'>;

const planKey = (terms: PlanTerms, tests: readonly LineTest[], scopes: Scopes, last: Day): string =>
  canonicalJson({
    terms: JSON.parse(JSON.stringify({ from: terms.from, currency: terms.currency, countsFrom: reporterOf(terms, terms.countsFrom), value: terms.value, returns: terms.returns, units: terms.units ?? [], members: terms.members ?? [] })) as unknown,
    last,
    scopes,
    tests: JSON.parse(JSON.stringify(tests)) as unknown,
  });

type Scopes = { readonly member: boolean; readonly product: boolean };

const scopesOf = (agreement: Agreement): Scopes => {
  const used = new Set(agreement.programmes.flatMap(({ timeline }) => timeline.map((stretch) => stretch.programme.terms.scope)));
  return { member: used.has('member') || used.has('higherOf'), product: used.has('product') };
};

/** Active members by day: with a list, a line counts for a member between its joining and leaving, both included. */
const memberTest = (terms: PlanTerms): ((line: SaleLine) => boolean) => {
  if (terms.members === undefined) return () => true;
  const stays = new Map<string, { from: string; to: string }[]>();
  for (const member of terms.members) {
    stays.set(member.id, [...(stays.get(member.id) ?? []), { from: member.from ?? '', to: member.to ?? '9999-12-31' }]);
  }
  return (line) => stays.get(line.member ?? '')?.some((stay) => stay.from <= line.date && line.date <= stay.to) ?? false;
};

/** The money of a line on the agreement's base; undefined when it needs more than 18 decimals. */
const valueOf = (line: SaleLine, base: AgreementTerms['value']): Scaled | undefined => {
  let value: Scaled | undefined;
  if (line.kind === 'freight') {
    if (base.freight === 'exclude') return 0n;
    value = line.net === undefined ? multiplyTexts(line.quantity, line.unitPrice) : scaled(line.net);
  } else if (base.of === 'net' && line.net !== undefined) value = scaled(line.net);
  else value = multiplyTexts(line.quantity, base.of === 'list' ? (line.listPrice ?? line.unitPrice) : line.unitPrice);
  if (value === undefined) return undefined;
  if (base.tax === 'include' && line.tax !== undefined) value += scaled(line.tax);
  if (base.freight === 'include' && line.freight !== undefined) value += scaled(line.freight);
  return value;
};

type Conversion = { readonly to: string; readonly factor: Scaled };

/** Units that have a conversion, by product and unit; a conversion without a product holds for all. */
const unitReader = (terms: PlanTerms): ((line: SaleLine) => Scaled | undefined) => {
  const units = terms.units;
  if (units === undefined) return (line) => scaledShort(line.quantity);
  const conversions = new Map<string, Conversion>(units.map((unit) => [`${unit.product ?? ''}\n${unit.from}`, { to: unit.to, factor: scaled(unit.factor) }]));
  const bases = new Set(units.map((unit) => `${unit.product ?? ''}\n${unit.to}`));
  const declared = new Set(units.map((unit) => unit.product ?? ''));
  return (line) => {
    const quantity = scaled(line.quantity);
    if (line.unit === undefined) return quantity;
    const products = [line.product, ''];
    if (!products.some((product) => declared.has(product))) return quantity;
    if (products.some((product) => bases.has(`${product}\n${line.unit ?? ''}`))) return quantity;
    const conversion = products.map((product) => conversions.get(`${product}\n${line.unit ?? ''}`)).find((found) => found !== undefined);
    if (conversion === undefined) return undefined;
    const product = quantity * conversion.factor;
    return product % ONE === 0n ? product / ONE : undefined;
  };
};

/** `scaled`, with a fast path for whole numbers of a few digits, which quantities mostly are. */
const scaledShort = (text: string): Scaled => (text.length < 10 && !text.includes('.') ? BigInt(text) * pow10(SCALE) : scaled(text));

const notCountedReason = (verdicts: readonly TestVerdict[]): string => {
  const order: readonly TestVerdict[] = ['not paid in time', 'excluded', 'not included', 'other stage'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not included';
};

/** Tells which tests a line passes; verdicts that hang on its article alone are kept. */
const testReader = (tests: readonly LineTest[]) => {
  const compiled = tests.map(compileTest);
  const read = keysRead(tests);
  const perLine = read.has('from') || read.has('to') || read.has('minPrice') || read.has('paid');
  const kept = new Map<string, { readonly bits: bigint; readonly reason: string }>();
  const judge = (line: SaleLine, stage: Stage) => {
    const verdicts = compiled.map((test) => test(line, stage));
    const bits = verdicts.reduce((all, verdict, index) => (verdict === 'in' ? all | (1n << BigInt(index)) : all), 0n);
    return { bits, reason: bits === 0n ? notCountedReason(verdicts) : '' };
  };
  if (perLine) return judge;
  const byArticle = read.has('product') || read.has('category') || read.has('brand');
  const byPlace = read.has('member') || read.has('shipTo') || read.has('channel') || read.has('endCustomer');
  return (line: SaleLine, stage: Stage) => {
    const article = byArticle ? `${stage}\n${line.product}\n${line.category ?? ''}\n${line.brand ?? ''}` : stage;
    const key = byPlace ? `${article}\n${line.member ?? ''}\n${line.shipTo ?? ''}\n${line.channel ?? ''}\n${line.endCustomer ?? ''}` : article;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const verdict = judge(line, stage);
    if (kept.size >= MAX_KEPT_VERDICTS) kept.clear();
    kept.set(key, verdict);
    return verdict;
  };
};
const MAX_KEPT_VERDICTS = 100_000;

export const planOf = (agreement: Agreement): Plan => {
  const { terms, tests } = agreement;
  const scopes = scopesOf(agreement);
  const last = Math.min(toDay(terms.to), agreement.terminatedOn ?? Number.MAX_SAFE_INTEGER);
  const [isMember, quantityOf, verdictOf] = [memberTest(terms), unitReader(terms), testReader(tests)];
  const first = toDay(terms.from);
  const signatures = new Map<bigint, string>();
  const signatureOf = (bits: bigint, line: SaleLine): string => {
    if (scopes.member || scopes.product) {
      return formatSignature({ bits, member: scopes.member ? (line.member ?? '') : '', product: scopes.product ? line.product : '' });
    }
    const known = signatures.get(bits) ?? formatSignature({ bits, member: '', product: '' });
    signatures.set(bits, known);
    return known;
  };
  // Lines of one document nearly always share their day.
  let read = { date: '', day: 0 };
  const measure = (line: SaleLine, stage: Stage): Measured => {
    if (line.date !== read.date) read = { date: line.date, day: parseDay(line.date) ?? 0 };
    const { day } = read;
    if (day < first || day > last) return { kind: 'not counted', reason: 'outside the term' };
    if (!isMember(line)) return { kind: 'not counted', reason: 'no member on that day' };
    const { bits, reason } = verdictOf(line, stage);
    if (bits === 0n) return { kind: 'not counted', reason };
    if (line.currency !== undefined && line.currency !== terms.currency) return { kind: 'waits', reason: `no rate from ${line.currency} to ${terms.currency}` };
    const units = line.kind === 'price' || line.kind === 'freight' ? 0n : quantityOf(line);
    const value = valueOf(line, terms.value);
    if (units === undefined) return { kind: 'waits', reason: `no conversion of unit ${line.unit ?? ''}` };
    if (value === undefined) return { kind: 'waits', reason: 'more than 18 decimals' };
    const weight = line.weight === undefined || line.kind === 'price' ? 0n : scaled(line.weight);
    return { kind: 'counts', signature: signatureOf(bits, line), value, quantity: units, weight };
  };
  return { key: planKey(terms, tests, scopes, last), reporter: reporterOf(terms, terms.countsFrom), measure, returnsInSalePeriod: terms.returns === 'salePeriod' };
};
