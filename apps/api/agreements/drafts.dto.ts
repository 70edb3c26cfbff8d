import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsObject, IsOptional } from 'class-validator';
import { OptionalDay, OptionalText, Text, Whole } from '../http/fields.ts';

const MAX_VERSION = 1_000_000;
const MAX_TEXT = 2_000;

export class DraftBody {
  @ApiPropertyOptional({ description: 'Terms of a new agreement, as far as they are written.', type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject({ message: 'terms, as an object' })
  terms?: object;

  @OptionalText('The agreement in force that the amendments are of.', 64)
  agreement?: string;

  @ApiPropertyOptional({
    description: 'Amendments of the agreement, in place of terms.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsOptional()
  @IsArray({ message: 'a list of amendments' })
  amendments?: object[];

  @OptionalText('For those of the organisation; it is never proposed.', MAX_TEXT)
  note?: string;
}

export class DraftOfferBody {
  @OptionalText('Why: it stays with the version.', MAX_TEXT)
  reason?: string;

  @ApiPropertyOptional({ description: 'The version of the other side that it answers.', type: Number })
  @IsOptional()
  @Whole('The version that it answers.', 1, MAX_VERSION)
  answers?: number;

  @OptionalDay('The last day on which it can be signed.')
  validUntil?: string;
}

export class NoteBody {
  @ApiPropertyOptional({ description: 'The version that it is about.', type: Number })
  @IsOptional()
  @Whole('The version.', 1, MAX_VERSION)
  version?: number;

  @Text('What is noted.')
  text!: string;
}
