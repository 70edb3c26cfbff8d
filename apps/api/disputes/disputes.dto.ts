import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { Party } from '#ledger';
import { type DisputeOutcome, OUTCOMES } from '#rebates';
import { LongText, OptionalDay, OptionalKnownAt, OptionalText, Text } from '../http/fields.ts';
import { PageQuery } from '../http/query.dto.ts';
import { SalesDocumentBody } from '../sales/sales.dto.ts';

const PARTIES = ['supplier', 'customer'] as const;
const MOST_TEXT = 2_000;
const MOST_CORRECTIONS = 200;
const MOST_PROPOSALS = 1_000_000;

export class DisputeQuery {
  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class DisputesQuery extends PageQuery {
  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;

  @OptionalText('Only of this agreement.')
  onlyAgreement?: string;

  @ApiPropertyOptional({ description: '`only`: without those that have ended.', enum: ['only'] })
  @IsOptional()
  @IsIn(['only'], { message: 'only' })
  open?: 'only';
}

class ByPerson {
  @ApiPropertyOptional({ description: 'For which side: it follows from who signs in.', enum: PARTIES })
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party!: Party;

  @ApiPropertyOptional({ description: 'Who decides: it is who signs in.', type: String })
  @Text('Who decides.')
  person!: string;
}

export class OpenDisputeBody extends ByPerson {
  @Text('Which agreement it is about.')
  agreement!: string;

  @ApiProperty({
    description:
      '`{ kind: "variances", variances }`, `{ kind: "lines", lines: [{ side, document, line }] }`, `{ kind: "statement", statement: "2026-03" }`, `{ kind: "claim", claim }` or `{ kind: "figure" }`.',
    type: 'object',
    additionalProperties: true,
  })
  @IsObject({ message: 'what is disputed, as an object' })
  subject!: object;

  @OptionalDay('About which day; the last of the agreement, or of the statement in dispute, where left out.')
  on?: string;

  @OptionalKnownAt()
  knownAt?: string;

  @ApiPropertyOptional({
    description: 'The figure that each side holds: { supplier, customer }; what its own record gave then where left out.',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  @IsOptional()
  @IsObject({ message: 'figures, as an object' })
  figures?: object;

  @LongText('Why.', MOST_TEXT)
  text!: string;

  @OptionalDay('The day by which an answer is asked for.')
  answerBy?: string;
}

export class DisputeCommentBody extends ByPerson {
  @LongText('What is said, for both sides to read.', MOST_TEXT)
  text!: string;

  @OptionalText('The figure that one’s side holds from now on.')
  figure?: string;
}

export class EscalationBody extends ByPerson {
  @Text('To whom it is brought.')
  to!: string;

  @LongText('Why.', MOST_TEXT)
  reason!: string;

  @OptionalDay('The day by which an answer is asked for.')
  answerBy?: string;
}

export class EndingBody extends ByPerson {
  @ApiProperty({
    description: 'The record is corrected or credited; a side accepts the other’s view; or the record is left as it is.',
    enum: OUTCOMES,
  })
  @IsIn(OUTCOMES, { message: `one of ${OUTCOMES.join(', ')}` })
  outcome!: DisputeOutcome;

  @LongText('Why.', MOST_TEXT)
  reason!: string;

  @ApiPropertyOptional({ description: 'Documents of sales to be recorded, as they would be sent.', type: [SalesDocumentBody] })
  @IsOptional()
  @IsArray({ message: 'a list of documents' })
  @ArrayMaxSize(MOST_CORRECTIONS, { message: `at most ${MOST_CORRECTIONS} documents` })
  @ValidateNested({ each: true })
  @Type(() => SalesDocumentBody)
  corrections?: SalesDocumentBody[];
}

export class ProposalBody extends EndingBody {
  @ApiPropertyOptional({ description: 'Instead of corrections: whose lines are to hold, of the variances in dispute.', enum: PARTIES })
  @IsOptional()
  @IsIn(PARTIES, { message: 'supplier or customer' })
  accept?: Party;

  @OptionalDay('The day by which an answer is asked for.')
  answerBy?: string;
}

export class AcceptanceBody extends ByPerson {
  @ApiProperty({ description: 'Which proposal, counted from 1.', type: Number, minimum: 1 })
  @IsInt({ message: 'a whole number' })
  @Min(1, { message: 'at least 1' })
  @Max(MOST_PROPOSALS, { message: `at most ${MOST_PROPOSALS}` })
  proposal!: number;
}

export class EvidenceQuery {
  @Text('The name of the file.')
  name!: string;

  @OptionalText('What it shows.')
  text?: string;

  @ApiPropertyOptional({ description: 'For which side: it follows from who signs in.', enum: PARTIES })
  @IsOptional()
  @IsIn(PARTIES, { message: 'supplier or customer' })
  party?: Party;

  @OptionalText('Who adds it: it is who signs in.')
  person?: string;
}

export class EvidenceFileQuery {
  @ApiPropertyOptional({ description: '`json`: name and content in base64, instead of the file.', enum: ['json'] })
  @IsOptional()
  @IsIn(['json'], { message: 'json' })
  as?: 'json';
}
