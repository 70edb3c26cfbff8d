import { Inject, Injectable, type MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';
import { type Ledger, type Notice, type NoticePlace, formatPlace } from '#ledger';
import { valueOf } from '../http/answers.ts';
import { ProblemError } from '../http/problem.ts';
import { problemOfError } from '../http/problem-of-error.ts';
import { LEDGER } from '../ledger/ledger.token.ts';

const MAX_LISTENERS = 1_000;
/** Keeps proxies from cutting a connection on which nothing happens; days that turn are looked at as well. */
const HEARTBEAT_MS = 25_000;
/** A stream with more than this to catch up with ends: a client comes back where it was, at its own pace. */
const MOST_CAUGHT_UP = 1_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const NEWEST = Number.MAX_SAFE_INTEGER;

export type Following = { readonly partnership: string; readonly after: NoticePlace | undefined; readonly kinds?: readonly string[] };

type Listener = { readonly closed: boolean; next(message: MessageEvent): void; complete(): void };

/** What a listener is told, each with the place to go on after: of what happened at one place only the last moves it, so who comes back hears all of a place. */
class Telling {
  place: NoticePlace;
  private id: string;
  private readonly listener: Listener;

  constructor(begin: NoticePlace, listener: Listener) {
    this.place = begin;
    this.id = formatPlace(begin);
    this.listener = listener;
  }

  get isClosed(): boolean {
    return this.listener.closed;
  }

  tell({ items, through }: { readonly items: readonly Notice[]; readonly through: NoticePlace }): void {
    items.forEach((notice, index) => {
      const [place, next] = [formatPlace(notice), items[index + 1]];
      if (next === undefined || formatPlace(next) !== place) this.id = place;
      this.say('notice', notice);
    });
    this.place = through;
  }

  say(type: 'notice' | 'problem' | 'heartbeat', data: object): void {
    this.listener.next({ type, data, id: this.id });
  }

  end(): void {
    this.listener.complete();
  }
}

/** A partnership's history as it is told, from a place on, for as long as somebody listens. */
@Injectable()
export class ToldNotices {
  private listeners = 0;

  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  /** A partnership that is not there is refused before a stream begins. */
  async follow({ after, ...following }: Following): Promise<Observable<MessageEvent>> {
    const { through: newest } = await this.ask({ ...following, place: { position: NEWEST } });
    const begin = after ?? newest;
    if (this.listeners >= MAX_LISTENERS) {
      throw new ProblemError(503, [
        { code: 'TOO_MANY_LISTENERS', message: `${MAX_LISTENERS} streams are open.`, wayOut: 'Close one, or set up a webhook.' },
      ]);
    }
    return new Observable((subscriber) => {
      this.listeners += 1;
      const telling = new Telling(begin, subscriber);
      const look = this.looker(following, telling);
      const stop = this.ledger.onAdvance(({ partnership }) => {
        if (partnership === following.partnership) look();
      });
      const heartbeat = setInterval(() => {
        telling.say('heartbeat', {});
        look();
      }, HEARTBEAT_MS);
      // At once, so that whoever is cut off knows where to go on.
      telling.say('heartbeat', {});
      look();
      return () => {
        this.listeners -= 1;
        stop();
        clearInterval(heartbeat);
      };
    });
  }

  /** One look at a time; what advances meanwhile is looked at right after. */
  private looker(following: Omit<Following, 'after'>, telling: Telling): () => void {
    let [isLooking, again] = [false, false];
    const look = async (): Promise<void> => {
      let caughtUp = 0;
      for (let more = true; (more || again) && !telling.isClosed;) {
        again = false;
        const page = await this.ask({ ...following, place: telling.place });
        telling.tell(page);
        ({ more } = page);
        caughtUp += page.items.length;
        if (more && caughtUp >= MOST_CAUGHT_UP) telling.end();
      }
    };
    return () => {
      again = true;
      if (isLooking) return;
      isLooking = true;
      look()
        .catch((error: unknown) => {
          telling.say('problem', problemOfError(error));
        })
        .finally(() => {
          isLooking = false;
        });
    };
  }

  private async ask({ partnership, kinds, place }: Omit<Following, 'after'> & { readonly place: NoticePlace }): Promise<{
    readonly items: readonly Notice[];
    readonly through: NoticePlace;
    readonly more: boolean;
  }> {
    const today = new Date().toISOString().slice(0, DAY_LENGTH);
    return valueOf(await this.ledger.notices({ partnership, after: place, today, ...(kinds === undefined ? {} : { kinds }) }));
  }
}
