import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { ACTIONS, LINE_KINDS, type LineAction, type LineKind, type SalesDocument } from '#rebates';
import { Day, OptionalDay, OptionalText, Text } from '../http/fields.ts';

const STAGES: readonly SalesDocument['stage'][] = ['ordered', 'shipped', 'received', 'accepted', 'invoiced', 'paid', 'sellOut'];
/** More than 1 MiB of JSON can hold: a longer document comes in pieces. */
const MAX_LINES = 10_000;

/** Amounts and quantities are exact decimals in texts; the ledger says what it refuses of them. */
export class SaleLineBody {
  @Text('Its number within the document.') line!: string;
  @Day('The business day it is about.') date!: string;
  @Text('Product.') product!: string;
  @Text('An exact decimal; negative for a return.') quantity!: string;
  @Text('An exact decimal.') unitPrice!: string;

  @ApiPropertyOptional({ enum: LINE_KINDS })
  @IsOptional()
  @IsIn(LINE_KINDS, { message: `one of ${LINE_KINDS.join(', ')}` })
  kind?: LineKind;

  @OptionalText('Quantity × unit price where left out.') net?: string;
  @OptionalText() tax?: string;
  @OptionalText() taxCode?: string;
  @OptionalText() freight?: string;
  @OptionalText() currency?: string;
  @OptionalText() unit?: string;
  @OptionalText() weight?: string;
  @OptionalText() category?: string;
  @OptionalText() brand?: string;
  @OptionalText() member?: string;
  @OptionalText() shipTo?: string;
  @OptionalText() endCustomer?: string;
  @OptionalText() channel?: string;
  @OptionalText() cost?: string;
  @OptionalText() listPrice?: string;
  @OptionalText() contractRef?: string;
  @OptionalText('`document#line` of the sale that it is about.') returns?: string;
  @OptionalDay('When it was paid.') paidOn?: string;
  @OptionalText() paidAmount?: string;
  @OptionalDay('When payment is due.') dueOn?: string;
}

export class SalesDocumentBody {
  @Text('Who saw it: supplier, customer or a third reporter.')
  reporter!: string;

  @ApiProperty({ enum: STAGES })
  @IsIn(STAGES, { message: `one of ${STAGES.join(', ')}` })
  stage!: SalesDocument['stage'];

  @Text('Its number, such as an invoice number.')
  document!: string;

  @ApiPropertyOptional({ enum: ACTIONS, description: 'record where left out' })
  @IsOptional()
  @IsIn(ACTIONS, { message: `one of ${ACTIONS.join(', ')}` })
  action?: LineAction;

  @ApiProperty({ type: [SaleLineBody] })
  @IsArray({ message: 'a list of lines' })
  @ArrayMinSize(1, { message: 'at least one line' })
  @ArrayMaxSize(MAX_LINES, { message: `at most ${MAX_LINES} lines` })
  @ValidateNested({ each: true })
  @Type(() => SaleLineBody)
  lines!: SaleLineBody[];
}
