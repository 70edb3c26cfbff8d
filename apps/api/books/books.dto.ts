import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsIn, IsObject, IsOptional } from 'class-validator';
import { Day, OptionalDay, Text } from '../http/fields.ts';

const FORMATS = ['json', 'csv'] as const;
const object = { type: 'object', additionalProperties: true } as const;
const MESSAGE = { message: 'an object, as in an accounts file' };

export class AccountsBody {
  @ApiPropertyOptional({ description: 'Accounts of a supplier, by role.', ...object })
  @IsOptional()
  @IsObject(MESSAGE)
  supplier?: object;

  @ApiPropertyOptional({ description: 'Accounts of a customer, by role.', ...object })
  @IsOptional()
  @IsObject(MESSAGE)
  customer?: object;

  @ApiPropertyOptional({ description: 'Accounts of single tax codes.', ...object })
  @IsOptional()
  @IsObject(MESSAGE)
  taxCodes?: object;

  @ApiPropertyOptional({ description: 'The share of the goods still in stock, from days on.', type: 'array', items: object })
  @IsOptional()
  @IsArray({ message: 'a list of { from, percent }' })
  inStock?: object[];

  @ApiPropertyOptional({ description: 'What single programmes have of their own.', type: 'array', items: object })
  @IsOptional()
  @IsArray({ message: 'a list of programmes' })
  programmes?: object[];
}

export class BookBody {
  @Day('The last day of the period, which begins the day after the booking before.')
  through!: string;
}

export class OwnReasonBody {
  @Text('Why.')
  reason!: string;
}

export class ReleaseBody extends OwnReasonBody {
  @Text('The id of the release.')
  release!: string;

  @Text('The programme.')
  programme!: string;

  @Text('What to release, a decimal in quotes.')
  amount!: string;
}

export class JournalQuery {
  @OptionalDay('Only periods that end on this day or later.')
  from?: string;

  @OptionalDay('Only periods that end on this day or before.')
  to?: string;

  @ApiProperty({ description: 'As JSON, or as CSV.', enum: FORMATS, required: false })
  @IsOptional()
  @IsIn(FORMATS, { message: FORMATS.join(', ') })
  format?: (typeof FORMATS)[number];
}
