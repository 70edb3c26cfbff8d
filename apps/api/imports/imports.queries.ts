import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, ImportSummary, Ledger, Page, Paged, RefusedLine } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type ImportsAnswer = Answer<Paged<ImportSummary>>;
type RefusedLinesAnswer = Answer<Paged<RefusedLine>>;

export class ListImports extends Query<ImportsAnswer> {
  constructor(readonly page: Page) {
    super();
  }
}

export class ListRefusedLines extends Query<RefusedLinesAnswer> {
  constructor(
    readonly importId: string,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListImports)
class ListImportsHandler implements IQueryHandler<ListImports> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ page }: ListImports): Promise<ImportsAnswer> {
    return this.ledger.imports(page);
  }
}

@QueryHandler(ListRefusedLines)
class ListRefusedLinesHandler implements IQueryHandler<ListRefusedLines> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ importId, page }: ListRefusedLines): Promise<RefusedLinesAnswer> {
    return this.ledger.refusedLines({ import: importId, ...page });
  }
}

export const importHandlers = [ListImportsHandler, ListRefusedLinesHandler];
