import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, CommandContext, DisputeAnswer, DisputeSummary, Disputing, EvidenceFile, Executed, Ledger, Paged } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** One question to the ledger each: what is asked goes on as it is. */

export class AskDisputes extends Query<Answer<Paged<DisputeSummary>>> {
  constructor(readonly asked: Parameters<Disputing['disputes']>[0]) {
    super();
  }
}

export class AskDispute extends Query<Answer<DisputeAnswer>> {
  constructor(readonly asked: Parameters<Disputing['dispute']>[0]) {
    super();
  }
}

export class AskEvidence extends Query<Answer<EvidenceFile>> {
  constructor(readonly asked: Parameters<Disputing['evidence']>[0]) {
    super();
  }
}

/** A file is no plain command: it is read while it comes in. */
export class AddEvidence extends Command<Executed> {
  constructor(
    readonly evidence: Parameters<Disputing['addEvidence']>[0],
    readonly context: CommandContext,
  ) {
    super();
  }
}

@QueryHandler(AskDisputes)
class AskDisputesHandler implements IQueryHandler<AskDisputes> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDisputes): Promise<Answer<Paged<DisputeSummary>>> {
    return this.ledger.disputes.disputes(asked);
  }
}

@QueryHandler(AskDispute)
class AskDisputeHandler implements IQueryHandler<AskDispute> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDispute): Promise<Answer<DisputeAnswer>> {
    return this.ledger.disputes.dispute(asked);
  }
}

@QueryHandler(AskEvidence)
class AskEvidenceHandler implements IQueryHandler<AskEvidence> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskEvidence): Promise<Answer<EvidenceFile>> {
    return this.ledger.disputes.evidence(asked);
  }
}

@CommandHandler(AddEvidence)
class AddEvidenceHandler implements ICommandHandler<AddEvidence> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ evidence, context }: AddEvidence): Promise<Executed> {
    return this.ledger.disputes.addEvidence(evidence, context);
  }
}

export const disputeHandlers = [AskDisputesHandler, AskDisputeHandler, AskEvidenceHandler, AddEvidenceHandler];
