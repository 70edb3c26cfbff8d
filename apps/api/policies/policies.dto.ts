import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional } from 'class-validator';
import type { Party } from '#ledger';
import { OptionalKnownAt, OptionalText } from '../http/fields.ts';
import { AtQuery } from '../http/query.dto.ts';

const PARTIES = ['supplier', 'customer'] as const;
const MESSAGE = { message: 'supplier or customer' };

export class PolicyOfQuery {
  @ApiPropertyOptional({
    description: 'Whose policy: one’s own side, no other may be named. Left out, that of whoever is signed in.',
    enum: PARTIES,
  })
  @IsOptional()
  @IsIn(PARTIES, MESSAGE)
  for?: Party;
}

export class PolicyQuery extends PolicyOfQuery {
  @OptionalKnownAt()
  knownAt?: string;

  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class PolicyBody {
  @ApiProperty({
    description: 'By programme: how it accrues and forecasts, as in a policy file.',
    type: 'object',
    additionalProperties: true,
  })
  @IsObject({ message: 'an object by programme' })
  programmes!: object;
}

export class BalanceQuery extends AtQuery {
  @ApiPropertyOptional({
    description: 'Accrue and project by the policy of this side, which must be one’s own; accrued is earned where left out.',
    enum: PARTIES,
  })
  @IsOptional()
  @IsIn(PARTIES, MESSAGE)
  as?: Party;

  @ApiPropertyOptional({
    description: 'Count from the record of this side; from the one that the agreement counts from where left out.',
    enum: PARTIES,
  })
  @IsOptional()
  @IsIn(PARTIES, MESSAGE)
  countFrom?: Party;
}
