import { Body, Controller, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type {
  CommandContext,
  GapAnswer,
  LedgerCommand,
  MatchingRulesAnswer,
  ReconciliationCommand,
  VariancesAnswer,
  VarianceSummary,
} from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { knownAtOf, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import {
  BulkResolutionBody,
  GapQuery,
  KnownQuery,
  MatchingRulesBody,
  ResolutionBody,
  VarianceQuery,
  VariancesQuery,
} from './reconciliation.dto.ts';
import { AskGap, AskMatchingRules, AskVariance, AskVariances } from './reconciliation.queries.ts';

type Resolve = Extract<ReconciliationCommand, { kind: 'ResolveVariances' }>;
type SetRules = Extract<ReconciliationCommand, { kind: 'SetMatchingRules' }>;

/** Words are checked by the rules, which say what is wrong with each. */
const agreedIn = ({ agreed }: ResolutionBody): Pick<Resolve, 'agreed'> => (agreed === undefined ? {} : { agreed: plain(agreed) });

/** Where the two sides' records differ, and who gives way. */
@ApiTags('reconciliation')
@Controller('partnerships/:partnership')
export class ReconciliationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('variances')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'The lines on which the two sides’ records differ, and what each means in rebate' })
  @ApiAnswer('A page of variances, with totals of all that the filter lets through.')
  async variances(@Param('partnership') partnership: string, @Query() query: VariancesQuery): Promise<VariancesAnswer> {
    const { knownAt, atLeast, on, kind, status, document, from, to } = query;
    const asked = {
      partnership,
      ...pageOf(query),
      ...given({ knownAt: knownAtOf(knownAt), atLeast, on, kind, status, document, from, to }),
    };
    return valueOf(await this.queries.execute(new AskVariances(asked)));
  }

  @Get('variances/:variance')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'One variance: both lines, what was said of it, and what it means in rebate' })
  @ApiAnswer('The variance.')
  async variance(
    @Param('partnership') partnership: string,
    @Param('variance') variance: string,
    @Query() { knownAt, atLeast, on }: VarianceQuery,
  ): Promise<VarianceSummary> {
    return valueOf(
      await this.queries.execute(new AskVariance({ partnership, variance, ...given({ knownAt: knownAtOf(knownAt), atLeast, on }) })),
    );
  }

  @Post('variances/:variance/resolutions')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({
    summary: 'Resolves a variance: taking the other side’s line is in force at once, all else needs the other side’s word too',
  })
  @ApiWrite(404)
  resolve(
    @Param('partnership') partnership: string,
    @Param('variance') variance: string,
    @Body() body: ResolutionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const { accept, reason, party, person } = body;
    return this.execute(
      { kind: 'ResolveVariances', partnership, variances: [variance], accept, ...agreedIn(body), ...given({ reason }), party, person },
      context,
      response,
    );
  }

  @Post('resolutions')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Resolves many variances in one way, all of them or none' })
  @ApiWrite(404)
  resolveAll(
    @Param('partnership') partnership: string,
    @Body() body: BulkResolutionBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const { variances, accept, reason, party, person } = body;
    return this.execute(
      { kind: 'ResolveVariances', partnership, variances, accept, ...agreedIn(body), ...given({ reason }), party, person },
      context,
      response,
    );
  }

  @Get('matching-rules')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'How the two sides’ lines are matched' })
  @ApiAnswer('The rules as known.')
  async rules(@Param('partnership') partnership: string, @Query() { knownAt, atLeast }: KnownQuery): Promise<MatchingRulesAnswer> {
    return valueOf(await this.queries.execute(new AskMatchingRules({ partnership, ...given({ knownAt: knownAtOf(knownAt), atLeast }) })));
  }

  @Put('matching-rules')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Sets how lines are matched from now on; what is left out stays, words are added' })
  @ApiWrite(404)
  setRules(
    @Param('partnership') partnership: string,
    @Body() body: MatchingRulesBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const { party, person, ...rules } = plain(body);
    return this.execute({ kind: 'SetMatchingRules', partnership, rules: rules as SetRules['rules'], party, person }, context, response);
  }

  @Get('gap')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'How far the two records are apart about each day of a period, by kind' })
  @ApiAnswer('The gap of each day: net (the customer’s less the supplier’s) and gross.')
  async gap(@Param('partnership') partnership: string, @Query() { from, to, knownAt, atLeast }: GapQuery): Promise<GapAnswer> {
    return valueOf(await this.queries.execute(new AskGap({ partnership, from, to, ...given({ knownAt: knownAtOf(knownAt), atLeast }) })));
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
