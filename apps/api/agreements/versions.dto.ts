import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { OptionalDay, OptionalText, OptionalWholeInQuery, Text } from '../http/fields.ts';

const MAX_VERSION = 1_000_000;
const MESSAGE = { message: `a whole number from 1 to ${MAX_VERSION}` };

/** In an address everything arrives as text. */
const VersionNumber = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ description, type: Number, minimum: 1, maximum: MAX_VERSION }),
    Type(() => Number),
    IsInt(MESSAGE),
    Min(1, MESSAGE),
    Max(MAX_VERSION, MESSAGE),
  );

export class VersionParams {
  @Text('The agreement.')
  agreement!: string;

  @VersionNumber('The version.')
  version!: number;
}

export class DiffQuery {
  @VersionNumber('The version before.')
  from!: number;

  @VersionNumber('The version after.')
  to!: number;
}

export class WordsQuery {
  @OptionalWholeInQuery('Of which version; of the one in force where left out.', 1, MAX_VERSION)
  version?: number;
}

export class ReplicaQuery {
  @OptionalDay('First day of the new term; the day after the old one where left out.')
  from?: string;

  @OptionalText('Id of the new agreement.', 64)
  id?: string;

  @ApiPropertyOptional({ description: 'Fill fixed baselines of growth with what was measured.', enum: ['measured'] })
  @IsOptional()
  @IsIn(['measured'], { message: 'measured' })
  baselines?: 'measured';
}

export class OverviewQuery {
  @OptionalDay('The day about which the goals are judged; today where left out.')
  on?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class NewReadingBody {
  @ApiProperty({ description: 'The terms, as in an agreement file.', type: 'object', additionalProperties: true })
  @IsObject({ message: 'the terms of an agreement, as an object' })
  terms!: object;
}
