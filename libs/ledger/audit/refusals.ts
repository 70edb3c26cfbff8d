import type { Rejection } from '#kernel';

export const sizeNotReached = (size: number, events: number): Rejection => ({
  code: 'CLAIMS_SIZE_NOT_REACHED',
  message: `The partnership has ${events} events, not ${size}.`,
  place: 'size',
  value: String(size),
  wayOut: 'Give the size of a checkpoint that was signed: from 1 to that many.',
});
