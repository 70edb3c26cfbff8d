import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import { DELIVERY_STATUSES, type DeliveryStatus } from '#webhooks';
import { OptionalWholeInQuery, Text, Whole } from '../http/fields.ts';

const MOST_NAMES = 100;
const MOST_LISTED = 500;
const MOST_POSITION = 1_000_000_000_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_~-]{0,128}$/;

const Names =
  (description: string): PropertyDecorator =>
  (target, key) => {
    ApiPropertyOptional({ description, type: [String], maxItems: MOST_NAMES })(target, key);
    IsOptional()(target, key);
    IsArray({ message: 'a list of names' })(target, key);
    ArrayMaxSize(MOST_NAMES, { message: `at most ${MOST_NAMES} names` })(target, key);
    Matches(NAME, { each: true, message: 'names of letters, digits, "-", "_" and "~"' })(target, key);
  };

export class WebhookBody {
  @Text('Where to send: an https address that anybody on the internet could reach.') url!: string;
  @Names('What to be told of: named kinds, and types of events; all named kinds where left out.') kinds?: string[];
  @Names('Of which of its partnerships; of all where left out.') partnerships?: string[];
}

export class ReplayBody {
  @Text('The partnership that is told again.') partnership!: string;
  @Whole('The first position that is told again.', 0, MOST_POSITION) from!: number;
}

export class DeliveriesQuery {
  @ApiProperty({ description: 'Only these.', enum: DELIVERY_STATUSES, required: false })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES, { message: `one of ${DELIVERY_STATUSES.join(', ')}` })
  status?: DeliveryStatus;

  @ApiPropertyOptional({ description: 'Where to go on: the `nextCursor` of the page before.', type: String })
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'the nextCursor of the page before' })
  cursor?: string;

  @OptionalWholeInQuery('How many at most.', 1, MOST_LISTED)
  limit?: number;
}
