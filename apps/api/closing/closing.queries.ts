import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, At, BridgeRequest, FiguresAnswer, Ledger, OfPeriod, PeriodsAnswer, StatementCheck, StatementsAnswer } from '#ledger';
import type { BridgeAnswer, Statement } from '#rebates';
import { LEDGER } from '../ledger/ledger.token.ts';

export class AskBridge extends Query<Answer<BridgeAnswer>> {
  constructor(readonly request: BridgeRequest) {
    super();
  }
}

export class ListStatements extends Query<Answer<StatementsAnswer>> {
  constructor(readonly query: Omit<At, 'on'>) {
    super();
  }
}

export class GetStatement extends Query<Answer<Statement>> {
  constructor(readonly query: OfPeriod) {
    super();
  }
}

export class CheckStatement extends Query<Answer<StatementCheck>> {
  constructor(readonly query: OfPeriod) {
    super();
  }
}

export class GetFigures extends Query<Answer<FiguresAnswer>> {
  constructor(readonly at: At) {
    super();
  }
}

export class PreviewStatement extends Query<Answer<Statement>> {
  constructor(readonly query: OfPeriod) {
    super();
  }
}

export class ListPeriods extends Query<Answer<PeriodsAnswer>> {
  constructor(readonly query: Parameters<Ledger['closing']['periods']>[0]) {
    super();
  }
}

@QueryHandler(AskBridge)
class AskBridgeHandler implements IQueryHandler<AskBridge> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ request }: AskBridge): Promise<Answer<BridgeAnswer>> {
    return this.ledger.closing.bridge(request);
  }
}

@QueryHandler(ListStatements)
class ListStatementsHandler implements IQueryHandler<ListStatements> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: ListStatements): Promise<Answer<StatementsAnswer>> {
    return this.ledger.closing.statements(query);
  }
}

@QueryHandler(GetStatement)
class GetStatementHandler implements IQueryHandler<GetStatement> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: GetStatement): Promise<Answer<Statement>> {
    return this.ledger.closing.statement(query);
  }
}

@QueryHandler(CheckStatement)
class CheckStatementHandler implements IQueryHandler<CheckStatement> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: CheckStatement): Promise<Answer<StatementCheck>> {
    return this.ledger.closing.check(query);
  }
}

@QueryHandler(GetFigures)
class GetFiguresHandler implements IQueryHandler<GetFigures> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ at }: GetFigures): Promise<Answer<FiguresAnswer>> {
    return this.ledger.closing.figures(at);
  }
}

@QueryHandler(PreviewStatement)
class PreviewStatementHandler implements IQueryHandler<PreviewStatement> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: PreviewStatement): Promise<Answer<Statement>> {
    return this.ledger.closing.preview(query);
  }
}

@QueryHandler(ListPeriods)
class ListPeriodsHandler implements IQueryHandler<ListPeriods> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: ListPeriods): Promise<Answer<PeriodsAnswer>> {
    return this.ledger.closing.periods(query);
  }
}

export const closingHandlers = [
  AskBridgeHandler,
  ListStatementsHandler,
  GetStatementHandler,
  CheckStatementHandler,
  GetFiguresHandler,
  PreviewStatementHandler,
  ListPeriodsHandler,
];
