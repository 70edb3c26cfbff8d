import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Ledger } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiProblems } from '../http/documentation.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { ClaimsQuery } from './audit.dto.ts';

/** What the ledger claims of its own figures, for whoever recomputes them from the events. */
@ApiTags('proofs')
@Controller('partnerships/:partnership/claimed-figures')
export class ClaimsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Every balance, day by day, as known with so many events: the claims.json of a bundle' })
  @ApiOkResponse({ description: 'Canonical JSON (RFC 8785).', content: { 'application/json': { schema: {} } } })
  @ApiProblems(400, 404, 422, 503)
  async claims(@Param('partnership') partnership: string, @Query() { size }: ClaimsQuery, @Res() response: Response): Promise<void> {
    response
      .type('application/json; charset=utf-8')
      .send(Buffer.from(valueOf(await this.ledger.audits.claims({ partnership, size: Number(size) }))));
  }
}
