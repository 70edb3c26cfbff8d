import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, At, Ledger, Page, Party } from '#ledger';
import type { BalanceAnswer, ExplainAnswer, ReplayDay } from '#rebates';
import { LEDGER } from '../ledger/ledger.token.ts';

type Series = Omit<At, 'on'> & { readonly from: string; readonly to: string };
type Explained = At & { readonly from?: string; readonly programme?: string } & Page;

export class GetBalance extends Query<Answer<BalanceAnswer>> {
  constructor(readonly at: At & { readonly policyOf?: string; readonly countFrom?: Party }) {
    super();
  }
}

export class GetBalances extends Query<Answer<readonly BalanceAnswer[]>> {
  constructor(readonly at: Series) {
    super();
  }
}

export class ExplainBalance extends Query<Answer<ExplainAnswer>> {
  constructor(readonly at: Explained) {
    super();
  }
}

export class ReplayAgreement extends Query<Answer<readonly ReplayDay[]>> {
  constructor(readonly at: Series) {
    super();
  }
}

@QueryHandler(GetBalance)
class GetBalanceHandler implements IQueryHandler<GetBalance> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: GetBalance): Promise<Answer<BalanceAnswer>> {
    const { countFrom, ...rest } = at;
    return countFrom === undefined ? this.ledger.balance(rest) : this.ledger.reconciliation.balanceFrom({ ...rest, countFrom });
  }
}

@QueryHandler(GetBalances)
class GetBalancesHandler implements IQueryHandler<GetBalances> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: GetBalances): Promise<Answer<readonly BalanceAnswer[]>> {
    return this.ledger.balances(at);
  }
}

@QueryHandler(ExplainBalance)
class ExplainBalanceHandler implements IQueryHandler<ExplainBalance> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: ExplainBalance): Promise<Answer<ExplainAnswer>> {
    return this.ledger.explain(at);
  }
}

@QueryHandler(ReplayAgreement)
class ReplayAgreementHandler implements IQueryHandler<ReplayAgreement> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: ReplayAgreement): Promise<Answer<readonly ReplayDay[]>> {
    return this.ledger.replay(at);
  }
}

export const balanceHandlers = [GetBalanceHandler, GetBalancesHandler, ExplainBalanceHandler, ReplayAgreementHandler];
