import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, Ledger, Page, Paged, PartnershipSummary } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type PartnershipsAnswer = Answer<Paged<PartnershipSummary>>;

export class ListPartnerships extends Query<PartnershipsAnswer> {
  constructor(readonly page: Page) {
    super();
  }
}

@QueryHandler(ListPartnerships)
export class ListPartnershipsHandler implements IQueryHandler<ListPartnerships> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ page }: ListPartnerships): Promise<PartnershipsAnswer> {
    return this.ledger.partnerships(page);
  }
}
