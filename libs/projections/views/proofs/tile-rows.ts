import type { Database } from '#event-store';
import { HASH_BYTES, TILE_WIDTH } from '#audit';
import { type Interned, interned, internedTable } from '../../read-model/interned.ts';
import { perDatabase } from '../../read-model/per-database.ts';

/** The hash tiles of each partnership's tree as rows: of each level the full tiles, and the last one as far as it goes. */

export const PROOF_TABLES = [
  internedTable('proof_partnerships'),
  `CREATE TABLE proof_tiles (
     partnership INTEGER NOT NULL, level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL,
     PRIMARY KEY (partnership, level, tile)) WITHOUT ROWID`,
];

export type TileRows = {
  readonly partnerships: Interned;
  /** How many hashes stand on a level; on level 0 one for each event. */
  hashesOn(partnership: number, level: number): number;
  read(partnership: number, level: number, tile: number): Uint8Array | undefined;
  write(partnership: number, level: number, tile: number, hashes: Uint8Array): void;
};

type Last = { readonly tile: number; readonly bytes: number };
type Row = { readonly hashes: Uint8Array };

export const tileRows = perDatabase((db: Database): TileRows => {
  // The length of a value stands in its row's head: its bytes are not read.
  const last = db.prepare<Last>('SELECT tile, length(hashes) AS bytes FROM proof_tiles WHERE partnership = ? AND level = ? ORDER BY tile DESC LIMIT 1');
  const select = db.prepare<Row>('SELECT hashes FROM proof_tiles WHERE partnership = ? AND level = ? AND tile = ?');
  const upsert = db.prepare(
    'INSERT INTO proof_tiles (partnership, level, tile, hashes) VALUES (?, ?, ?, ?) ON CONFLICT (partnership, level, tile) DO UPDATE SET hashes = excluded.hashes',
  );
  return {
    partnerships: interned(db, 'proof_partnerships'),
    hashesOn: (partnership, level) => {
      const row = last.get(partnership, level);
      return row === undefined ? 0 : row.tile * TILE_WIDTH + row.bytes / HASH_BYTES;
    },
    read: (partnership, level, tile) => select.get(partnership, level, tile)?.hashes,
    write: (partnership, level, tile, hashes) => {
      upsert.run(partnership, level, tile, hashes);
    },
  };
});
