import fc from 'fast-check';
import { Calculation } from '../../accrual/calculate.ts';
import type { MeasuredChange } from '../../accrual/changes.ts';
import { Sums } from '../../accrual/sums.ts';
import { reporterOf, type AgreementTerms, type AmendmentTerms } from '../../agreement/terms.ts';
import type { RateRecord } from '../../currency/rates.ts';
import type { SalesDocument } from '../../sales/line.ts';
import type { BridgeAnswer } from '../answer.ts';
import { Bridge, type BridgePoint, isBack } from '../bridge.ts';
import type { Known } from '../figures.ts';

/** What a history may hold, each at its own position. */
export type Happening =
  | { readonly kind: 'sales'; readonly document: SalesDocument }
  | { readonly kind: 'amended'; readonly amendment: AmendmentTerms }
  | { readonly kind: 'members'; readonly members: NonNullable<AgreementTerms['members']> }
  | { readonly kind: 'rates'; readonly rates: readonly RateRecord[] };

const CAUSES = { amended: 'amendment', members: 'membership', rates: 'exchange rate' } as const;

/** The slow, obvious way: everything known at a position is computed again from the first event. */
export class History {
  private readonly terms: AgreementTerms;
  private readonly happenings: readonly Happening[];
  private readonly computed = new Map<
    number,
    { readonly calculation: Calculation; readonly known: Known & { readonly sums: Sums }; readonly changes: readonly MeasuredChange[] }
  >();

  constructor(terms: AgreementTerms, happenings: readonly Happening[]) {
    this.terms = terms;
    this.happenings = happenings;
  }

  /** A counterexample is read in terms and happenings, not in what was computed of them. */
  [fc.toStringMethod](): string {
    return JSON.stringify({ terms: this.terms, happenings: this.happenings });
  }

  at(position: number) {
    const done = this.computed.get(position) ?? this.compute(position);
    this.computed.set(position, done);
    return done;
  }

  private compute(position: number) {
    const then = this.happenings.slice(0, position + 1);
    const amendments = then.flatMap((one) => (one.kind === 'amended' ? [one.amendment] : []));
    const members = then.findLast((one) => one.kind === 'members')?.members ?? this.terms.members;
    const rates = then.flatMap((one) => (one.kind === 'rates' ? one.rates : []));
    const terms = {
      ...this.terms,
      amendments: [...(this.terms.amendments ?? []), ...amendments],
      ...(members === undefined ? {} : { members }),
    };
    const calculation = new Calculation(terms, { rates });
    const places: number[] = [];
    then.forEach((one, place) => {
      if (one.kind !== 'sales') return;
      calculation.add(one.document);
      if (reporterOf(terms, one.document.reporter) === reporterOf(terms, terms.countsFrom)) places.push(place);
    });
    const changes = calculation.changes.map((measured) => ({
      ...measured,
      change: { ...measured.change, position: places[measured.change.position] ?? -1 },
    }));
    const sums = new Sums();
    for (const { cells } of changes) for (const cell of cells) sums.add(cell);
    return { calculation, known: { agreement: calculation.agreement, sums }, changes };
  }

  bridge(from: BridgePoint, to: BridgePoint, page = { skip: 0, limit: 0 }): BridgeAnswer {
    return this.walked(from, to, page).answer();
  }

  walked(from: BridgePoint, to: BridgePoint, page = { skip: 0, limit: 0 }): Bridge {
    const [start, end] = isBack(from, to) ? [to, from] : [from, to];
    const bridge = new Bridge(from, to, this.at(start.knownAt).known, page);
    for (let position = start.knownAt + 1; position <= end.knownAt; position += 1) {
      const happening = this.happenings[position];
      const { known, changes } = this.at(position);
      if (happening === undefined || happening.kind === 'sales') bridge.lines(changes.filter(({ change }) => change.position === position));
      else bridge.terms(position, known.agreement, CAUSES[happening.kind], known.sums);
    }
    const [early, late] = [Math.min(start.on, end.on), Math.max(start.on, end.on)];
    bridge.days(this.at(end.knownAt).changes.filter(({ cells }) => cells.some(({ on }) => on > early && on <= late)));
    return bridge;
  }
}
