import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, Paged, PartnershipSummary } from '#ledger';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { OpenPartnershipBody } from './partnerships.dto.ts';
import { ListPartnerships } from './partnerships.queries.ts';

@ApiTags('partnerships')
@Controller('partnerships')
export class PartnershipsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists partnerships' })
  @ApiAnswer('A page of partnerships.', {
    items: [{ partnership: 'acme~buildco', supplier: 'acme', customer: 'buildco', position: 41, agreements: ['acme-buildco-2026'] }],
    nextCursor: null,
  })
  async list(@Query() page: PageQuery): Promise<Paged<PartnershipSummary>> {
    return valueOf(await this.queries.execute(new ListPartnerships(pageOf(page))));
  }

  @Post()
  @ApiOperation({ summary: 'Opens the partnership of a supplier and a customer' })
  @ApiWrite()
  async open(@Body() { supplier, customer }: OpenPartnershipBody, @Context() context: CommandContext, @Res({ passthrough: true }) response: Response): Promise<WriteAnswer> {
    const command = { kind: 'OpenPartnership', supplier, customer } as const;
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
