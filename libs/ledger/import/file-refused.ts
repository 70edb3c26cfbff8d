import type { Rejection } from '#kernel';

/**
 * A file that cannot be read on: the reader is a stream, so it ends by throwing this. It carries a rejection, and what
 * was yielded before it stands.
 */
export class FileRefused extends Error {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(`${rejection.code}: ${rejection.message} ${rejection.wayOut}`);
    this.name = 'FileRefused';
    this.rejection = rejection;
  }
}
