import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type {
  Answer,
  GapAnswer,
  Ledger,
  MatchingRulesAnswer,
  Reconciling,
  SidesAnswer,
  StatedAnswer,
  VariancesAnswer,
  VarianceSummary,
} from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** One question to the ledger each: what is asked goes on as it is. */

export class AskVariances extends Query<Answer<VariancesAnswer>> {
  constructor(readonly asked: Parameters<Reconciling['variances']>[0]) {
    super();
  }
}

export class AskVariance extends Query<Answer<VarianceSummary>> {
  constructor(readonly asked: Parameters<Reconciling['variance']>[0]) {
    super();
  }
}

export class AskMatchingRules extends Query<Answer<MatchingRulesAnswer>> {
  constructor(readonly asked: Parameters<Reconciling['rules']>[0]) {
    super();
  }
}

export class AskGap extends Query<Answer<GapAnswer>> {
  constructor(readonly asked: Parameters<Reconciling['gap']>[0]) {
    super();
  }
}

export class AskSides extends Query<Answer<SidesAnswer>> {
  constructor(readonly asked: Parameters<Reconciling['sides']>[0]) {
    super();
  }
}

export class AskStated extends Query<Answer<StatedAnswer>> {
  constructor(readonly asked: Parameters<Reconciling['stated']>[0]) {
    super();
  }
}

@QueryHandler(AskStated)
class AskStatedHandler implements IQueryHandler<AskStated> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskStated): Promise<Answer<StatedAnswer>> {
    return this.ledger.reconciliation.stated(asked);
  }
}

@QueryHandler(AskVariances)
class AskVariancesHandler implements IQueryHandler<AskVariances> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskVariances): Promise<Answer<VariancesAnswer>> {
    return this.ledger.reconciliation.variances(asked);
  }
}

@QueryHandler(AskVariance)
class AskVarianceHandler implements IQueryHandler<AskVariance> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskVariance): Promise<Answer<VarianceSummary>> {
    return this.ledger.reconciliation.variance(asked);
  }
}

@QueryHandler(AskMatchingRules)
class AskMatchingRulesHandler implements IQueryHandler<AskMatchingRules> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskMatchingRules): Promise<Answer<MatchingRulesAnswer>> {
    return this.ledger.reconciliation.rules(asked);
  }
}

@QueryHandler(AskGap)
class AskGapHandler implements IQueryHandler<AskGap> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskGap): Promise<Answer<GapAnswer>> {
    return this.ledger.reconciliation.gap(asked);
  }
}

@QueryHandler(AskSides)
class AskSidesHandler implements IQueryHandler<AskSides> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskSides): Promise<Answer<SidesAnswer>> {
    return this.ledger.reconciliation.sides(asked);
  }
}

export const reconciliationHandlers = [
  AskVariancesHandler,
  AskVarianceHandler,
  AskMatchingRulesHandler,
  AskGapHandler,
  AskSidesHandler,
  AskStatedHandler,
];
