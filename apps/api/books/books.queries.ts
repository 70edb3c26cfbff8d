import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AccountsAnswer, AccrualsAnswer, Answer, JournalAnswer, Ledger } from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

type Asked<K extends keyof Ledger['books']> = Parameters<Ledger['books'][K]>[0];

export class AskAccruals extends Query<Answer<AccrualsAnswer>> {
  constructor(readonly asked: Asked<'accruals'>) {
    super();
  }
}

export class AskJournal extends Query<Answer<JournalAnswer>> {
  constructor(readonly asked: Asked<'journal'>) {
    super();
  }
}

export class AskAccounts extends Query<Answer<AccountsAnswer>> {
  constructor(readonly asked: Asked<'accounts'>) {
    super();
  }
}

@QueryHandler(AskAccruals)
class AskAccrualsHandler implements IQueryHandler<AskAccruals> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskAccruals): Promise<Answer<AccrualsAnswer>> {
    return this.ledger.books.accruals(asked);
  }
}

@QueryHandler(AskJournal)
class AskJournalHandler implements IQueryHandler<AskJournal> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskJournal): Promise<Answer<JournalAnswer>> {
    return this.ledger.books.journal(asked);
  }
}

@QueryHandler(AskAccounts)
class AskAccountsHandler implements IQueryHandler<AskAccounts> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskAccounts): Promise<Answer<AccountsAnswer>> {
    return this.ledger.books.accounts(asked);
  }
}

export const BOOK_QUERIES = [AskAccrualsHandler, AskJournalHandler, AskAccountsHandler];
