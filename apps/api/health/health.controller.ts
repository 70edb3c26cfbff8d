import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { isStoreError } from '#event-store';
import type { Ledger } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { ApiProblems } from '../http/documentation.ts';
import { ProblemError } from '../http/problem.ts';
import { unavailable } from '../http/problem-of-error.ts';
import { LEDGER } from '../ledger/ledger.token.ts';

const STATUS = { description: 'Well.', content: { 'application/json': { example: { status: 'ok' } } } };

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('live')
  @Access('public')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiOkResponse(STATUS)
  live(@Res({ passthrough: true }) response: Response): { readonly status: 'ok' } {
    response.setHeader('Cache-Control', 'no-store');
    return { status: 'ok' };
  }

  @Get('ready')
  @Access('public')
  @ApiOperation({ summary: 'Whether the store and the views can serve' })
  @ApiOkResponse(STATUS)
  @ApiProblems(503)
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ readonly status: 'ok' }> {
    response.setHeader('Cache-Control', 'no-store');
    try {
      await this.ledger.ready();
    } catch (error) {
      throw new ProblemError(503, unavailable(isStoreError(error) ? error.code : 'NOT_READY').rejections);
    }
    return { status: 'ok' };
  }
}
