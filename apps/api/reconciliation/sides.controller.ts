import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SidesAnswer } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { AtQuery, atOf } from '../http/query.dto.ts';
import { AskSides } from './reconciliation.queries.ts';

/** What an agreement would pay counting from each side's own record. */
@ApiTags('reconciliation')
@Controller('agreements/:agreement')
export class SidesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('sides')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What the agreement pays counting from the supplier’s lines, from the customer’s, and the difference' })
  @ApiAnswer('Three figures, in all and by programme.', {
    agreement: 'acme-buildco-2026',
    currency: 'EUR',
    on: '2026-12-31',
    knownAt: 41,
    rules: 1,
    counts: 'supplier',
    supplier: '13500.00',
    customer: '13750.00',
    difference: '250.00',
    programmes: [],
  })
  async sides(@Param('agreement') agreement: string, @Query() query: AtQuery): Promise<SidesAnswer> {
    return valueOf(await this.queries.execute(new AskSides(atOf(agreement, query))));
  }
}
