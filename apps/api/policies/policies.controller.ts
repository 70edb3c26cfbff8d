import { Body, Controller, Get, Param, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ROLES } from '#identity';
import type { CommandContext, PolicySummary } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { type WriteAnswer, cached, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { knownAtOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { ownSideOf } from './own-side.ts';
import { PolicyBody, PolicyOfQuery, PolicyQuery } from './policies.dto.ts';
import { GetPolicy } from './policies.queries.ts';

@ApiTags('looking ahead')
@Controller('agreements/:agreement/policy')
export class PoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access({ partnership: ROLES })
  @ApiOperation({ summary: 'One side’s own accrual policy' })
  @ApiAnswer('The policy in force, or as known; null where none is set.')
  async one(
    @Param('agreement') agreement: string,
    @Query() query: PolicyQuery,
    @WhoAsks() asking: Asking,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PolicySummary | undefined> {
    const organisation = ownSideOf(asking, query.for, 'for');
    const { atLeast } = query;
    const value = valueOf(
      await this.queries.execute(new GetPolicy({ agreement, organisation, ...given({ knownAt: knownAtOf(query.knownAt), atLeast }) })),
    );
    return cached(value, { request, response, tag: `"${value.revision}"`, immutable: false });
  }

  @Put()
  @Access({ partnership: ['finance', 'commercial'] })
  @ApiOperation({ summary: 'Sets one side’s own accrual policy; the other side never sees it' })
  @ApiWrite(404, 412)
  async set(
    @Param('agreement') agreement: string,
    @Query() query: PolicyOfQuery,
    @Body() body: PolicyBody,
    @WhoAsks() asking: Asking,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const organisation = ownSideOf(asking, query.for, 'for');
    return writeAnswer(
      await this.commands.execute(new ExecuteCommand({ kind: 'SetPolicy', organisation, agreement, policy: plain(body) }, context)),
      context,
      response,
    );
  }
}
