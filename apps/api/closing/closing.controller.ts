import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { CommandContext, FiguresAnswer, PeriodsAnswer, StatementCheck, StatementsAnswer } from '#ledger';
import { type BridgeAnswer, type Statement, statementCsv, statementText } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { cached, type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { AtQuery, atOf, knownAtOf, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { BridgeQuery, CloseBody, PeriodsQuery, PreviewQuery, StatementQuery, StatementsQuery } from './closing.dto.ts';
import { AskBridge, CheckStatement, GetFigures, GetStatement, ListPeriods, ListStatements, PreviewStatement } from './closing.queries.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', text: 'text/plain; charset=utf-8' } as const;

/** Closed periods and their statements, and the causes between any two figures. */
@ApiTags('closing')
@Controller('agreements/:agreement')
export class ClosingController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get('bridge')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The causes between two figures: of two days, as known at two positions or times' })
  @ApiAnswer('Causes that add up to the difference, and a page of events.')
  async bridge(
    @Param('agreement') agreement: string,
    @Query() query: BridgeQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BridgeAnswer | undefined> {
    const asked = {
      ...atOf(agreement, query),
      ...pageOf(query),
      ...given({ figure: query.figure, fromOn: query.fromOn, fromKnownAt: knownAtOf(query.fromKnownAt) }),
    };
    const value = valueOf(await this.queries.execute(new AskBridge(asked)));
    return cached(value, { request, response, immutable: false });
  }

  @Get('figures')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What is booked about a day, beside what is known now and what was known then' })
  @ApiAnswer('Three figures, each with its day and position.')
  async figures(
    @Param('agreement') agreement: string,
    @Query() query: AtQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FiguresAnswer | undefined> {
    return cached(valueOf(await this.queries.execute(new GetFigures(atOf(agreement, query)))), { request, response, immutable: false });
  }

  @Get('statements')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The statements issued, and the first day that none holds yet' })
  @ApiAnswer('The statements in order.')
  async statements(
    @Param('agreement') agreement: string,
    @Query() { knownAt, atLeast }: StatementsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StatementsAnswer | undefined> {
    const value = valueOf(
      await this.queries.execute(new ListStatements({ agreement, ...given({ knownAt: knownAtOf(knownAt), atLeast }) })),
    );
    return cached(value, { request, response, immutable: false });
  }

  @Post('statements')
  @Access({ partnership: ['finance'] })
  @ApiOperation({ summary: 'Closes a period: its statement is issued; again changes nothing' })
  @ApiWrite(404)
  async close(
    @Param('agreement') agreement: string,
    @Body() { period }: CloseBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return writeAnswer(
      await this.commands.execute(new ExecuteCommand({ kind: 'ClosePeriod', agreement, period }, context)),
      context,
      response,
    );
  }

  @Get('statements/:period')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The statement of a period, as it was issued: the same bytes for ever' })
  @ApiAnswer('The statement.')
  async statement(
    @Param('agreement') agreement: string,
    @Param('period') period: string,
    @Query() { format = 'json', atLeast }: StatementQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Statement | string | undefined> {
    const value = valueOf(await this.queries.execute(new GetStatement({ agreement, period, ...given({ atLeast }) })));
    if (format === 'json') return cached(value, { request, response, immutable: true });
    response.type(TYPES[format]);
    return cached(format === 'csv' ? statementCsv(value) : statementText(value), { request, response, immutable: true });
  }

  @Get('statements/:period/check')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Computes a statement again from its position, and compares the bytes' })
  @ApiAnswer('Whether they are the same, and where they part.')
  async check(
    @Param('agreement') agreement: string,
    @Param('period') period: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StatementCheck | undefined> {
    return cached(valueOf(await this.queries.execute(new CheckStatement({ agreement, period }))), { request, response, immutable: false });
  }

  @Get('statements/:period/preview')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What the statement of the next period would say if it were closed now; nothing is recorded' })
  @ApiAnswer('The statement as it would be issued.')
  async preview(
    @Param('agreement') agreement: string,
    @Param('period') period: string,
    @Query() { atLeast }: PreviewQuery,
  ): Promise<Statement> {
    return valueOf(await this.queries.execute(new PreviewStatement({ agreement, period, ...given({ atLeast }) })));
  }

  @Get('periods')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Accounting periods: those closed with their statements, and those to come' })
  @ApiAnswer('Periods in order: closed, over, running or ahead.')
  async periods(@Param('agreement') agreement: string, @Query() { every, atLeast }: PeriodsQuery): Promise<PeriodsAnswer> {
    return valueOf(await this.queries.execute(new ListPeriods({ agreement, ...given({ every, atLeast }) })));
  }
}
