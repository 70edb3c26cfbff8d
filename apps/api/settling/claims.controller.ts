import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ClaimLine, ClaimLinesAnswer, ClaimsAnswer, CommandContext, LedgerCommand } from '#ledger';
import { claimLinesCsv } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { atOf, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import {
  ApproveClaimBody,
  ClaimLinesQuery,
  ClaimsQuery,
  DueClaimsBody,
  RaiseClaimBody,
  ReasonBody,
  WithdrawClaimBody,
} from './settling.dto.ts';
import { AskClaimLines, AskClaims } from './settling.queries.ts';

const WHOLE_PAGE = 1_000;

@ApiTags('claims and settlements')
@Controller('agreements/:agreement')
export class ClaimsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('claims')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Claims, and what became of them' })
  @ApiAnswer('The claims about a day, as known.')
  async claims(@Param('agreement') agreement: string, @Query() query: ClaimsQuery): Promise<ClaimsAnswer> {
    const { status, overdue } = query;
    return valueOf(
      await this.queries.execute(
        new AskClaims({ ...atOf(agreement, query), ...given({ status, overdue: overdue === 'true' ? true : undefined }) }),
      ),
    );
  }

  @Post('claims')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Raises a claim for what was earned; the customer does' })
  @ApiWrite(404)
  raise(
    @Param('agreement') agreement: string,
    @Body() body: RaiseClaimBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RaiseClaim', agreement, ...plain(body) }, context, response);
  }

  @Post('claims/due')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Raises what plans that claim by themselves have open' })
  @ApiWrite(404)
  raiseDue(
    @Param('agreement') agreement: string,
    @Body() body: DueClaimsBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RaiseDueClaims', agreement, ...plain(body) }, context, response);
  }

  @Post('claims/:claim/approvals')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Approves a claim, in whole or in part; the supplier does' })
  @ApiWrite(404)
  approve(
    @Param('agreement') agreement: string,
    @Param('claim') claim: string,
    @Body() body: ApproveClaimBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ApproveClaim', agreement, claim, ...plain(body) }, context, response);
  }

  @Post('claims/:claim/refusals')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Refuses a claim, with a reason; the supplier does' })
  @ApiWrite(404)
  refuse(
    @Param('agreement') agreement: string,
    @Param('claim') claim: string,
    @Body() body: ReasonBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RefuseClaim', agreement, claim, ...plain(body) }, context, response);
  }

  @Post('claims/:claim/withdrawals')
  @Access({ partnership: ['finance'], acts: true })
  @ApiOperation({ summary: 'Takes a claim back of which nothing is settled; the customer does' })
  @ApiWrite(404)
  withdraw(
    @Param('agreement') agreement: string,
    @Param('claim') claim: string,
    @Body() body: WithdrawClaimBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'WithdrawClaim', agreement, claim, ...plain(body) }, context, response);
  }

  @Get('claim-lines')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What each line has earned of a programme, and what of it is claimed' })
  @ApiAnswer('A page of lines, or all of them as CSV.')
  async lines(
    @Param('agreement') agreement: string,
    @Query() query: ClaimLinesQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClaimLinesAnswer | string> {
    const asked = { ...atOf(agreement, query), programme: query.programme };
    if (query.format !== 'csv') return valueOf(await this.queries.execute(new AskClaimLines({ ...asked, ...pageOf(query) })));
    const lines: ClaimLine[] = [];
    // Pages of one position belong together.
    let page = valueOf(await this.queries.execute(new AskClaimLines({ ...asked, limit: WHOLE_PAGE })));
    lines.push(...page.lines);
    while (page.nextCursor !== null) {
      page = valueOf(
        await this.queries.execute(
          new AskClaimLines({ ...asked, knownAt: { position: page.knownAt }, on: page.on, limit: WHOLE_PAGE, cursor: page.nextCursor }),
        ),
      );
      lines.push(...page.lines);
    }
    response.type('text/csv');
    return claimLinesCsv(lines);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
