import type { EventReader, RecordedEvent } from '#event-store';
import type { History } from '#projections';
import { SALES_EVENT_TYPES } from '#rebates';
import { Turns } from '../turns.ts';
import type { NoticeSource, Step, Told } from './notice.ts';

/** Events of one stream that one command recorded, one after the other: an import is a command. */
type Run = { readonly command: unknown; readonly first: number };
/** What was told of a run so far, each under what it is told of once; `next` is the revision to look at next. */
type Heard = { readonly run: Run; next: number; readonly told: Map<string, { readonly position: number; readonly told: Told }> };

const SALES: ReadonlySet<string> = new Set(SALES_EVENT_TYPES);
const REVISIONS_A_PAGE = 200;
const MOST_KEPT = 200;

/** The same kind about the same agreement is told once. */
const keyOf = ({ kind, about }: Told): string => `${kind} ${about['agreement'] ?? ''}`;

type Parts = { readonly store: EventReader; readonly history: Pick<History, 'refs' | 'positionOfToken'> };

/**
 * Sales as one command brings them: of a file of ten thousand documents the first that there is something to tell of is
 * told, and not each. What came before in the same run decides, and nothing that comes after: so it is the same whenever
 * it is asked, also while the file is still being read.
 */
export class OncePerCommand implements NoticeSource {
  private readonly source: NoticeSource;
  private readonly parts: Parts;
  private readonly turns = new Turns();
  /** By stream: its run that was looked at last. */
  private readonly heard = new Map<string, Heard>();

  constructor(source: NoticeSource, parts: Parts) {
    this.source = source;
    this.parts = parts;
  }

  readonly tells = (kind: string): boolean => this.source.tells(kind);

  readonly at = async (step: Step): Promise<readonly Told[]> => {
    const { stream, type } = step.ref;
    return SALES.has(type) ? this.turns.take(stream, () => this.firstAt(step)) : [];
  };

  private async firstAt(step: Step): Promise<readonly Told[]> {
    const { stream, revision, position } = step.ref;
    const heard = await this.heardOf(stream, revision);
    for (const one of heard.next > revision ? [] : await this.stepsOf(step, heard.next)) {
      for (const told of await this.source.at(one)) {
        if (!heard.told.has(keyOf(told))) heard.told.set(keyOf(told), { position: one.ref.position, told });
      }
      heard.next = one.ref.revision + 1;
    }
    return [...heard.told.values()].flatMap((first) => (first.position === position ? [first.told] : []));
  }

  private async heardOf(stream: string, revision: number): Promise<Heard> {
    const known = this.heard.get(stream);
    const event = await this.eventAt(stream, revision);
    const command = event.metadata['commandId'];
    const isSame = known?.run.command === command && known !== undefined && known.run.first <= revision && revision <= known.next;
    if (isSame) return known;
    const first = await this.beginOf(stream, revision, command);
    const heard: Heard = { run: { command, first }, next: first, told: new Map() };
    if (this.heard.size >= MOST_KEPT) this.heard.clear();
    this.heard.set(stream, heard);
    return heard;
  }

  private async eventAt(stream: string, revision: number): Promise<RecordedEvent> {
    for await (const event of this.parts.store.readStream(stream, { from: revision, max: 1 })) return event;
    throw new Error(`${stream} has no event ${revision}: the views are of another log`);
  }

  /** Walks back as long as the events are of the same command. */
  private async beginOf(stream: string, revision: number, command: unknown): Promise<number> {
    let first = revision;
    while (first > 0) {
      const from = Math.max(0, first - REVISIONS_A_PAGE);
      let isOther = -1;
      for await (const event of this.parts.store.readStream(stream, { from, max: first - from }))
        if (event.metadata['commandId'] !== command) isOther = event.revision;
      if (isOther >= 0) return isOther + 1;
      first = from;
    }
    return first;
  }

  /** The events of the run from a revision on, up to and with the one that is asked about. */
  private async stepsOf(step: Step, revision: number): Promise<readonly Step[]> {
    const { partnership, ref } = step;
    if (revision === ref.revision) return [step];
    const position = this.parts.history.positionOfToken(partnership, (await this.eventAt(ref.stream, revision)).token);
    if (position === undefined) throw new Error(`event ${revision} of ${ref.stream} has no position in ${partnership}`);
    return Array.from(this.parts.history.refs(partnership, position, ref.position))
      .filter(({ stream }) => stream === ref.stream)
      .map((one) => ({ partnership, ref: one, day: step.day }));
  }
}
