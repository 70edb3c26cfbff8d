import { type CallHandler, type ExecutionContext, Injectable, type MessageEvent, type NestInterceptor } from '@nestjs/common';
import { type Observable, catchError, concatMap, from, map, of, takeWhile } from 'rxjs';
import { problemOfError } from '../http/problem-of-error.ts';
import { AccessGuard } from './access.guard.ts';

const SSE = '__sse__';
type Told = { readonly message: unknown; readonly isLast: boolean };

const idOf = (message: unknown): Pick<MessageEvent, 'id'> => {
  const { id } = message as MessageEvent;
  return id === undefined ? {} : { id };
};

/** A stream that stays open is let in again for each message: a role that was taken away, or a token that ran out, ends it. */
@Injectable()
export class StillAllowedInterceptor implements NestInterceptor {
  constructor(private readonly guard: AccessGuard) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answers: Observable<unknown> = next.handle();
    if (Reflect.getMetadata(SSE, host.getHandler()) !== true) return answers;
    // The last message has the id of what was heard before it: whoever is let in again goes on from there.
    let heard: Pick<MessageEvent, 'id'> = {};
    return answers.pipe(
      concatMap((message: unknown) =>
        from(this.guard.stillLetsIn(host)).pipe(
          map((): Told => {
            heard = idOf(message);
            return { message, isLast: false };
          }),
          catchError((error: unknown) =>
            of<Told>({ message: { type: 'problem', data: problemOfError(error), ...heard } satisfies MessageEvent, isLast: true }),
          ),
        ),
      ),
      takeWhile(({ isLast }) => !isLast, true),
      map(({ message }) => message),
    );
  }
}
