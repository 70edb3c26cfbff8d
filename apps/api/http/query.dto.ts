import { parseDay } from '#kernel';
import type { At, KnownAt, Page } from '#ledger';
import { Day, OptionalDay, OptionalKnownAt, OptionalText, OptionalWholeInQuery } from './fields.ts';
import { given } from './given.ts';
import { badRequest } from './problem.ts';

const MAX_PAGE = 500;
/** Ten years: the longest series that one request may ask for. */
const MAX_SERIES_DAYS = 3_660;

export class PageQuery {
  @OptionalText('Where to go on: the `nextCursor` of the page before.')
  cursor?: string;

  @OptionalWholeInQuery('How many at most.', 1, MAX_PAGE)
  limit?: number;
}

export class AtQuery {
  @OptionalDay('The day the question is about; today where left out.')
  on?: string;

  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class SeriesQuery {
  @Day('The first day.')
  from!: string;

  @Day('The last day, included.')
  to!: string;

  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class ExplainQueryDto extends AtQuery {
  @OptionalDay('Explain the change since this day; since the start where left out.')
  from?: string;

  @OptionalText('Only this programme.')
  programme?: string;

  @OptionalText('Where to go on: the `nextCursor` of the page before.')
  cursor?: string;

  @OptionalWholeInQuery('How many lines at most.', 1, MAX_PAGE)
  limit?: number;
}

export const pageOf = ({ cursor, limit }: Pick<PageQuery, 'cursor' | 'limit'>): Page => given({ cursor, limit });

export const knownAtOf = (text: string | undefined): KnownAt | undefined => {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return { position: Number(text) };
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw badRequest('VALUE_NOT_ALLOWED', 'knownAt', `knownAt is ${text}, which is no time.`, 'Give a time such as 2026-03-31T12:00:00Z.');
  return { time: time.toISOString() };
};

export const atOf = (agreement: string, { on, knownAt, atLeast }: AtQuery): At =>
  given({ agreement, on, knownAt: knownAtOf(knownAt), atLeast });

export const seriesOf = (
  agreement: string,
  { from, to, knownAt, atLeast }: SeriesQuery,
): Omit<At, 'on'> & { readonly from: string; readonly to: string } => {
  const days = (parseDay(to) ?? 0) - (parseDay(from) ?? 0) + 1;
  if (days < 1)
    throw badRequest('PERIOD_REVERSED', 'to', `to (${to}) is before from (${from}).`, 'Give a last day that is not before the first.');
  if (days > MAX_SERIES_DAYS) {
    throw badRequest(
      'PERIOD_TOO_LONG',
      'to',
      `${from} to ${to} are ${days} days; at most ${MAX_SERIES_DAYS} are answered at once.`,
      'Ask in shorter periods.',
    );
  }
  return { ...given({ agreement, knownAt: knownAtOf(knownAt), atLeast }), from, to };
};
