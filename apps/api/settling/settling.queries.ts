import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type {
  AgeingAnswer,
  Answer,
  ClaimLinesAnswer,
  ClaimsAnswer,
  DueAnswer,
  Ledger,
  SettlementsAnswer,
  ShortPaymentsAnswer,
} from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** One question to the ledger each: what is asked goes on as it is. */

type Asked<K extends keyof Ledger['settling']> = Parameters<Ledger['settling'][K]>[0];

export class AskClaims extends Query<Answer<ClaimsAnswer>> {
  constructor(readonly asked: Asked<'claims'>) {
    super();
  }
}

export class AskSettlements extends Query<Answer<SettlementsAnswer>> {
  constructor(readonly asked: Asked<'settlements'>) {
    super();
  }
}

export class AskClaimLines extends Query<Answer<ClaimLinesAnswer>> {
  constructor(readonly asked: Asked<'claimLines'>) {
    super();
  }
}

export class AskDue extends Query<Answer<DueAnswer>> {
  constructor(readonly asked: Asked<'due'>) {
    super();
  }
}

export class AskAgeing extends Query<Answer<AgeingAnswer>> {
  constructor(readonly asked: Asked<'ageing'>) {
    super();
  }
}

export class AskShortPayments extends Query<Answer<ShortPaymentsAnswer>> {
  constructor(readonly asked: Asked<'shortPayments'>) {
    super();
  }
}

@QueryHandler(AskClaims)
class AskClaimsHandler implements IQueryHandler<AskClaims> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskClaims): Promise<Answer<ClaimsAnswer>> {
    return this.ledger.settling.claims(asked);
  }
}

@QueryHandler(AskSettlements)
class AskSettlementsHandler implements IQueryHandler<AskSettlements> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskSettlements): Promise<Answer<SettlementsAnswer>> {
    return this.ledger.settling.settlements(asked);
  }
}

@QueryHandler(AskClaimLines)
class AskClaimLinesHandler implements IQueryHandler<AskClaimLines> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskClaimLines): Promise<Answer<ClaimLinesAnswer>> {
    return this.ledger.settling.claimLines(asked);
  }
}

@QueryHandler(AskDue)
class AskDueHandler implements IQueryHandler<AskDue> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDue): Promise<Answer<DueAnswer>> {
    return this.ledger.settling.due(asked);
  }
}

@QueryHandler(AskAgeing)
class AskAgeingHandler implements IQueryHandler<AskAgeing> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskAgeing): Promise<Answer<AgeingAnswer>> {
    return this.ledger.settling.ageing(asked);
  }
}

@QueryHandler(AskShortPayments)
class AskShortPaymentsHandler implements IQueryHandler<AskShortPayments> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskShortPayments): Promise<Answer<ShortPaymentsAnswer>> {
    return this.ledger.settling.shortPayments(asked);
  }
}

export const SETTLING_QUERIES = [
  AskClaimsHandler,
  AskSettlementsHandler,
  AskClaimLinesHandler,
  AskDueHandler,
  AskAgeingHandler,
  AskShortPaymentsHandler,
];
