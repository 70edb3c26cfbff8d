import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditReport } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { AuditQuery } from './audit.dto.ts';
import { AskAudit } from './audit.queries.ts';
import { booksSeenBy } from './books-seen.ts';

/** Every check of an agreement, run on what the ledger answers to anybody. */
@ApiTags('audit')
@Controller('agreements/:agreement')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get('audit')
  @Access({ partnership: 'read' })
  @ApiOperation({
    summary:
      'Runs every check of an agreement: what was looked at, and each finding with its events. Of private books only those that whoever asks may see, and for an auditor those of the party that granted it',
  })
  @ApiAnswer('The report.', { agreement: 'acme-buildco-2026', partnership: 'acme~buildco', knownAt: 41, passed: true, checks: [] })
  async report(@Param('agreement') agreement: string, @Query() { atLeast }: AuditQuery, @WhoAsks() asking: Asking): Promise<AuditReport> {
    return valueOf(await this.queries.execute(new AskAudit({ agreement, ...given({ atLeast, booksOf: booksSeenBy(asking) }) })));
  }
}
