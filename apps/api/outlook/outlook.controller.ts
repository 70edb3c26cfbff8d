import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { AlertsAnswer, GoalsAnswer } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { cached, valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { AtQuery, atOf } from '../http/query.dto.ts';
import { AlertsQuery } from './outlook.dto.ts';
import { GetAlerts, GetGoals } from './outlook.queries.ts';

/** What both sides see ahead of a day. */
@ApiTags('looking ahead')
@Controller('agreements/:agreement')
export class OutlookController {
  constructor(private readonly queries: QueryBus) {}

  @Get('goals')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The shared goals: progress, pace, at risk or not' })
  @ApiAnswer('The goals about a day.')
  async goals(
    @Param('agreement') agreement: string,
    @Query() query: AtQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GoalsAnswer | undefined> {
    const value = valueOf(await this.queries.execute(new GetGoals(atOf(agreement, query))));
    return cached(value, { request, response, immutable: false });
  }

  @Get('alerts')
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'What to look at: a step near, a goal at risk, the agreement ending, lines waiting' })
  @ApiAnswer('The alerts about a day, each since the first day on which it held.')
  async alerts(
    @Param('agreement') agreement: string,
    @Query() query: AlertsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AlertsAnswer | undefined> {
    const { nearPercent, nearDays, endingDays } = query;
    const value = valueOf(
      await this.queries.execute(new GetAlerts({ ...atOf(agreement, query), ...given({ nearPercent, nearDays, endingDays }) })),
    );
    return cached(value, { request, response, immutable: false });
  }
}
