import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Paged, TimelineEntry } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer } from '../http/documentation.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { GetTimeline } from './timeline.queries.ts';

@ApiTags('timeline')
@Controller('agreements/:agreement/timeline')
export class TimelineController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'The history of an agreement, event by event' })
  @ApiAnswer('A page of events.')
  async list(@Param('agreement') agreement: string, @Query() page: PageQuery): Promise<Paged<TimelineEntry>> {
    return valueOf(await this.queries.execute(new GetTimeline(agreement, pageOf(page))));
  }
}
