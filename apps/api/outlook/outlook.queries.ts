import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, At, Ledger } from '#ledger';
import type { AlertRules, AlertsAnswer, GoalsAnswer } from '#rebates';
import { LEDGER } from '../ledger/ledger.token.ts';

export class GetGoals extends Query<Answer<GoalsAnswer>> {
  constructor(readonly at: At) {
    super();
  }
}

export class GetAlerts extends Query<Answer<AlertsAnswer>> {
  constructor(readonly at: At & Partial<AlertRules>) {
    super();
  }
}

@QueryHandler(GetGoals)
class GetGoalsHandler implements IQueryHandler<GetGoals> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: GetGoals): Promise<Answer<GoalsAnswer>> {
    return this.ledger.goals(at);
  }
}

@QueryHandler(GetAlerts)
class GetAlertsHandler implements IQueryHandler<GetAlerts> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: GetAlerts): Promise<Answer<AlertsAnswer>> {
    return this.ledger.alerts(at);
  }
}

export const outlookHandlers = [GetGoalsHandler, GetAlertsHandler];
