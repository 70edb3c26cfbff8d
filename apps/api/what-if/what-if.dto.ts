import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { AtQuery } from '../http/query.dto.ts';
import { Text } from '../http/fields.ts';
import { TermsOrAmendmentsBody } from '../http/terms.dto.ts';

const MAX_SETS = 10;

export class TriedTermsBody extends TermsOrAmendmentsBody {
  @Text('What the set is called in the answer.')
  name!: string;
}

export class CompareBody extends AtQuery {
  @ApiPropertyOptional({ description: 'Compare with the open proposal.', type: Boolean })
  @IsOptional()
  @IsBoolean({ message: 'true or false' })
  proposal?: boolean;

  @ApiPropertyOptional({
    description: 'Compare with these terms, which nobody needs to have proposed. Nothing is recorded.',
    type: [TriedTermsBody],
  })
  @IsOptional()
  @IsArray({ message: 'a list of sets of terms' })
  @ArrayMaxSize(MAX_SETS, { message: `at most ${MAX_SETS} sets of terms` })
  @ValidateNested({ each: true })
  @Type(() => TriedTermsBody)
  with?: TriedTermsBody[];

  @ApiPropertyOptional({
    description: 'How sales go on after the day: { "method": "runRate" }, or { "growth": "5" } in percent over the year before.',
    type: 'object',
    additionalProperties: true,
  })
  @IsOptional()
  @IsObject({ message: '{ method: runRate } or { growth: "5" }' })
  forecast?: object;
}

export class DesignBody extends AtQuery {
  @ApiProperty({
    description: 'What may vary and what each side wants: see docs/reference/goals.schema.json.',
    type: 'object',
    additionalProperties: true,
  })
  @IsObject({ message: 'the content of a goals file, as an object' })
  goals!: object;
}
