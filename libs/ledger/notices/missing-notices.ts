import { countWhile, formatDay, partiesOf, toDay } from '#kernel';
import type { History } from '#projections';
import type { Party } from '../ledger.ts';
import { salesStream } from '../streams.ts';
import type { NoticeSource, Told, Turned } from './notice.ts';

/** A line that only one side has recorded, and nobody has settled. */
export type Missing = {
  readonly variance: string;
  readonly document: string;
  readonly date: string;
  /** Of the event that recorded it. */
  readonly position: number;
  /** Which side lacks it. */
  readonly side: Party;
};

/** How long the other side's record may take: a delivery on its way, a file that comes in parts. */
const DAYS_OF_GRACE = 7;
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const MOST_KEPT = 200;
const PARTIES = ['supplier', 'customer'] as const;

type At = { readonly position: number; /** In UTC. */ readonly recordedOn: string };
/** A side's record goes further than it went before. */
type Mark = At & { readonly date: string };
/** Of a partnership: when each side's record reached which day, and the first event of each day. */
type Reached = { through: number; readonly marks: Readonly<Record<Party, Mark[]>>; readonly days: At[] };

/** How far the two records have come, folded once from the history. */
class Records {
  private readonly history: Pick<History, 'refs'>;
  private readonly kept = new Map<string, Reached>();

  constructor(history: Pick<History, 'refs'>) {
    this.history = history;
  }

  at(partnership: string, position: number): Reached {
    const known = this.kept.get(partnership) ?? { through: -1, marks: { supplier: [], customer: [] }, days: [] };
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(partnership, known);
    const parties = partiesOf(partnership);
    const marksOf = new Map(PARTIES.map((party) => [salesStream(partnership, parties?.[party] ?? ''), known.marks[party]]));
    for (const { stream, to, recordedAt, position: own } of this.history.refs(partnership, known.through + 1, position)) {
      const at = { position: own, recordedOn: recordedAt.slice(0, DAY_LENGTH) };
      if (known.days.at(-1)?.recordedOn !== at.recordedOn) known.days.push(at);
      const marks = marksOf.get(stream);
      if (marks !== undefined && to !== null && to > (marks.at(-1)?.date ?? '')) marks.push({ ...at, date: to });
    }
    known.through = Math.max(known.through, position);
    return known;
  }
}

/** The day since which a line is taken for missing; undefined while the other side has not come to it. */
const missingSince = ({ side, date, position }: Missing, { marks, days }: Reached, knownAt: number): string | undefined => {
  const passed = marks[side][countWhile(marks[side].length, (place) => (marks[side][place]?.date ?? '') <= date)];
  const own = days[countWhile(days.length, (place) => (days[place]?.position ?? 0) <= position) - 1];
  if (passed === undefined || passed.position > knownAt || own === undefined) return undefined;
  return formatDay(toDay(own.recordedOn > passed.recordedOn ? own.recordedOn : passed.recordedOn) + DAYS_OF_GRACE);
};

/**
 * Lines that only one side has. Not news while the other side is still on its way there: told a week after the line was
 * recorded and the other side's record went past its day, if it is missing still. Days alone bring it.
 */
export const missingNotices = (
  history: Pick<History, 'refs'>,
  missingAt: (partnership: string, position: number) => Promise<readonly Missing[]>,
): NoticeSource => {
  const records = new Records(history);
  return {
    tells: (kind) => kind === 'variance',
    at: () => Promise.resolve([]),
    turned: async (partnership, position, after, through) => {
      const days = new Map<string, Missing[]>();
      const reached = records.at(partnership, position);
      // Where one side records nothing there is nothing to hold against it.
      if (PARTIES.some((party) => reached.marks[party].length === 0)) return [];
      for (const one of await missingAt(partnership, position)) {
        const day = missingSince(one, reached, position);
        if (day !== undefined && day > after && day <= through) days.set(day, [...(days.get(day) ?? []), one]);
      }
      return [...days].flatMap(([day, all]): Turned[] => toldOf(all).map((told) => ({ day, told })));
    },
  };
};

/** Of what one side lacks since a day: one thing to tell. */
const toldOf = (all: readonly Missing[]): Told[] =>
  PARTIES.flatMap((side) => {
    const lacking = all.filter((one) => one.side === side);
    const [first] = lacking;
    if (first === undefined) return [];
    return [
      {
        kind: 'variance',
        about: {
          document: first.document,
          kinds: 'missing',
          side,
          variances: String(lacking.length),
          ...(lacking.length === 1 ? { variance: first.variance } : {}),
        },
      },
    ];
  });
