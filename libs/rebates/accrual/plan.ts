import { canonicalJson, type Day, multiplyTexts, parseDay, pow10, Rational, SCALE, type Scaled, scaled, toDay } from '#kernel';
import type { LineTest } from '../agreement/compile.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { type AgreementTerms, reporterOf, type Stage } from '../agreement/terms.ts';
import { unitFactors } from '../agreement/units.ts';
import type { SaleLine } from '../sales/line.ts';
import { NO_OWN } from './cell.ts';
import { masksOf } from './masks.ts';
import { paidShare } from './paid-share.ts';
import { compileTest, keysRead, type TestVerdict } from './selection.ts';
import { type Scopes, scopesOf, signatureWriter } from './signature-writer.ts';

/**
 * How lines are measured for one agreement: everything that decides which sums a line adds to, and nothing that only
 * decides what sums earn. Two versions of terms with equal plans share their sums, so a change of rates reads no line.
 */
export type Plan = {
  /** Canonical text: equal plans measure every line alike. */
  readonly key: string;
  readonly reporter: string;
  /** `document` is the one that the line counts in: its own, or that of the line that it is about. `soldOn` is the day of the sale that a return names. */
  readonly measure: (line: SaleLine, stage: Stage, document: string, soldOn?: string) => Measured;
  readonly returnsInSalePeriod: boolean;
  /** True where a return is measured by the day of the sale that it names: all lines must be at hand. */
  readonly looksUpSales: boolean;
  /** True where a line may add to more than one sum, or to one of another day than its own. */
  readonly countsPayments: boolean;
};

/** What a line adds to the sums of one signature; an empty signature adds nothing. */
type Part = {
  readonly signature: string;
  readonly value: Scaled;
  readonly quantity: Scaled;
  readonly weight: Scaled;
  readonly own: readonly Scaled[];
};

export type Measured =
  | (Part & {
      readonly kind: 'counts';
      /** What of the line was paid, for programmes that count what is paid: on the day of its payment. */
      readonly paid?: Part & { readonly on: Day };
      /** Why it counts in no programme, where it only counts toward a goal or a baseline. */
      readonly onlyFor?: string;
    })
  | { readonly kind: 'not counted'; readonly reason: string }
  /** A conversion or rate is missing: listed and counted, never a silent zero. */
  | { readonly kind: 'waits'; readonly reason: string };

type PlanTerms = Pick<
  AgreementTerms,
  'from' | 'to' | 'currency' | 'supplier' | 'customer' | 'countsFrom' | 'value' | 'returns' | 'units' | 'members' | 'exchange'
>;

const planKey = (terms: PlanTerms, tests: readonly LineTest[], scopes: Scopes, days: Days): string =>
  canonicalJson({
    terms: JSON.parse(
      JSON.stringify({
        from: terms.from,
        currency: terms.currency,
        countsFrom: reporterOf(terms, terms.countsFrom),
        value: terms.value,
        returns: terms.returns,
        units: terms.units ?? [],
        members: terms.members ?? [],
        foreign: terms.exchange !== undefined,
      }),
    ) as unknown,
    days,
    scopes,
    tests: JSON.parse(JSON.stringify(tests)) as unknown,
  });

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

/** Units that have a conversion, in the unit that is counted; undefined where no conversion leads there, or it needs more than 18 decimals. */
const unitReader = ({ units }: PlanTerms): ((line: SaleLine) => Scaled | undefined) => {
  if (units === undefined) return (line) => scaledShort(line.quantity);
  const factorOf = unitFactors(units);
  return (line) => {
    const quantity = scaledShort(line.quantity);
    const factor = line.unit === undefined ? Rational.one : factorOf(line.product, line.unit);
    if (factor === undefined) return undefined;
    const { n, d } = factor;
    return (quantity * n) % d === 0n ? (quantity * n) / d : undefined;
  };
};

/** `scaled`, with a fast path for whole numbers of a few digits, which quantities mostly are. */
const scaledShort = (text: string): Scaled => (text.length < 10 && !text.includes('.') ? BigInt(text) * pow10(SCALE) : scaled(text));

