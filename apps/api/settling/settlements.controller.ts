import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { AgeingAnswer, CommandContext, DueAnswer, LedgerCommand, SettlementsAnswer, ShortPaymentsAnswer } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { AtQuery, atOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { ReasonBody, SettlementBody, WaiverBody, WaiverDecisionBody } from './settling.dto.ts';
import { AskAgeing, AskDue, AskSettlements, AskShortPayments } from './settling.queries.ts';

@ApiTags('claims and settlements')
@Controller('agreements/:agreement')
export class SettlementsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('settlements')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Settlements and waivers, and what is settled, waived, claimed and open' })
  @ApiAnswer('What stands about a day, as known: settled + waived + open is what was earned.')
  async settlements(@Param('agreement') agreement: string, @Query() query: AtQuery): Promise<SettlementsAnswer> {
    return valueOf(await this.queries.execute(new AskSettlements(atOf(agreement, query))));
  }

  @Post('settlements')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Records a credit note, a payment or a deduction' })
  @ApiWrite(404)
  record(
    @Param('agreement') agreement: string,
    @Body() body: SettlementBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RecordSettlement', agreement, ...plain(body) }, context, response);
  }

  @Post('settlements/:settlement/reversals')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Reverses a settlement that was wrong; who recorded it does' })
  @ApiWrite(404)
  reverse(
    @Param('agreement') agreement: string,
    @Param('settlement') settlement: string,
    @Body() body: ReasonBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ReverseSettlement', agreement, settlement, ...plain(body) }, context, response);
  }

  @Get('due')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What to settle now, by the plan and what was settled: with claims, payees and tax' })
  @ApiAnswer('What is due and open about a day.')
  async due(@Param('agreement') agreement: string, @Query() query: AtQuery): Promise<DueAnswer> {
    return valueOf(await this.queries.execute(new AskDue(atOf(agreement, query))));
  }

  @Get('ageing')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What is due and open, by how long it has been due' })
  @ApiAnswer('Amounts by days after the due date.')
  async ageing(@Param('agreement') agreement: string, @Query() query: AtQuery): Promise<AgeingAnswer> {
    return valueOf(await this.queries.execute(new AskAgeing(atOf(agreement, query))));
  }

  @Get('short-payments')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Invoices that were paid short, with the deductions that explain it and the claims that it comes to' })
  @ApiAnswer('The invoices about a day, in the order of payment.')
  async shortPayments(@Param('agreement') agreement: string, @Query() query: AtQuery): Promise<ShortPaymentsAnswer> {
    return valueOf(await this.queries.execute(new AskShortPayments(atOf(agreement, query))));
  }

  @Post('waivers')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Asks to give something up, for the own side' })
  @ApiWrite(404)
  waive(
    @Param('agreement') agreement: string,
    @Body() body: WaiverBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RequestWaiver', agreement, ...plain(body) }, context, response);
  }

  @Post('waivers/:waiver/approvals')
  @Access({ partnership: ['approver', 'finance'], acts: true })
  @ApiOperation({ summary: 'Approves a waiver, as another person of the side that gives up' })
  @ApiWrite(404)
  approve(
    @Param('agreement') agreement: string,
    @Param('waiver') waiver: string,
    @Body() body: WaiverDecisionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ApproveWaiver', agreement, waiver, ...plain(body) }, context, response);
  }

  @Post('waivers/:waiver/drops')
  @Access({ partnership: ['approver', 'finance'], acts: true })
  @ApiOperation({ summary: 'Refuses a waiver, or takes it back' })
  @ApiWrite(404)
  drop(
    @Param('agreement') agreement: string,
    @Param('waiver') waiver: string,
    @Body() body: ReasonBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'DropWaiver', agreement, waiver, ...plain(body) }, context, response);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
