import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, ValidateNested } from 'class-validator';
import { Day, Text } from '../http/fields.ts';

const MOST_RATES = 5_000;

export class OpenPartnershipBody {
  @Text('The supplier’s id.')
  supplier!: string;

  @Text('The customer’s id.')
  customer!: string;
}

class RateBody {
  @Text('The currency, in three capital letters.')
  currency!: string;

  @Day('The first day on which the rate holds; it holds until the next one of its currency.')
  from!: string;

  @Text('What one unit of the currency is worth, as a decimal text.')
  rate!: string;
}

export class RecordRatesBody {
  @Text('The name of the table, as agreements name it (`exchange.table`).')
  table!: string;

  @Text('The currency that the rates are in.')
  to!: string;

  @ApiProperty({ description: 'Rates; those that stand already change nothing.', type: [RateBody] })
  @IsArray({ message: 'a list of rates' })
  @ArrayMinSize(1, { message: 'at least one rate' })
  @ArrayMaxSize(MOST_RATES, { message: `at most ${MOST_RATES} rates` })
  @ValidateNested({ each: true })
  @Type(() => RateBody)
  rates!: RateBody[];
}
