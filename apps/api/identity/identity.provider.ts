import { Inject, Injectable } from '@nestjs/common';
import type { Identity } from '#identity';
import { IDENTITY } from '../access/identity.token.ts';
import { ProblemError } from '../http/problem.ts';

/** What the routes about people work on. */
@Injectable()
export class People {
  constructor(@Inject(IDENTITY) private readonly identity: Identity | null) {}

  /** An open server knows nobody, so there is nothing to keep. */
  get of(): Identity {
    if (this.identity === null) {
      throw new ProblemError(409, [
        {
          code: 'SERVER_IS_OPEN',
          message: 'This server runs without sign-in (--open), and knows no people.',
          wayOut: 'Start it without --open.',
        },
      ]);
    }
    return this.identity;
  }
}
