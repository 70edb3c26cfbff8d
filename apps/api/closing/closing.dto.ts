import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { BRIDGED, type Bridged } from '#rebates';
import { OptionalDay, OptionalKnownAt, OptionalText, OptionalWholeInQuery, Text } from '../http/fields.ts';
import { AtQuery } from '../http/query.dto.ts';

const MAX_EVENTS = 500;

export class BridgeQuery extends AtQuery {
  @ApiPropertyOptional({
    description: 'What was earned, what of it is open (less settled and waived), or where the running periods are projected to end.',
    enum: BRIDGED,
  })
  @IsOptional()
  @IsIn(BRIDGED, { message: `one of ${BRIDGED.join(', ')}` })
  figure?: Bridged;

  @OptionalDay('The day of the figure to start from; the same day where left out.')
  fromOn?: string;

  @OptionalKnownAt()
  fromKnownAt?: string;

  @OptionalText('Where to go on: the `nextCursor` of the page before.')
  cursor?: string;

  @OptionalWholeInQuery('How many events at most.', 0, MAX_EVENTS)
  limit?: number;
}

export class StatementsQuery {
  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export const FORMATS = ['json', 'csv', 'text'] as const;

export class StatementQuery {
  @ApiPropertyOptional({ description: 'As JSON, as a table, or as a page to print.', enum: FORMATS })
  @IsOptional()
  @IsIn(FORMATS, { message: `one of ${FORMATS.join(', ')}` })
  format?: (typeof FORMATS)[number];

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

const LENGTHS = ['month', 'quarter', 'half', 'year'] as const;

export class PeriodsQuery {
  @ApiPropertyOptional({ description: 'How long the periods to come are; a month where left out.', enum: LENGTHS })
  @IsOptional()
  @IsIn(LENGTHS, { message: `one of ${LENGTHS.join(', ')}` })
  every?: (typeof LENGTHS)[number];

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class PreviewQuery {
  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class CloseBody {
  @Text('The period: a month as 2026-03, a quarter as 2026-Q1, a half, a year, or two days as 2026-03-01..2026-03-31.')
  period!: string;
}
