import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AgreementSummary, Answer, Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

export class GetAgreement extends Query<Answer<AgreementSummary>> {
  constructor(readonly agreement: string) {
    super();
  }
}

@QueryHandler(GetAgreement)
export class GetAgreementHandler implements IQueryHandler<GetAgreement> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ agreement }: GetAgreement): Promise<Answer<AgreementSummary>> {
    return this.ledger.agreement(agreement);
  }
}
