import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, Paged, PartnershipSummary } from '#ledger';
import { visibleTo } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { OpenPartnershipBody, RecordRatesBody } from './partnerships.dto.ts';
import { ListPartnerships } from './partnerships.queries.ts';
import { narrowed, partnershipsOf } from './visible-partnerships.ts';

@ApiTags('partnerships')
@Controller('partnerships')
export class PartnershipsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('signedIn')
  @ApiOperation({ summary: 'Lists partnerships' })
  @ApiAnswer('A page of partnerships.', {
    items: [{ partnership: 'acme~buildco', supplier: 'acme', customer: 'buildco', position: 41, agreements: ['acme-buildco-2026'] }],
    nextCursor: null,
  })
  async list(@Query() page: PageQuery, @WhoAsks() { actor }: Asking): Promise<Paged<PartnershipSummary>> {
    const visible = visibleTo(actor);
    const found = valueOf(await this.queries.execute(new ListPartnerships({ ...pageOf(page), ...given({ of: partnershipsOf(visible) }) })));
    return { ...found, items: found.items.map((one) => narrowed(one, visible)) };
  }

  @Post()
  @Access({ partnership: ['administrator', 'commercial'] })
  @ApiOperation({ summary: 'Opens the partnership of a supplier and a customer' })
  @ApiWrite()
  async open(
    @Body() { supplier, customer }: OpenPartnershipBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const command = { kind: 'OpenPartnership', supplier, customer } as const;
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }

  @Post(':partnership/rates')
  @Access({ partnership: ['commercial', 'finance'] })
  @ApiOperation({ summary: 'Records exchange rates of a table that agreements of the partnership convert with' })
  @ApiWrite()
  async rates(
    @Param('partnership') partnership: string,
    @Body() { table, to, rates }: RecordRatesBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const command = { kind: 'RecordRates', partnership, table, to, rates } as const;
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
