import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Answer, DiffAnswer, OverviewAnswer, ReplicaAnswer, TrueUpsAnswer, VersionAnswer, VersionSummary, WordsAnswer } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { cached, valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { AtQuery, atOf } from '../http/query.dto.ts';
import { AskDiff, AskOverview, AskReplica, AskTrueUps, AskVersion, AskVersions, AskWords } from './negotiation.queries.ts';
import { DiffQuery, OverviewQuery, ReplicaQuery, VersionParams, WordsQuery } from './versions.dto.ts';

/** What was agreed and why, read alike by both sides. */
@ApiTags('negotiation')
@Controller('agreements/:agreement')
export class VersionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('versions')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Every version that was proposed: by whom, why, what became of it' })
  @ApiAnswer('The versions, in the order of proposing.')
  versions(
    @Param('agreement') agreement: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly VersionSummary[] | undefined> {
    return this.answer(this.queries.execute(new AskVersions(agreement)), request, response);
  }

  @Get('versions/:version')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'A version: its terms, in words and as data, who agreed, comments, and what it changes' })
  @ApiAnswer('The version.')
  version(
    @Param() { agreement, version }: VersionParams,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VersionAnswer | undefined> {
    return this.answer(this.queries.execute(new AskVersion({ agreement, version })), request, response);
  }

  @Get('diff')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What changed from one version to another, term by term' })
  @ApiAnswer('The changes, each with its path, the term before and after, and a sentence.')
  diff(
    @Param('agreement') agreement: string,
    @Query() { from, to }: DiffQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DiffAnswer | undefined> {
    return this.answer(this.queries.execute(new AskDiff({ agreement, from, to })), request, response);
  }

  @Get('words')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The terms as plain sentences: of a version, else of the one in force' })
  @ApiAnswer('Sentences of the agreement and of each programme.')
  words(
    @Param('agreement') agreement: string,
    @Query() { version }: WordsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WordsAnswer | undefined> {
    return this.answer(this.queries.execute(new AskWords({ agreement, ...given({ version }) })), request, response);
  }

  @Get('overview')
  @Access({ partnership: 'read' })
  @ApiOperation({
    summary:
      'The agreement on one page: goals, who decides, what it says, what was agreed and why, what awaits whom; the same for both sides',
  })
  @ApiAnswer('The agreement as both sides see it.')
  overview(
    @Param('agreement') agreement: string,
    @Query() { on, atLeast }: OverviewQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OverviewAnswer | undefined> {
    return this.answer(this.queries.execute(new AskOverview({ agreement, ...given({ on, atLeast }) })), request, response);
  }

  @Get('true-ups')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What each change of the terms made of the balance about a day, with its cause' })
  @ApiAnswer('The changes of terms, in the order of recording.')
  trueUps(
    @Param('agreement') agreement: string,
    @Query() query: AtQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TrueUpsAnswer | undefined> {
    return this.answer(this.queries.execute(new AskTrueUps(atOf(agreement, query))), request, response);
  }

  @Get('replica')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'Terms for the next term, with every day moved: to be read over and proposed' })
  @ApiAnswer('The terms, and what to look at in them.')
  replica(
    @Param('agreement') agreement: string,
    @Query() { from, id, baselines }: ReplicaQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReplicaAnswer | undefined> {
    return this.answer(
      this.queries.execute(new AskReplica({ agreement, ...given({ from, id }), baselines: baselines === 'measured' })),
      request,
      response,
    );
  }

  private async answer<T>(asked: Promise<Answer<T>>, request: Request, response: Response): Promise<T | undefined> {
    return cached(valueOf(await asked), { request, response, immutable: false });
  }
}
