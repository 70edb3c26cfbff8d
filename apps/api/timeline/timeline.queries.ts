import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, Ledger, Page, Paged, TimelineEntry } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type TimelineAnswer = Answer<Paged<TimelineEntry>>;

export class GetTimeline extends Query<TimelineAnswer> {
  constructor(
    readonly agreement: string,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ agreement, page }: GetTimeline): Promise<TimelineAnswer> {
    return this.ledger.timeline({ agreement, ...page });
  }
}
