import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, CompareRequest, DesignRequest, Ledger } from '#ledger';
import type { CompareAnswer, DesignAnswer } from '#rebates';
import { LEDGER } from '../ledger/ledger.token.ts';

export class CompareTerms extends Query<Answer<CompareAnswer>> {
  constructor(readonly request: CompareRequest) {
    super();
  }
}

export class DesignTerms extends Query<Answer<DesignAnswer>> {
  constructor(readonly request: DesignRequest) {
    super();
  }
}

@QueryHandler(CompareTerms)
class CompareTermsHandler implements IQueryHandler<CompareTerms> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ request }: CompareTerms): Promise<Answer<CompareAnswer>> {
    return this.ledger.compare(request);
  }
}

@QueryHandler(DesignTerms)
class DesignTermsHandler implements IQueryHandler<DesignTerms> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ request }: DesignTerms): Promise<Answer<DesignAnswer>> {
    return this.ledger.design(request);
  }
}

export const whatIfHandlers = [CompareTermsHandler, DesignTermsHandler];
