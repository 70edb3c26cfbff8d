import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, Ledger, Page, Paged, PartnershipSummary, PartnershipsOf } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type PartnershipsAnswer = Answer<Paged<PartnershipSummary>>;

export class ListPartnerships extends Query<PartnershipsAnswer> {
  /** `of` says which there are to the asker; all where left out. */
  constructor(readonly query: Page & { readonly of?: PartnershipsOf }) {
    super();
  }
}

@QueryHandler(ListPartnerships)
export class ListPartnershipsHandler implements IQueryHandler<ListPartnerships> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: ListPartnerships): Promise<PartnershipsAnswer> {
    return this.ledger.partnerships(query);
  }
}
