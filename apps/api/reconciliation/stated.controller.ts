import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, ResolveStatedFigure, StatedAnswer, StateFigures } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { knownAtOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { KnownQuery, StatedResolutionBody, StateFiguresBody } from './reconciliation.dto.ts';
import { AskStated } from './reconciliation.queries.ts';

/** Each side's own rebate statements, against what the agreement earns. */
@ApiTags('reconciliation')
@Controller('agreements/:agreement/stated-figures')
export class StatedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What each side’s own statements say, what the agreement earns in the same days, and the difference' })
  @ApiAnswer('The newest statement of each side and period.')
  async stated(@Param('agreement') agreement: string, @Query() { knownAt, atLeast }: KnownQuery): Promise<StatedAnswer> {
    return valueOf(await this.queries.execute(new AskStated({ agreement, ...given({ knownAt: knownAtOf(knownAt), atLeast }) })));
  }

  @Post()
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Records what one’s own statement says of a period; the balance does not follow it' })
  @ApiWrite(404)
  async state(
    @Param('agreement') agreement: string,
    @Body() body: StateFiguresBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const { period, figures, reference, corrects, party, person } = body;
    const command: StateFigures = {
      kind: 'StateFigures',
      agreement,
      period,
      figures: plain(figures) as StateFigures['figures'],
      ...given({ reference, corrects }),
      party,
      person,
    };
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }

  @Post('resolutions')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Says which figure holds where a side’s own statement and what is earned differ; the balance follows neither' })
  @ApiWrite(404)
  async resolve(
    @Param('agreement') agreement: string,
    @Body() body: StatedResolutionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const { of, period, programme, accept, reason, party, person } = body;
    const command: ResolveStatedFigure = {
      kind: 'ResolveStatedFigure',
      agreement,
      of,
      period,
      programme,
      accept,
      ...given({ reason }),
      party,
      person,
    };
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
