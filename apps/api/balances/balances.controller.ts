import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { BalanceAnswer, ExplainAnswer, ReplayDay } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { cached, valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { ExplainQueryDto, SeriesQuery, atOf, pageOf, seriesOf } from '../http/query.dto.ts';
import { checkOwnSide } from '../policies/own-side.ts';
import { BalanceQuery } from '../policies/policies.dto.ts';
import { ExplainBalance, GetBalance, GetBalances, ReplayAgreement } from './balances.queries.ts';

const EXAMPLE = {
  agreement: 'acme-buildco-2026',
  currency: 'EUR',
  on: '2026-12-31',
  knownAt: 41,
  rules: 1,
  programmes: [
    {
      id: 'volume',
      period: { from: '2026-01-01', to: '2026-12-31' },
      scope: null,
      measured: '650000',
      earningAmount: '650000',
      step: 3,
      earned: '13500.00',
      accrued: '13500.00',
      projected: '13500.00',
      toNextStep: null,
    },
  ],
  earned: '13500.00',
  accrued: '13500.00',
};

/**
 * An answer never changes when both axes were named and the position is one that the history has: of a position that is
 * still to come, the answer names the one it was taken at.
 */
const isImmutable = (on: string | undefined, knownAt: string | undefined, answers: readonly { readonly knownAt?: number }[]): boolean =>
  on !== undefined && knownAt !== undefined && answers.length > 0 && answers.every((answer) => String(answer.knownAt) === knownAt);

@ApiTags('balances')
@Controller('agreements/:agreement')
export class BalancesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balance')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What is earned about a day, as known at a position or time' })
  @ApiAnswer('The balance.', EXAMPLE)
  async balance(
    @Param('agreement') agreement: string,
    @Query() query: BalanceQuery,
    @WhoAsks() asking: Asking,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BalanceAnswer | undefined> {
    if (query.as !== undefined) checkOwnSide(asking, query.as, 'as');
    const { as: policyOf, countFrom } = query;
    const value = valueOf(await this.queries.execute(new GetBalance({ ...atOf(agreement, query), ...given({ policyOf, countFrom }) })));
    return cached(value, { request, response, immutable: isImmutable(query.on, query.knownAt, [value]) });
  }

  @Get('balances')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The balance of every day of a period, all as known at one time' })
  @ApiAnswer('A balance for each day.', [EXAMPLE])
  async balances(
    @Param('agreement') agreement: string,
    @Query() query: SeriesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly BalanceAnswer[] | undefined> {
    const value = valueOf(await this.queries.execute(new GetBalances(seriesOf(agreement, query))));
    return cached(value, { request, response, immutable: isImmutable(query.to, query.knownAt, value) });
  }

  @Get('explain')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'A figure traced to causes and lines' })
  @ApiAnswer('Causes that add up to the change, and a page of lines.')
  async explain(
    @Param('agreement') agreement: string,
    @Query() query: ExplainQueryDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExplainAnswer | undefined> {
    const at = { ...atOf(agreement, query), ...pageOf(query), ...given({ from: query.from, programme: query.programme }) };
    const value = valueOf(await this.queries.execute(new ExplainBalance(at)));
    return cached(value, { request, response, immutable: isImmutable(query.on, query.knownAt, [value]) });
  }

  @Get('replay')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'What happened on each day of a period and what it did' })
  @ApiAnswer('A list of days.')
  async replay(
    @Param('agreement') agreement: string,
    @Query() query: SeriesQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly ReplayDay[] | undefined> {
    const value = valueOf(await this.queries.execute(new ReplayAgreement(seriesOf(agreement, query))));
    return cached(value, { request, response, immutable: false });
  }
}
