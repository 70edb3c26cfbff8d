import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Answer, ImportSummary, Ledger, Page, Paged, RefusedLine } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type Whose = { readonly by?: readonly string[] };
type ImportsAnswer = Answer<Paged<ImportSummary>>;
type RefusedLinesAnswer = Answer<Paged<RefusedLine>>;

export class ListImports extends Query<ImportsAnswer> {
  /** `by` says whose imports there are to the asker; everybody's where left out. */
  constructor(readonly query: Page & Whose) {
    super();
  }
}

export class ListRefusedLines extends Query<RefusedLinesAnswer> {
  constructor(readonly query: { readonly import: string } & Page & Whose) {
    super();
  }
}

export class GetImport extends Query<Answer<ImportSummary>> {
  constructor(readonly query: { readonly import: string } & Whose) {
    super();
  }
}

@QueryHandler(GetImport)
class GetImportHandler implements IQueryHandler<GetImport> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: GetImport): Promise<Answer<ImportSummary>> {
    return this.ledger.oneImport(query);
  }
}

@QueryHandler(ListImports)
class ListImportsHandler implements IQueryHandler<ListImports> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: ListImports): Promise<ImportsAnswer> {
    return this.ledger.imports(query);
  }
}

@QueryHandler(ListRefusedLines)
class ListRefusedLinesHandler implements IQueryHandler<ListRefusedLines> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ query }: ListRefusedLines): Promise<RefusedLinesAnswer> {
    return this.ledger.refusedLines(query);
  }
}

export const importHandlers = [GetImportHandler, ListImportsHandler, ListRefusedLinesHandler];
