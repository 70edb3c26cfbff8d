import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, LedgerCommand } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiIfMatch, ApiWrite } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { CommentBody, ExtensionBody, MembersBody, VersionBody } from './agreements.dto.ts';

/** What both sides do on the way to a signature, beside proposing and signing. */
@ApiTags('negotiation')
@Controller('agreements/:agreement')
export class NegotiationController {
  constructor(private readonly commands: CommandBus) {}

  @Post('comments')
  @Access({ partnership: ['commercial', 'approver', 'finance'], acts: true })
  @ApiOperation({ summary: 'Says something about a version, for both sides to read' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  comment(
    @Param('agreement') agreement: string,
    @Body() body: CommentBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'AddComment', agreement, ...plain(body) }, context, response);
  }

  @Post('approvals')
  @Access({ partnership: ['approver'], acts: true })
  @ApiOperation({ summary: 'Approves the open version inside one side, before it is signed for it' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  approve(
    @Param('agreement') agreement: string,
    @Body() body: VersionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ApproveProposal', agreement, ...plain(body) }, context, response);
  }

  @Post('extensions')
  @Access({ partnership: ['commercial'], acts: true })
  @ApiOperation({ summary: 'Proposes a later last day as the next version' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  extend(
    @Param('agreement') agreement: string,
    @Body() body: ExtensionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ExtendAgreement', agreement, ...plain(body) }, context, response);
  }

  @Post('members')
  @Access({ partnership: ['commercial'], acts: true })
  @ApiOperation({ summary: 'Proposes who joins and who leaves as the next version' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  members(
    @Param('agreement') agreement: string,
    @Body() body: MembersBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ChangeMembers', agreement, ...plain(body) }, context, response);
  }

  @Post('lapses')
  @Access({ partnership: ['commercial', 'approver'] })
  @ApiOperation({ summary: 'Records that the open version has lapsed, where its last day has passed' })
  @ApiWrite(404, 412)
  @ApiIfMatch()
  lapse(
    @Param('agreement') agreement: string,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'LapseProposals', agreement }, context, response);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
