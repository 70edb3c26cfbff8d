import { type Day, toDay } from '#kernel';
import { type Agreement, Bridge, type BridgeChange, type Known, type MeasuredChange, type Statement } from '#rebates';

type Cause = Parameters<Bridge['terms']>[2];

/** Lines taken together: so many are held. */
const MOST_WAITING = 500;

/**
 * What is learned about the last day of a statement after it, event by event as the history is folded: the true-ups of the
 * next statement, cause by cause.
 */
export class TrueUpWalk {
  /** As known at which the walk begins. */
  readonly position: number;
  readonly #bridge: Bridge;
  #waiting: MeasuredChange[] = [];

  /** @param known as known at the statement's position, in sums of its own: they are not added to. */
  constructor({ position, period }: Pick<Statement, 'position' | 'period'>, known: Known) {
    this.position = Number(position);
    const on: Day = toDay(period.to);
    this.#bridge = new Bridge({ on, knownAt: this.position }, { on, knownAt: Number.MAX_SAFE_INTEGER }, known, { skip: 0, limit: 0 });
  }

  /** A change to a line under the terms in force; those of one event come one after the other. */
  line(measured: MeasuredChange): void {
    if (this.#waiting.length >= MOST_WAITING && this.#waiting.at(-1)?.change.position !== measured.change.position) this.#walk();
    this.#waiting.push(measured);
  }

  /** Other terms in force, or other rates. `sums` where lines are measured otherwise from now on. */
  terms(position: number, agreement: Agreement, cause: Cause, sums?: Known['sums']): void {
    this.#walk();
    this.#bridge.terms(position, agreement, cause, sums);
  }

  changes(): readonly BridgeChange[] {
    this.#walk();
    return this.#bridge.changes();
  }

  #walk(): void {
    if (this.#waiting.length > 0) this.#bridge.lines(this.#waiting);
    this.#waiting = [];
  }
}
