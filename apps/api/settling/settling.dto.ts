import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { Party } from '#ledger';
import { Day, OptionalDay, OptionalText, OptionalWholeInQuery, Text, Whole } from '../http/fields.ts';
import { AtQuery } from '../http/query.dto.ts';

const PARTIES = ['supplier', 'customer'] as const;
const MEANS = ['creditNote', 'payment', 'deduction'] as const;
const STATUSES = ['raised', 'approved', 'refused', 'withdrawn'] as const;
const FORMATS = ['json', 'csv'] as const;
const MAX_TEXT = 2_000;
const MAX_PARTS = 100;
const MAX_LINES = 5_000;
const MAX_PAGE = 500;

class DatedBody {
  @ApiPropertyOptional({ description: 'For which side: it follows from who signs in.', enum: PARTIES })
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party!: Party;

  @ApiPropertyOptional({ description: 'Who decides: it is who signs in.', type: String })
  @Text('Who decides.')
  person!: string;

  @OptionalDay('The day that it is about; today where left out.')
  on?: string;
}

class PeriodBody {
  @Day('The first day.')
  from!: string;

  @Day('The last day.')
  to!: string;
}

class ClaimedLineBody {
  @Text('The document.')
  document!: string;

  @Text('The line of it.')
  line!: string;

  @Text('The amount, a decimal in quotes.')
  amount!: string;
}

/** One of a list: said and checked like the body itself. */
const ListOf =
  (description: string, type: () => new () => object, max: number): PropertyDecorator =>
  (target, key) => {
    ApiProperty({ description, type, isArray: true })(target, key);
    IsArray({ message: 'a list' })(target, key);
    ArrayMaxSize(max, { message: `at most ${max}` })(target, key);
    ValidateNested({ each: true })(target, key);
    Type(type)(target, key);
  };

class AskedPartBody {
  @Text('The programme.')
  programme!: string;

  @ApiProperty({ type: PeriodBody, description: 'A settlement period of the plan.' })
  @ValidateNested()
  @Type(() => PeriodBody)
  period!: PeriodBody;

  @OptionalText('The amount; the sum of the lines, or all that is left, where left out.', 50)
  amount?: string;

  @IsOptional()
  @ListOf('The lines that it is claimed on.', () => ClaimedLineBody, MAX_LINES)
  lines?: ClaimedLineBody[];
}

class EvidenceBody {
  @Text('SHA-256 of the file, in hex.')
  sha256!: string;

  @Whole('How many lines it has.', 0, 100_000_000)
  lines!: number;
}

export class RaiseClaimBody extends DatedBody {
  @Text('The id of the claim: your own number.')
  claim!: string;

  @ListOf('What is claimed, by programme and period.', () => AskedPartBody, MAX_PARTS)
  parts!: AskedPartBody[];

  @OptionalText('Your reference.', 200)
  reference?: string;

  @ApiPropertyOptional({ type: EvidenceBody, description: 'The exported lines that it stands on.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => EvidenceBody)
  evidence?: EvidenceBody;
}

export class DueClaimsBody extends DatedBody {}

export class ApproveClaimBody extends DatedBody {
  @IsOptional()
  @ListOf('What is approved; all that is claimed where left out.', () => AskedPartBody, MAX_PARTS)
  parts?: AskedPartBody[];

  @OptionalText('Why not all of it.', MAX_TEXT)
  reason?: string;
}

export class ReasonBody extends DatedBody {
  @Text('Why.')
  reason!: string;
}

export class WithdrawClaimBody extends DatedBody {
  @OptionalText('Why.', MAX_TEXT)
  reason?: string;
}

class SettledPartBody {
  @Text('The programme.')
  programme!: string;

  @ApiProperty({ type: PeriodBody, description: 'The settlement period.' })
  @ValidateNested()
  @Type(() => PeriodBody)
  period!: PeriodBody;

  @Text('The amount; negative for what comes back.')
  amount!: string;

  @OptionalText('The claim that it settles.', 100)
  claim?: string;

  @ApiPropertyOptional({ description: 'Nothing more is to come for it: what is left of the accrual is released.', enum: [true] })
  @IsOptional()
  @IsIn([true], { message: 'true, or left out' })
  final?: true;
}

class PayeeBody {
  @Text('The member.')
  member!: string;

  @Text('Its amount.')
  amount!: string;
}

class TaxBody {
  @OptionalText('The tax code.', 40)
  code?: string;

  @Text('The net amount.')
  net!: string;

  @Text('The tax on it.')
  tax!: string;
}

export class SettlementBody extends DatedBody {
  @Text('The id of the settlement: your own number.')
  settlement!: string;

  @ApiProperty({ description: 'How it is settled.', enum: MEANS })
  @IsIn(MEANS, { message: MEANS.join(', ') })
  means!: (typeof MEANS)[number];

  @Text('The number of the credit note, the payment or the deduction.')
  reference!: string;

  @ListOf('What is settled, by programme, period and claim.', () => SettledPartBody, MAX_PARTS)
  parts!: SettledPartBody[];

  @IsOptional()
  @ListOf('Who gets it; they add up to the amount.', () => PayeeBody, 1_000)
  payees?: PayeeBody[];

  @IsOptional()
  @ListOf('Net amounts by tax code, which add up to the amount, and the tax on each.', () => TaxBody, MAX_PARTS)
  tax?: TaxBody[];

  @OptionalText('The invoice that was paid short.', 200)
  invoice?: string;
}

export class WaiverBody extends ReasonBody {
  @Text('The id of the waiver.')
  waiver!: string;

  @Text('The programme.')
  programme!: string;

  @ApiProperty({ type: PeriodBody, description: 'The settlement period.' })
  @ValidateNested()
  @Type(() => PeriodBody)
  period!: PeriodBody;

  @Text('What the customer gives up of what it earned; negative for what the supplier gives up of what it settled too much.')
  amount!: string;
}

export class WaiverDecisionBody extends DatedBody {}

export class ClaimsQuery extends AtQuery {
  @ApiPropertyOptional({ description: 'Only claims of this status.', enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES, { message: STATUSES.join(', ') })
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'Only claims whose decision is late.', enum: ['true'] })
  @IsOptional()
  @IsIn(['true'], { message: 'true, or left out' })
  overdue?: 'true';
}

export class ClaimLinesQuery extends AtQuery {
  @Text('The programme.')
  programme!: string;

  @OptionalText('Where to go on: the `nextCursor` of the page before.')
  cursor?: string;

  @OptionalWholeInQuery('How many lines at most.', 1, MAX_PAGE)
  limit?: number;

  @ApiPropertyOptional({ description: 'As JSON by pages, or all lines as CSV.', enum: FORMATS })
  @IsOptional()
  @IsIn(FORMATS, { message: FORMATS.join(', ') })
  format?: (typeof FORMATS)[number];
}
