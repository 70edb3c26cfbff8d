import type { Database } from '#event-store';
import { addToList } from '#kernel';
import { perDatabase } from '../../read-model/per-database.ts';

export type DocumentIndex = {
  /** Revisions of the events that hold pieces of the document, in order. */
  revisionsOf(stream: string, stage: string, document: string): readonly number[];
  /** The same for many documents, by document; those of which it holds none are left out. */
  revisionsOfAll(stream: string, stage: string, documents: readonly string[]): ReadonlyMap<string, readonly number[]>;
  /** Of the last indexed event of the stream; -1 where none is. */
  indexedRevision(stream: string): number;
};

const statements = perDatabase((db: Database) => ({
  revisions: db.prepare<{ revision: number }>(
    `SELECT revision FROM documents_pieces WHERE document = ?3 AND stream = (SELECT id FROM documents_streams WHERE name = ?1)
     AND stage = (SELECT id FROM documents_stages WHERE name = ?2) ORDER BY revision`,
  ),
  ofAll: db.prepare<{ document: string; revision: number }>(
    `SELECT document, revision FROM documents_pieces WHERE document IN (SELECT value FROM json_each(?3)) AND stream = (SELECT id FROM documents_streams WHERE name = ?1)
     AND stage = (SELECT id FROM documents_stages WHERE name = ?2) ORDER BY document, revision`,
  ),
  indexed: db.prepare<{ revision: number }>('SELECT revision FROM documents_streams WHERE name = ?'),
}));

/** The tables must be there: ask after the runner has started. */
export function documentIndexOf(db: Database): DocumentIndex {
  const sql = statements(db);
  return {
    revisionsOf: (stream, stage, document) => sql.revisions.all(stream, stage, document).map(({ revision }) => revision),
    revisionsOfAll: (stream, stage, documents) => {
      const found = new Map<string, number[]>();
      for (const { document, revision } of sql.ofAll.all(stream, stage, JSON.stringify(documents))) {
        addToList(found, document, revision);
      }
      return found;
    },
    indexedRevision: (stream) => sql.indexed.get(stream)?.revision ?? -1,
  };
}
