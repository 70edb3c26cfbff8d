import { expect, test } from '@jest/globals';
import type {
  DiffAnswer,
  DraftAnswer,
  DraftSummary,
  NoteAnswer,
  OverviewAnswer,
  ReadingAnswer,
  ReplicaAnswer,
  VersionAnswer,
  VersionSummary,
  WordsAnswer,
} from '#ledger';
import type { CompareAnswer, DesignAnswer } from '#rebates';
import type {
  Diff,
  Draft,
  DraftRow,
  Note,
  Overview,
  Reading,
  Replica,
  VersionDetail,
  VersionRow,
  Words,
} from '../../apps/web/api/negotiation-answers.ts';
import type { Comparison, Design } from '../../apps/web/what-if/answers.ts';

/** What the screens of an agreement read, held to what the ledger says. */
type Reads<Written, Answered extends Written> = Answered;
type Held = [
  Reads<VersionRow, VersionSummary>,
  Reads<VersionDetail, VersionAnswer>,
  Reads<Diff, DiffAnswer>,
  Reads<Words, WordsAnswer>,
  Reads<Overview, OverviewAnswer>,
  Reads<Reading, ReadingAnswer>,
  Reads<Replica, ReplicaAnswer>,
  Reads<DraftRow, DraftSummary>,
  Reads<Draft, DraftAnswer>,
  Reads<Note, NoteAnswer>,
  Reads<Comparison, CompareAnswer>,
  Reads<Design, DesignAnswer>,
];

test('what the screens of an agreement read is what the ledger answers', () => {
  const held: Held | undefined = undefined;
  expect(held).toBeUndefined();
});
