import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Answer, CommandContext, ImportRequest, ImportSummary, Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

export class ImportSales extends Command<Answer<ImportSummary>> {
  constructor(
    readonly request: ImportRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ImportSales)
export class ImportSalesHandler implements ICommandHandler<ImportSales> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ request, context }: ImportSales): Promise<Answer<ImportSummary>> {
    return this.ledger.importSales(request, context);
  }
}
