import type { EventStore } from '#event-store';
import type { History, InForce } from '#projections';
import { type Cell, type Plan, type SaleLine, type SalesData, type WaitingLines, parseSignature, waitsForRate } from '#rebates';
import { toDay } from '#kernel';
import { salesStream } from './streams.ts';

/** Lines of one day that wait, or will wait where their day has no rate; negative where they were taken back. */
type Waits = {
  readonly position: number;
  readonly date: string;
  readonly why: string | Pick<Cell, 'signature' | 'countedOn' | 'lines'>;
  lines: number;
};
type Scan = { through: number; revision: number; readonly waits: Waits[] };

const MOST_PLANS = 100;

/**
 * Which lines wait for a conversion or a rate. Sums do not hold them, so the sales are read: each event once while this
 * process lives, and only what waits is kept. What waits for a rate is told when asked, since rates come later.
 */
export class WaitingIndex {
  private readonly store: EventStore;
  private readonly history: History;
  private readonly scans = new Map<string, Promise<Scan>>();

  constructor(store: EventStore, history: History) {
    this.store = store;
    this.history = history;
  }

  async at({ agreement, plan, partnership }: InForce, position: number): Promise<WaitingLines[]> {
    const scan = await this.scanned(partnership, plan, position);
    const found = new Map<string, { date: string; reason: string; lines: number }>();
    for (const { position: at, date, why, lines } of scan.waits) {
      if (at > position) break;
      const reason = typeof why === 'string' ? why : waitsForRate(agreement, [why]);
      if (reason === undefined) continue;
      const key = `${date}\n${reason}`;
      found.set(key, { date, reason, lines: (found.get(key)?.lines ?? 0) + lines });
    }
    return [...found.values()].filter(({ lines }) => lines > 0);
  }

  /** One scan of a plan at a time, each going on where the one before it ended. */
  private scanned(partnership: string, plan: Plan, position: number): Promise<Scan> {
    const key = `${partnership}\n${plan.key}`;
    const before = this.scans.get(key) ?? Promise.resolve({ through: -1, revision: 0, waits: [] });
    const next = before.then((scan) => (scan.through >= position ? scan : this.goOn(scan, partnership, plan, position)));
    if (this.scans.size >= MOST_PLANS) this.scans.clear();
    this.scans.set(key, next);
    // A read that failed must not fail every later one.
    next.catch(() => this.scans.delete(key));
    return next;
  }

  private async goOn(scan: Scan, partnership: string, plan: Plan, position: number): Promise<Scan> {
    const stream = salesStream(partnership, plan.reporter);
    const positions: number[] = [];
    for (const ref of this.history.refs(partnership, scan.through + 1, position)) if (ref.stream === stream) positions.push(ref.position);
    let index = 0;
    if (positions.length > 0) {
      for await (const event of this.store.readStream(stream, { from: scan.revision, max: positions.length })) {
        addEvent(scan.waits, plan, event.type, event.data as unknown as SalesData, positions[index] ?? position);
        index += 1;
      }
    }
    scan.revision += index;
    scan.through = position;
    return scan;
  }
}

const addEvent = (waits: Waits[], plan: Plan, type: string, data: SalesData, position: number): void => {
  const add = (line: SaleLine, lines: number): void => {
    const why = whyWaiting(plan, line, data);
    if (why === undefined) return;
    const last = waits.at(-1);
    // Lines of one document nearly always share their day and their reason.
    if (last?.position === position && last.date === line.date && isSame(last.why, why) && Math.sign(last.lines) === lines)
      last.lines += lines;
    else waits.push({ position, date: line.date, why, lines });
  };
  for (const line of data.lines) add(line, type === 'SalesVoided' ? -1 : 1);
  for (const line of data.was ?? []) add(line, -1);
};

const isSame = (one: Waits['why'], other: Waits['why']): boolean =>
  typeof one === 'string' || typeof other === 'string'
    ? one === other
    : one.signature === other.signature && one.countedOn === other.countedOn;

const whyWaiting = (plan: Plan, line: SaleLine, { stage, document }: SalesData): Waits['why'] | undefined => {
  const measured = plan.measure(line, stage, document);
  if (measured.kind === 'waits') return measured.reason;
  if (measured.kind !== 'counts' || parseSignature(measured.signature).currency === undefined) return undefined;
  return { signature: measured.signature, countedOn: toDay(line.date), lines: 1 };
};
