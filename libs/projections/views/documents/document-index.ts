import type { Database } from '#event-store';
import { perDatabase } from '../../read-model/per-database.ts';

export type DocumentIndex = {
  /** Revisions of the events that hold pieces of the document, in order. */
  revisionsOf(stream: string, stage: string, document: string): readonly number[];
  /** Of the last indexed event of the stream; -1 where none is. */
  indexedRevision(stream: string): number;
};

const statements = perDatabase((db: Database) => ({
  revisions: db.prepare<{ revision: number }>(
    `SELECT revision FROM documents_pieces WHERE document = ?3 AND stream = (SELECT id FROM documents_streams WHERE name = ?1)
     AND stage = (SELECT id FROM documents_stages WHERE name = ?2) ORDER BY revision`,
  ),
  indexed: db.prepare<{ revision: number }>('SELECT revision FROM documents_streams WHERE name = ?'),
}));

/** The tables must be there: ask after the runner has started. */
export function documentIndexOf(db: Database): DocumentIndex {
  const sql = statements(db);
  return {
    revisionsOf: (stream, stage, document) => sql.revisions.all(stream, stage, document).map(({ revision }) => revision),
    indexedRevision: (stream) => sql.indexed.get(stream)?.revision ?? -1,
  };
}
