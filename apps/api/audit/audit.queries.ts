import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, Auditing, AuditReport, Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

export class AskAudit extends Query<Answer<AuditReport>> {
  constructor(readonly asked: Parameters<Auditing['report']>[0]) {
    super();
  }
}

@QueryHandler(AskAudit)
export class AskAuditHandler implements IQueryHandler<AskAudit> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskAudit): Promise<Answer<AuditReport>> {
    return this.ledger.auditing.report(asked);
  }
}
