import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional } from 'class-validator';
import type { Party } from '#ledger';
import { Day, LongText, OptionalDay, OptionalText, Text, Whole } from '../http/fields.ts';

const PARTIES = ['supplier', 'customer'] as const;
const MAX_VERSION = 1_000_000;
const MAX_AMENDMENTS = 100;
const MAX_TEXT = 2_000;

class ByPerson {
  @ApiPropertyOptional({ description: 'For which side: it follows from who signs in.', enum: PARTIES })
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party!: Party;

  @ApiPropertyOptional({ description: 'Who decides: it is who signs in.', type: String })
  @Text('Who decides.')
  person!: string;
}

class OfferBody extends ByPerson {
  @OptionalText('Why: it stays with the version.', MAX_TEXT)
  reason?: string;

  @ApiPropertyOptional({
    description: 'The version of the other side that it answers: refused where that is not open any more.',
    type: Number,
  })
  @IsOptional()
  @Whole('The version that it answers.', 1, MAX_VERSION)
  answers?: number;

  @OptionalDay('The last day on which it can be signed.')
  validUntil?: string;
}

export class ProposeAgreementBody extends OfferBody {
  @ApiProperty({
    description: 'The terms, as in an agreement file: see docs/reference/agreement.schema.json.',
    type: 'object',
    additionalProperties: true,
  })
  @IsObject({ message: 'the terms of an agreement, as an object' })
  terms!: object;
}

export class VersionBody extends ByPerson {
  @Whole('The version of the terms.', 1, MAX_VERSION)
  version!: number;
}

export class ProposeAmendmentBody extends OfferBody {
  @ApiProperty({
    description: 'As under `amendments` of an agreement file.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsArray({ message: 'a list of amendments' })
  @ArrayMinSize(1, { message: 'at least one amendment' })
  @ArrayMaxSize(MAX_AMENDMENTS, { message: `at most ${MAX_AMENDMENTS} amendments` })
  amendments!: object[];
}

export class ExtensionBody extends OfferBody {
  @Day('The new last day.')
  to!: string;
}

export class MembersBody extends OfferBody {
  @ApiPropertyOptional({
    description: 'Who joins: `{ id, from, to? }`.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsOptional()
  @IsArray({ message: 'a list of who joins' })
  join?: object[];

  @ApiPropertyOptional({
    description: 'Who leaves: `{ id, on }`, the last day.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsOptional()
  @IsArray({ message: 'a list of who leaves' })
  leave?: object[];
}

export class CommentBody extends VersionBody {
  @LongText('What is said, for both sides to read.', MAX_TEXT)
  text!: string;
}

export class TerminationBody extends ByPerson {
  @Day('The last day of the agreement.')
  on!: string;

  @LongText('Why.', MAX_TEXT)
  reason!: string;
}
