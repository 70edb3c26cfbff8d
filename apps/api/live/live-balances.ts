import { Inject, Injectable, type MessageEvent } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Observable, auditTime, catchError, concat, defer, exhaustMap, filter, finalize, from, interval, map, merge, of } from 'rxjs';
import type { Ledger } from '#ledger';
import { GetAgreement } from '../agreements/agreements.queries.ts';
import { GetBalance } from '../balances/balances.queries.ts';
import { valueOf } from '../http/answers.ts';
import { ProblemError } from '../http/problem.ts';
import { problemOfError } from '../http/problem-of-error.ts';
import { LEDGER } from '../ledger/ledger.token.ts';

const MAX_LISTENERS = 1_000;
/** An import advances a view many times a second; a screen is told ten times at most. */
const PAUSE_MS = 100;
/** Keeps proxies from cutting a connection on which nothing happens. */
const HEARTBEAT_MS = 25_000;

@Injectable()
export class LiveBalances {
  private listeners = 0;

  constructor(
    private readonly queries: QueryBus,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  /** The balance now, and again whenever its partnership's history advances. */
  async follow(agreement: string): Promise<Observable<MessageEvent>> {
    const { partnership } = valueOf(await this.queries.execute(new GetAgreement(agreement)));
    if (this.listeners >= MAX_LISTENERS) {
      throw new ProblemError(503, [
        {
          code: 'TOO_MANY_LISTENERS',
          message: `${MAX_LISTENERS} live screens are open.`,
          wayOut: 'Close one, or ask for the balance without live updates.',
        },
      ]);
    }
    const advanced = this.notices().pipe(
      filter((notice) => notice.partnership === partnership),
      auditTime(PAUSE_MS),
      exhaustMap(() => this.balance(agreement)),
    );
    const heartbeat = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ type: 'heartbeat', data: {} })));
    return defer(() => {
      this.listeners += 1;
      return merge(concat(this.balance(agreement), advanced), heartbeat).pipe(
        finalize(() => {
          this.listeners -= 1;
        }),
      );
    });
  }

  private notices(): Observable<{ readonly partnership: string; readonly position: number }> {
    return new Observable((subscriber) =>
      this.ledger.onAdvance((notice) => {
        subscriber.next(notice);
      }),
    );
  }

  /** A failure is told and does not end the stream: the next advance asks again. */
  private balance(agreement: string): Observable<MessageEvent> {
    return defer(() => from(this.queries.execute(new GetBalance({ agreement })))).pipe(
      map((answer): MessageEvent => {
        const balance = valueOf(answer);
        return { type: 'balance', data: balance, ...(balance.knownAt === undefined ? {} : { id: String(balance.knownAt) }) };
      }),
      catchError((error: unknown) => of<MessageEvent>({ type: 'problem', data: problemOfError(error) })),
    );
  }
}
