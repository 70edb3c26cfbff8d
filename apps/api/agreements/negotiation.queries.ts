import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type {
  Answer,
  DiffAnswer,
  DraftAnswer,
  DraftSummary,
  Ledger,
  NoteAnswer,
  OverviewAnswer,
  Paged,
  ReadingAnswer,
  ReplicaAnswer,
  TrueUpsAnswer,
  VersionAnswer,
  VersionSummary,
  WordsAnswer,
} from '#ledger';
import { LEDGER } from '../ledger/ledger.token.ts';

/** One question to the ledger each: what is asked goes on as it is. */

export class AskVersions extends Query<Answer<readonly VersionSummary[]>> {
  constructor(readonly asked: Parameters<Ledger['versions']>[0]) {
    super();
  }
}

export class AskVersion extends Query<Answer<VersionAnswer>> {
  constructor(readonly asked: Parameters<Ledger['version']>[0]) {
    super();
  }
}

export class AskDiff extends Query<Answer<DiffAnswer>> {
  constructor(readonly asked: Parameters<Ledger['diff']>[0]) {
    super();
  }
}

export class AskWords extends Query<Answer<WordsAnswer>> {
  constructor(readonly asked: Parameters<Ledger['words']>[0]) {
    super();
  }
}

export class AskReading extends Query<Answer<ReadingAnswer>> {
  constructor(readonly asked: Parameters<Ledger['reading']>[0]) {
    super();
  }
}

export class AskOverview extends Query<Answer<OverviewAnswer>> {
  constructor(readonly asked: Parameters<Ledger['overview']>[0]) {
    super();
  }
}

export class AskTrueUps extends Query<Answer<TrueUpsAnswer>> {
  constructor(readonly asked: Parameters<Ledger['trueUps']>[0]) {
    super();
  }
}

export class AskReplica extends Query<Answer<ReplicaAnswer>> {
  constructor(readonly asked: Parameters<Ledger['replica']>[0]) {
    super();
  }
}

export class AskDrafts extends Query<Answer<Paged<DraftSummary>>> {
  constructor(readonly asked: Parameters<Ledger['drafts']>[0]) {
    super();
  }
}

export class AskDraft extends Query<Answer<DraftAnswer>> {
  constructor(readonly asked: Parameters<Ledger['draft']>[0]) {
    super();
  }
}

export class AskNotes extends Query<Answer<readonly NoteAnswer[]>> {
  constructor(readonly asked: Parameters<Ledger['notes']>[0]) {
    super();
  }
}

@QueryHandler(AskVersions)
class AskVersionsHandler implements IQueryHandler<AskVersions> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskVersions): Promise<Answer<readonly VersionSummary[]>> {
    return this.ledger.versions(asked);
  }
}

@QueryHandler(AskVersion)
class AskVersionHandler implements IQueryHandler<AskVersion> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskVersion): Promise<Answer<VersionAnswer>> {
    return this.ledger.version(asked);
  }
}

@QueryHandler(AskDiff)
class AskDiffHandler implements IQueryHandler<AskDiff> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDiff): Promise<Answer<DiffAnswer>> {
    return this.ledger.diff(asked);
  }
}

@QueryHandler(AskWords)
class AskWordsHandler implements IQueryHandler<AskWords> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskWords): Promise<Answer<WordsAnswer>> {
    return this.ledger.words(asked);
  }
}

@QueryHandler(AskReading)
class AskReadingHandler implements IQueryHandler<AskReading> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskReading): Promise<Answer<ReadingAnswer>> {
    return this.ledger.reading(asked);
  }
}

@QueryHandler(AskOverview)
class AskOverviewHandler implements IQueryHandler<AskOverview> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskOverview): Promise<Answer<OverviewAnswer>> {
    return this.ledger.overview(asked);
  }
}

@QueryHandler(AskTrueUps)
class AskTrueUpsHandler implements IQueryHandler<AskTrueUps> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskTrueUps): Promise<Answer<TrueUpsAnswer>> {
    return this.ledger.trueUps(asked);
  }
}

@QueryHandler(AskReplica)
class AskReplicaHandler implements IQueryHandler<AskReplica> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskReplica): Promise<Answer<ReplicaAnswer>> {
    return this.ledger.replica(asked);
  }
}

@QueryHandler(AskDrafts)
class AskDraftsHandler implements IQueryHandler<AskDrafts> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDrafts): Promise<Answer<Paged<DraftSummary>>> {
    return this.ledger.drafts(asked);
  }
}

@QueryHandler(AskDraft)
class AskDraftHandler implements IQueryHandler<AskDraft> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskDraft): Promise<Answer<DraftAnswer>> {
    return this.ledger.draft(asked);
  }
}

@QueryHandler(AskNotes)
class AskNotesHandler implements IQueryHandler<AskNotes> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ asked }: AskNotes): Promise<Answer<readonly NoteAnswer[]>> {
    return this.ledger.notes(asked);
  }
}

export const negotiationHandlers = [
  AskVersionsHandler,
  AskVersionHandler,
  AskDiffHandler,
  AskWordsHandler,
  AskReadingHandler,
  AskOverviewHandler,
  AskTrueUpsHandler,
  AskReplicaHandler,
  AskDraftsHandler,
  AskDraftHandler,
  AskNotesHandler,
];
