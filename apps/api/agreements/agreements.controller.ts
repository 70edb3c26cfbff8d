import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AgreementSummary, CommandContext, LedgerCommand } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, cached, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiIfMatch, ApiWrite } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { ProposeAgreementBody, ProposeAmendmentBody, TerminationBody, VersionBody } from './agreements.dto.ts';
import { GetAgreement } from './agreements.queries.ts';

@ApiTags('agreements')
@Controller('agreements')
export class AgreementsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Access({ partnership: ['commercial'], acts: true })
  @ApiOperation({ summary: 'Proposes an agreement; opens its partnership where it is new' })
  @ApiWrite()
  propose(
    @Body() body: ProposeAgreementBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ProposeAgreement', ...plain(body) }, context, response);
  }

  @Get(':agreement')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'An agreement as it stands; its ETag is what If-Match is compared with' })
  @ApiAnswer('The agreement.')
  async one(
    @Param('agreement') agreement: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgreementSummary | undefined> {
    const value = valueOf(await this.queries.execute(new GetAgreement(agreement)));
    return cached(value, { request, response, tag: `"${value.revision}"`, immutable: false });
  }

  @Post(':agreement/signatures')
  @Access({ partnership: ['commercial', 'approver'], acts: true })
  @ApiOperation({ summary: 'Signs a version for one side' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  sign(
    @Param('agreement') agreement: string,
    @Body() body: VersionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'SignAgreement', agreement, ...plain(body) }, context, response);
  }

  @Post(':agreement/withdrawals')
  @Access({ partnership: ['commercial'], acts: true })
  @ApiOperation({ summary: 'Withdraws a proposed version' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  withdraw(
    @Param('agreement') agreement: string,
    @Body() body: VersionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'WithdrawProposal', agreement, ...plain(body) }, context, response);
  }

  @Post(':agreement/amendments')
  @Access({ partnership: ['commercial'], acts: true })
  @ApiOperation({ summary: 'Proposes amendments as the next version' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  amend(
    @Param('agreement') agreement: string,
    @Body() body: ProposeAmendmentBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ProposeAmendment', agreement, ...plain(body) }, context, response);
  }

  @Post(':agreement/termination')
  @Access({ partnership: ['commercial', 'approver'], acts: true })
  @ApiOperation({ summary: 'Ends the agreement on a day' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  terminate(
    @Param('agreement') agreement: string,
    @Body() body: TerminationBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'TerminateAgreement', agreement, ...plain(body) }, context, response);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
