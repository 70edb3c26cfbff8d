import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { OptionalWholeInQuery } from '../http/fields.ts';
import { AtQuery } from '../http/query.dto.ts';

const MOST_DAYS = 3_660;

export class AlertsQuery extends AtQuery {
  @ApiPropertyOptional({
    description: 'A step is near when at most this part of its bound is missing, in percent; 10 where left out.',
    type: String,
  })
  @IsOptional()
  @Matches(/^\d{1,3}(\.\d{1,6})?$/, { message: 'a percentage such as 10 or 2.5' })
  nearPercent?: string;

  @OptionalWholeInQuery('Or when the pace so far reaches it in so many days; 30 where left out.', 0, MOST_DAYS)
  nearDays?: number;

  @OptionalWholeInQuery('How many days before its end an agreement is said to end; 60 where left out.', 0, MOST_DAYS)
  endingDays?: number;
}
