import type { Database } from '#event-store';
import { HASH_BYTES, TILE_WIDTH } from '#audit';
import { type Interned, interned, internedTable } from '../../read-model/interned.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import type { HashRows } from './append-hashes.ts';

/** The hash tiles of each partnership's tree as rows: of each level the full tiles, and the last one as far as it goes. */

export const PROOF_TABLES = [
  internedTable('proof_partnerships'),
  `CREATE TABLE proof_tiles (
     partnership INTEGER NOT NULL, level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL,
     PRIMARY KEY (partnership, level, tile)) WITHOUT ROWID`,
  // Where something was recorded that a checkpoint shall follow soon.
  'CREATE TABLE proof_occasions (partnership INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (partnership, position)) WITHOUT ROWID',
];

export type TileRows = {
  readonly partnerships: Interned;
  of(partnership: number): HashRows;
  addOccasion(partnership: number, position: number): void;
  lastOccasion(partnership: number): number | undefined;
  names(): readonly string[];
};

type Last = { readonly tile: number; readonly bytes: number };
type Row = { readonly hashes: Uint8Array };

/** Of last tiles of leaves in memory: most that is appended continues one of them. */
const MAX_KEPT_BYTES = 8 * 1_024 * 1_024;

class LastTiles {
  readonly #kept = new Map<number, { readonly tile: number; readonly hashes: Uint8Array }>();
  #bytes = 0;

  of(partnership: number): { readonly tile: number; readonly hashes: Uint8Array } | undefined {
    return this.#kept.get(partnership);
  }

  keep(partnership: number, tile: number, hashes: Uint8Array): void {
    this.#bytes += hashes.length - (this.#kept.get(partnership)?.hashes.length ?? 0);
    if (this.#bytes > MAX_KEPT_BYTES) {
      this.#kept.clear();
      this.#bytes = hashes.length;
    }
    this.#kept.set(partnership, { tile, hashes });
  }
}

export const tileRows = perDatabase((db: Database): TileRows => {
  // The length of a value stands in its row's head: its bytes are not read.
  const last = db.prepare<Last>(
    'SELECT tile, length(hashes) AS bytes FROM proof_tiles WHERE partnership = ? AND level = ? ORDER BY tile DESC LIMIT 1',
  );
  const select = db.prepare<Row>('SELECT hashes FROM proof_tiles WHERE partnership = ? AND level = ? AND tile = ?');
  const upsert = db.prepare(
    'INSERT INTO proof_tiles (partnership, level, tile, hashes) VALUES (?, ?, ?, ?) ON CONFLICT (partnership, level, tile) DO UPDATE SET hashes = excluded.hashes',
  );
  const addOccasion = db.prepare('INSERT INTO proof_occasions (partnership, position) VALUES (?, ?)');
  const lastOccasion = db.prepare<{ position: number | null }>(
    'SELECT max(position) AS position FROM proof_occasions WHERE partnership = ?',
  );
  const names = db.prepare<{ name: string }>('SELECT name FROM proof_partnerships ORDER BY id');
  const lastTiles = new LastTiles();
  return {
    partnerships: interned(db, 'proof_partnerships'),
    of: (partnership) => ({
      hashesOn: (level) => {
        const kept = level === 0 ? lastTiles.of(partnership) : undefined;
        if (kept !== undefined) return kept.tile * TILE_WIDTH + kept.hashes.length / HASH_BYTES;
        const row = last.get(partnership, level);
        return row === undefined ? 0 : row.tile * TILE_WIDTH + row.bytes / HASH_BYTES;
      },
      read: (level, tile) => {
        const kept = level === 0 ? lastTiles.of(partnership) : undefined;
        return kept?.tile === tile ? kept.hashes : select.get(partnership, level, tile)?.hashes;
      },
      write: (level, tile, hashes) => {
        upsert.run(partnership, level, tile, hashes);
        if (level === 0) lastTiles.keep(partnership, tile, hashes);
      },
    }),
    addOccasion: (partnership, position) => {
      addOccasion.run(partnership, position);
    },
    lastOccasion: (partnership) => lastOccasion.get(partnership)?.position ?? undefined,
    names: () => names.all().map(({ name }) => name),
  };
});
