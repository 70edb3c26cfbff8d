import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject } from 'class-validator';
import type { Party } from '#ledger';
import { Day, OptionalText, Text, Whole } from '../http/fields.ts';

const PARTIES = ['supplier', 'customer'] as const;
const MAX_VERSION = 1_000_000;
const MAX_AMENDMENTS = 100;

class ByPerson {
  @ApiProperty({ description: 'For which side.', enum: PARTIES })
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party!: Party;

  @Text('Who decides, as the agreement names people.')
  person!: string;
}

export class ProposeAgreementBody extends ByPerson {
  @ApiProperty({ description: 'The terms, as in an agreement file: see docs/reference/agreement.schema.json.', type: 'object', additionalProperties: true })
  @IsObject({ message: 'the terms of an agreement, as an object' })
  terms!: object;
}

export class VersionBody extends ByPerson {
  @Whole('The version of the terms.', 1, MAX_VERSION)
  version!: number;
}

export class ProposeAmendmentBody extends ByPerson {
  @ApiProperty({ description: 'As under `amendments` of an agreement file.', type: 'array', items: { type: 'object', additionalProperties: true } })
  @IsArray({ message: 'a list of amendments' })
  @ArrayMinSize(1, { message: 'at least one amendment' })
  @ArrayMaxSize(MAX_AMENDMENTS, { message: `at most ${MAX_AMENDMENTS} amendments` })
  amendments!: object[];

  @OptionalText('Why.')
  reason?: string;
}

export class TerminationBody extends ByPerson {
  @Day('The last day of the agreement.')
  on!: string;

  @Text('Why.')
  reason!: string;
}
