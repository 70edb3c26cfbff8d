import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, Ledger, PolicySummary } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

export class GetPolicy extends Query<Answer<PolicySummary>> {
  constructor(readonly asked: Parameters<Ledger['policy']>[0]) {
    super();
  }
}

@QueryHandler(GetPolicy)
export class GetPolicyHandler implements IQueryHandler<GetPolicy> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: GetPolicy): Promise<Answer<PolicySummary>> {
    return this.ledger.policy(asked);
  }
}
