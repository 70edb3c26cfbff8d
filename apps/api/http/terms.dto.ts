import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsArray, IsObject, IsOptional } from 'class-validator';

/** Terms that nobody needs to have proposed: whole, or as what they would amend. */
export class TermsOrAmendmentsBody {
  @ApiPropertyOptional({ description: 'The whole terms, as in an agreement file.', type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject({ message: 'the terms of an agreement, as an object' })
  terms?: object;

  @ApiPropertyOptional({
    description: 'Or amendments of the agreement, as under `amendments` of an agreement file.',
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  @IsOptional()
  @IsArray({ message: 'a list of amendments' })
  amendments?: object[];
}
