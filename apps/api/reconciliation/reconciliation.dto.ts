import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import type { Party } from '#ledger';
import { ACCEPTED, type Accepted, STATED_ACCEPTED, type StatedAccepted } from '#rebates';
import { VARIANCE_KINDS, type VarianceKind } from '#reconciliation';
import { Day, OptionalDay, OptionalKnownAt, OptionalText, Text } from '../http/fields.ts';
import { PageQuery } from '../http/query.dto.ts';

const PARTIES = ['supplier', 'customer'] as const;
const STATUSES = ['open', 'proposed', 'resolved'] as const;
const MOST_AT_ONCE = 500;
const MOST_WORDS = 20_000;
/** A variance is named by its kind and the identities of both lines, each sign of which may stand in three. */
const MOST_ID = 2_600;
const MOST_REASON = 2_000;

export class KnownQuery {
  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class VarianceQuery extends KnownQuery {
  @OptionalDay('The day about which the meaning in rebate is said; the last day of each agreement where left out.')
  on?: string;
}

export class VariancesQuery extends PageQuery {
  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;

  @OptionalDay('The day about which the meaning in rebate is said; the last day of each agreement where left out.')
  on?: string;

  @ApiPropertyOptional({ description: 'Only this kind.', enum: VARIANCE_KINDS })
  @IsOptional()
  @IsIn(VARIANCE_KINDS, { message: `one of ${VARIANCE_KINDS.join(', ')}` })
  kind?: VarianceKind;

  @ApiPropertyOptional({ description: 'Only these; where left out, all that is not resolved.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES, { message: `one of ${STATUSES.join(', ')}` })
  status?: (typeof STATUSES)[number];

  @OptionalText('Only lines of this document, as either side names it.')
  document?: string;

  @OptionalDay('Only what shows since this day or later.')
  from?: string;

  @OptionalDay('Only what shows since this day or earlier.')
  to?: string;
}

export class GapQuery extends KnownQuery {
  @Day('The first day.')
  from!: string;

  @Day('The last day, included.')
  to!: string;
}

class ByPerson {
  @ApiPropertyOptional({ description: 'For which side: it follows from who signs in.', enum: PARTIES })
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party!: Party;

  @ApiPropertyOptional({ description: 'Who decides: it is who signs in.', type: String })
  @Text('Who decides.')
  person!: string;
}

export class StateFiguresBody extends ByPerson {
  @Text('The period: a month as 2026-03, a quarter as 2026-Q1, a half, a year, or two days as 2026-03-01..2026-03-31.')
  period!: string;

  @ApiProperty({
    description: 'What the side’s own statement says that each programme earned in it, by programme.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @IsObject({ message: 'amounts by programme, as an object' })
  figures!: object;

  @OptionalText('The number of the side’s own paper.')
  reference?: string;

  @ApiPropertyOptional({ description: 'In place of what the side stated of the period before.', type: Boolean })
  @IsOptional()
  @IsBoolean({ message: 'true or false' })
  corrects?: boolean;
}

export class StatedResolutionBody extends ByPerson {
  @ApiProperty({ description: 'Whose statement it is.', enum: PARTIES })
  @IsIn(PARTIES, { message: `one of ${PARTIES.join(', ')}` })
  of!: Party;

  @Text('The period that was stated.')
  period!: string;

  @Text('Which of its figures.')
  programme!: string;

  @ApiProperty({
    description:
      'Which figure holds: what is stated (said by the other side), what is earned (said by the side that stated), or neither, with a reason.',
    enum: STATED_ACCEPTED,
  })
  @IsIn(STATED_ACCEPTED, { message: `one of ${STATED_ACCEPTED.join(', ')}` })
  accept!: StatedAccepted;

  @OptionalText('Why.', MOST_REASON)
  reason?: string;
}

export class ResolutionBody extends ByPerson {
  @ApiProperty({
    description: 'Whose line holds: a side’s, another that both agree on, or neither’s, and the records stay apart.',
    enum: ACCEPTED,
  })
  @IsIn(ACCEPTED, { message: `one of ${ACCEPTED.join(', ')}` })
  accept!: Accepted;

  @ApiPropertyOptional({
    description:
      'Where both agree on another figure: what the line is to say (quantity, net, unitPrice, date, product, unit, currency, member).',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @IsOptional()
  @IsObject({ message: 'what the line is to say, as an object' })
  agreed?: object;

  @OptionalText('Why.', MOST_REASON)
  reason?: string;
}

export class BulkResolutionBody extends ResolutionBody {
  @ApiProperty({ description: 'Which variances; all of them are resolved, or none.', type: [String] })
  @IsArray({ message: 'a list of variances' })
  @ArrayMinSize(1, { message: 'at least one variance' })
  @ArrayMaxSize(MOST_AT_ONCE, { message: `at most ${MOST_AT_ONCE} variances` })
  @IsString({ each: true, message: 'texts' })
  @Length(1, MOST_ID, { each: true, message: `texts of 1 to ${MOST_ID} characters` })
  variances!: string[];
}

class WordBody {
  @Text('As the customer says it.')
  theirs!: string;

  @ApiProperty({ description: 'As the supplier says it; empty takes the word away.', type: String })
  @IsString({ message: 'a text' })
  @Length(0, 200, { message: 'a text of at most 200 characters' })
  ours!: string;
}

export class MatchingRulesBody extends ByPerson {
  @ApiPropertyOptional({
    description: 'What is overlooked: days, quantity, price, pricePercent, value.',
    type: 'object',
    additionalProperties: true,
  })
  @IsOptional()
  @IsObject({ message: 'tolerances, as an object' })
  tolerances?: object;

  @ApiPropertyOptional({
    description: 'Which stage of each side is held against the other: { supplier, customer }.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @IsOptional()
  @IsObject({ message: 'a stage of each side, as an object' })
  stages?: object;

  @ApiPropertyOptional({ description: 'What the customer puts before the supplier’s document numbers.', type: String })
  @IsOptional()
  @IsString({ message: 'a text' })
  @Length(0, 200, { message: 'a text of at most 200 characters' })
  prefix?: string;

  @ApiPropertyOptional({
    description: 'Conversions: `{ product?, from, to, factor }`; they replace those before.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsOptional()
  @IsArray({ message: 'a list of conversions' })
  units?: object[];

  @ApiPropertyOptional({ description: 'Product codes, added to those known.', type: [WordBody] })
  @IsOptional()
  @IsArray({ message: 'a list of words' })
  @ArrayMaxSize(MOST_WORDS, { message: `at most ${MOST_WORDS} words` })
  @ValidateNested({ each: true })
  @Type(() => WordBody)
  products?: WordBody[];

  @ApiPropertyOptional({ description: 'Document numbers, added to those known.', type: [WordBody] })
  @IsOptional()
  @IsArray({ message: 'a list of words' })
  @ArrayMaxSize(MOST_WORDS, { message: `at most ${MOST_WORDS} words` })
  @ValidateNested({ each: true })
  @Type(() => WordBody)
  documents?: WordBody[];
}