const notCountedReason = (verdicts: readonly TestVerdict[]): string => {
  const order: readonly TestVerdict[] = ['not paid in time', 'not paid yet', 'excluded', 'not included', 'other stage'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not included';
};

type Verdict = { readonly bits: bigint; readonly reason: string };

/** Tells which tests a line passes; verdicts that hang on its article alone are kept. */
const testReader = (tests: readonly LineTest[], counting: bigint) => {
  const compiled = tests.map(compileTest);
  const read = keysRead(tests);
  const perLine = read.has('from') || read.has('to') || read.has('minPrice') || read.has('paid');
  const kept = new Map<string, Verdict>();
  const judge = (line: SaleLine, stage: Stage) => {
    const verdicts = compiled.map((test) => test(line, stage));
    const bits = verdicts.reduce((all, verdict, index) => (verdict === 'in' ? all | (1n << BigInt(index)) : all), 0n);
    return (bits & counting) === 0n ? { bits: 0n, reason: notCountedReason(verdicts) } : { bits, reason: '' };
  };
  if (perLine) return judge;
  const byArticle = read.has('product') || read.has('category') || read.has('brand');
  const byPlace = read.has('member') || read.has('shipTo') || read.has('channel') || read.has('endCustomer');
  const keptVerdict = (line: SaleLine, stage: Stage): Verdict => {
    const article = byArticle ? `${stage}\n${line.product}\n${line.category ?? ''}\n${line.brand ?? ''}` : stage;
    const key = byPlace
      ? `${article}\n${line.member ?? ''}\n${line.shipTo ?? ''}\n${line.channel ?? ''}\n${line.endCustomer ?? ''}`
      : article;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const verdict = judge(line, stage);
    if (kept.size >= MAX_KEPT_VERDICTS) kept.clear();
    kept.set(key, verdict);
    return verdict;
  };
  if (!byArticle && !byPlace) return keptVerdict;
  // An article nearly always comes as it came last, and then no key is written for it.
  const last = new Map<string, { readonly line: SaleLine; readonly stage: Stage; readonly verdict: Verdict }>();
  const isSame = (one: SaleLine, other: SaleLine): boolean =>
    one.category === other.category &&
    one.brand === other.brand &&
    (!byPlace ||
      (one.member === other.member &&
        one.shipTo === other.shipTo &&
        one.channel === other.channel &&
        one.endCustomer === other.endCustomer));
  return (line: SaleLine, stage: Stage): Verdict => {
    const before = last.get(line.product);
    if (before?.stage === stage && isSame(before.line, line)) return before.verdict;
    const verdict = keptVerdict(line, stage);
    if (last.size >= MAX_KEPT_VERDICTS) last.clear();
    last.set(line.product, { line, stage, verdict });
    return verdict;
  };
};
const MAX_KEPT_VERDICTS = 100_000;

/** Lines of one document nearly always share their day. */
const dayReader = (): ((date: string) => Day) => {
  let read = { date: '', day: 0 };
  return (date) => {
    if (date !== read.date) read = { date, day: parseDay(date) ?? 0 };
    return read.day;
  };
};

export const planOf = (agreement: Agreement): Plan => {
  const { terms, tests, measures } = agreement;
  const scopes = scopesOf(agreement);
  const days = daysOf(agreement);
  const masks = masksOf(agreement);
  const [isMember, quantityOf, verdictOf, signatureOf] = [
    memberTest(terms),
    unitReader(terms),
    testReader(tests, masks.counting),
    signatureWriter(agreement, scopes),
  ];
  const known = new Set((terms.members ?? []).map(({ id }) => id));
  const dayOf = dayReader();
  const inTerm = (day: Day): boolean => day >= days.first && day <= days.last;

  /** Tests that the line's day and member leave to it. */
  const left = (bits: bigint, line: SaleLine): { readonly bits: bigint; readonly reason: string } => {
    const day = dayOf(line.date);
    if (!inTerm(day))
      return { bits: day >= days.baseline && day < days.first && isMember(line) ? bits & masks.baseline : 0n, reason: 'outside the term' };
    if (!isMember(line)) return { bits: 0n, reason: 'no member on that day' };
    return { bits, reason: '' };
  };
  /** Beside the days of membership, a baseline may count the lines of those who are members now. */
  const ofMembersNow = (bits: bigint, line: SaleLine): bigint =>
    masks.membersAsNow !== 0n && known.has(line.member ?? '') && dayOf(line.date) >= days.baseline && dayOf(line.date) <= days.last
      ? bits & masks.membersAsNow
      : 0n;

  const measured = (
    line: SaleLine,
    priced: SaleLine,
    document: string,
    passed: { readonly bits: bigint; readonly paidBits: bigint },
  ): Measured => {
    const units = line.kind === 'price' || line.kind === 'freight' ? 0n : quantityOf(line);
    if (units === undefined) return { kind: 'waits', reason: `no conversion of unit ${line.unit ?? ''}` };
    const value = valueOf(line, terms.value);
    if (value === undefined) return { kind: 'waits', reason: 'more than 18 decimals' };
    const weight = line.weight === undefined || line.kind === 'price' ? 0n : scaled(line.weight);
    let { bits, paidBits } = passed;
    let own: readonly Scaled[] = NO_OWN;
    let lacks: string | undefined;
    const foreign = line.currency !== undefined && line.currency !== terms.currency;
    if (measures.length > 0) {
      own = measures.map((measure, index) => {
        // What a kind measures itself is in the agreement's money: a price in it says nothing of a cost in another.
        const amount = foreign ? undefined : measure.of(priced, units);
        if (amount !== undefined) return amount;
        if (((bits | paidBits) & (masks.ofMeasures[index] ?? 0n)) !== 0n)
          lacks ??= foreign ? `its prices are in ${terms.currency}` : measure.reason(line);
        bits &= ~(masks.ofMeasures[index] ?? 0n);
        paidBits &= ~(masks.ofMeasures[index] ?? 0n);
        return 0n;
      });
      if ((bits | paidBits) === 0n) return { kind: 'not counted', reason: lacks ?? '' };
    }
    const alone =
      ((bits | paidBits) & masks.programmes) === 0n ? { onlyFor: lacks ?? 'counts toward a goal or a baseline alone' } : undefined;
    const signature = signatureOf(bits, line, document, priced);
    // Written out for the many lines that count as they are: a spread costs more than all the rest of the object.
    const counted: Measured =
      alone === undefined
        ? { kind: 'counts', signature, value, quantity: units, weight, own }
        : { kind: 'counts', signature, value, quantity: units, weight, own, ...alone };
    if (paidBits === 0n) return counted;
    const share = paidShare(line);
    const part = (amount: Scaled): Scaled => share.times(Rational.of(amount)).floor();
    return {
      ...counted,
      paid: {
        signature: signatureOf(paidBits, line, document, priced),
        on: toDay(line.paidOn ?? line.date),
        value: part(value),
        quantity: part(units),
        weight: part(weight),
        own: own.map(part),
      },
    };
  };

  const measure = (line: SaleLine, stage: Stage, document: string, soldOn?: string): Measured => {
    const verdict = verdictOf(line, stage);
    const held = left(verdict.bits, line);
    let bits = held.bits | ofMembersNow(verdict.bits, line);
    let paidBits = 0n;
    if (masks.paid !== 0n && stage === 'invoiced') {
      // What is paid counts on the day of its payment, which may come after the days that sales count on.
      const paidOn = line.paidOn === undefined ? undefined : toDay(line.paidOn);
      const counting =
        paidOn === undefined || !isMember(line)
          ? 0n
          : inTerm(paidOn)
            ? masks.paid
            : paidOn >= days.baseline && paidOn < days.first
              ? masks.paid & masks.baseline
              : 0n;
      paidBits = verdict.bits & counting;
      bits &= ~masks.paid;
    }
    if ((bits | paidBits) === 0n) return { kind: 'not counted', reason: held.reason === '' ? verdict.reason : held.reason };
    if (line.currency !== undefined && line.currency !== terms.currency && terms.exchange === undefined)
      return { kind: 'waits', reason: `no rate from ${line.currency} to ${terms.currency}` };
    return measured(line, soldOn === undefined ? line : { ...line, date: soldOn }, document, { bits, paidBits });
  };
  return {
    key: planKey(terms, tests, scopes, days),
    reporter: reporterOf(terms, terms.countsFrom),
    measure,
    returnsInSalePeriod: terms.returns === 'salePeriod',
    looksUpSales: terms.returns === 'salePeriod' || measures.some(({ byDay }) => byDay),
    countsPayments: masks.paid !== 0n,
  };
};

type Days = {
  readonly first: Day;
  readonly last: Day;
  /** The first day of any baseline; the term's first where there is none. */ readonly baseline: Day;
};

const daysOf = ({ terms, programmes, terminatedOn }: Agreement): Days => {
  const first = toDay(terms.from);
  const baselines = programmes.flatMap(({ periods }) =>
    periods.flatMap(({ stretches, before }) => (stretches.some(({ programme }) => programme.baseline !== undefined) ? [before.from] : [])),
  );
  return { first, last: Math.min(toDay(terms.to), terminatedOn ?? Number.MAX_SAFE_INTEGER), baseline: Math.min(first, ...baselines) };
};
