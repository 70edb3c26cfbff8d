import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leafBytes } from '../leaf.ts';
import { treeHasher } from '../merkle/hashing.ts';
import type { ProofEngine } from '../proofs/verify-proof.ts';
import { entriesOf, leafAt, logOf, logOnly, otherLogSigner, policy, signedCheckpoint, type TestLog } from '../testing/log.ts';
import { tilePath } from '../tiles/tile-path.ts';
import type { TileSource } from '../tiles/tile-reader.ts';
import { type HistoryVerdict, openHistory, verifyHistory } from './verify-history.ts';

/** The platform's own hash and signature check, which a server passes; the answers are the same as the portable ones. */
const engine: ProofEngine = {
  hasher: treeHasher((input) => createHash('sha256').update(input).digest()),
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

const SIZE = 600;
const entries = entriesOf(SIZE);
const log = logOf(entries);
const sourceOf =
  (tiles: ReadonlyMap<string, Uint8Array>): TileSource =>
  (tile) =>
    tiles.get(tilePath(tile));
const tiles = sourceOf(log.tiles);
const claim = { checkpoint: log.checkpoint, policy, partnershipId: 'acme~baumarkt', engine };
const withTiles = { ...claim, tiles };

const at = <T>(list: readonly T[], index: number): T => {
  const one = list[index];
  if (one === undefined) throw new Error(`nothing at ${index}`);
  return one;
};
const replaced = (index: number, ...by: readonly Uint8Array[]): Uint8Array[] => [
  ...entries.slice(0, index),
  ...by,
  ...entries.slice(index + 1),
];
/** Still an event, in canonical form and in its place: only its hash can tell. */
const edited = (index: number): Uint8Array =>
  leafBytes(leafAt(index, { data: { document: `INV-${index}`, lines: [{ line: '1', quantity: '12', net: '999' }] } }));
const codeOf = (verdict: HistoryVerdict): string => (verdict.kind === 'wrong' ? verdict.rejection.code : verdict.kind);
const rangeOf = (verdict: HistoryVerdict): readonly number[] =>
  verdict.kind === 'wrong' && verdict.entries !== undefined ? [verdict.entries.from, verdict.entries.to] : [];

describe('an honest history', () => {
  it('is verified, with tiles and without, and with every older checkpoint', () => {
    expect(verifyHistory(entries, claim)).toMatchObject({ kind: 'verified', checkpoint: { size: SIZE } });
    expect(verifyHistory(entries, { checkpoint: log.checkpoint, policy }).kind).toBe('verified');
    expect(verifyHistory(entries, withTiles).kind).toBe('verified');
    for (const size of [0, 1, 255, 256, 257, 599, 600]) {
      expect(verifyHistory(entries, { ...withTiles, older: logOf(entries.slice(0, size)).checkpoint })).toMatchObject({
        kind: 'verified',
        older: { size },
      });
    }
  });

  it('is verified at every size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), (size) => {
        const one = logOf(entries.slice(0, size));
        expect(verifyHistory(entries.slice(0, size), { ...claim, checkpoint: one.checkpoint, tiles: sourceOf(one.tiles) }).kind).toBe(
          'verified',
        );
      }),
      { numRuns: 20 },
    );
  });

  it('gives each event as it is taken, for a replay', () => {
    const opened = openHistory(claim);
    expect(opened.ok && entries.every((entry, index) => opened.value.take(entry)?.position === index)).toBe(true);
    expect(opened.ok && opened.value.finish().kind).toBe('verified');
  });
});

describe('a changed entry', () => {
  const index = fc.integer({ min: 0, max: SIZE - 1 });

  it('is named by the tiles', () => {
    fc.assert(
      fc.property(index, (one) => {
        const verdict = verifyHistory(replaced(one, edited(one)), withTiles);
        expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['ENTRY_CHANGED', [one, one + 1]]);
      }),
      { numRuns: 20 },
    );
  });

  it('is found without tiles, between the checkpoints that are at hand', () => {
    expect(rangeOf(verifyHistory(replaced(300, edited(300)), claim))).toEqual([0, 600]);
    const older = logOf(entries.slice(0, 400)).checkpoint;
    expect(rangeOf(verifyHistory(replaced(300, edited(300)), { ...claim, older }))).toEqual([0, 400]);
    expect(rangeOf(verifyHistory(replaced(500, edited(500)), { ...claim, older }))).toEqual([400, 600]);
  });

  it('is found in its tile where its own tile was changed with it', () => {
    for (const one of [3, 300]) {
      const changed = replaced(one, edited(one));
      const path = tilePath({ level: 0, index: Math.floor(one / 256), width: 256 });
      const forged = new Map(log.tiles).set(
        path,
        at(
          [...logOf(changed).tiles].filter(([name]) => name === path),
          0,
        )[1],
      );
      const verdict = verifyHistory(changed, { ...claim, tiles: sourceOf(forged) });
      expect([codeOf(verdict), rangeOf(verdict)]).toEqual([
        'HISTORY_CHANGED',
        [Math.floor(one / 256) * 256, (Math.floor(one / 256) + 1) * 256],
      ]);
    }
  });

  it('is found where all tiles were made anew', () => {
    const changed = replaced(300, edited(300));
    expect(codeOf(verifyHistory(changed, { ...claim, tiles: sourceOf(logOf(changed).tiles) }))).toBe('HISTORY_CHANGED');
  });

  it('is found and named whatever bit of it is flipped', () => {
    fc.assert(
      fc.property(index, fc.nat(), (one, bit) => {
        const entry = at(entries, one);
        const place = bit % (entry.length * 8);
        const flipped = entry.map((byte, offset) => (offset === place >> 3 ? byte ^ (1 << (place & 7)) : byte));
        expect(rangeOf(verifyHistory(replaced(one, flipped), withTiles))).toEqual([one, one + 1]);
        expect(verifyHistory(replaced(one, flipped), claim).kind).toBe('wrong');
      }),
      { numRuns: 40 },
    );
  });
});

describe('entries that were', () => {
  const index = fc.integer({ min: 0, max: SIZE - 2 });
  const tampers: readonly (readonly [string, (one: number) => Uint8Array[], string])[] = [
    ['dropped', (one) => [...entries.slice(0, one), ...entries.slice(one + 1)], 'LEAF_POSITION'],
    ['swapped', (one) => [...entries.slice(0, one), at(entries, one + 1), at(entries, one), ...entries.slice(one + 2)], 'LEAF_POSITION'],
    ['inserted', (one) => [...entries.slice(0, one), at(entries, SIZE - 1), ...entries.slice(one)], 'LEAF_POSITION'],
    [
      'replaced by one of another partnership',
      (one) => replaced(one, leafBytes(leafAt(one, { metadata: { partnershipId: 'acme~other' } }))),
      'LEAF_OF_OTHER_PARTNERSHIP',
    ],
    ['given a gap in their stream', (one) => replaced(one, leafBytes(leafAt(one, { revision: one + 1 }))), 'LEAF_REVISION'],
    ['replaced by something else', (one) => replaced(one, Uint8Array.of(1, 2, 3)), 'LEAF_MALFORMED'],
    ['written in another form', (one) => replaced(one, new Uint8Array([...at(entries, one), 10])), 'LEAF_NOT_CANONICAL'],
  ];

  it.each(tampers)('%s are named', (_, tamper, code) => {
    fc.assert(
      fc.property(index, (one) => {
        for (const against of [claim, withTiles]) {
          const verdict = verifyHistory(tamper(one), against);
          expect([codeOf(verdict), rangeOf(verdict)]).toEqual([code, [one, one + 1]]);
        }
      }),
      { numRuns: 5 },
    );
  });

  it('repeated are named by the place of the repetition', () => {
    const verdict = verifyHistory([...entries.slice(0, 8), ...entries.slice(7)], withTiles);
    expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['LEAF_POSITION', [8, 9]]);
  });

  it('back-dated are named', () => {
    const verdict = verifyHistory(replaced(9, leafBytes(leafAt(9, { recordedAt: '2026-01-30T12:00:00.000Z' }))), claim);
    expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['LEAF_TIME_BACK', [9, 10]]);
  });

  it('cut off at the end are counted', () => {
    for (const count of [0, 1, 599]) {
      const verdict = verifyHistory(entries.slice(0, count), withTiles);
      expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['HISTORY_TRUNCATED', [count, SIZE]]);
    }
  });

  it('added behind the checkpoint are not taken for signed ones', () => {
    const verdict = verifyHistory([...entries, ...entriesOf(601).slice(600)], withTiles);
    expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['ENTRIES_BEYOND_CHECKPOINT', [600, 601]]);
  });
});

describe('a tree that the log signed anew', () => {
  const changed = replaced(300, edited(300));
  const forged = logOf(changed);
  const resigned = { ...claim, checkpoint: forged.checkpoint, tiles: sourceOf(forged.tiles) };

  it('is caught by an older checkpoint that the auditor kept', () => {
    for (const size of [301, 450, 600]) {
      const verdict = verifyHistory(changed, { ...resigned, older: logOf(entries.slice(0, size)).checkpoint });
      expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['OLDER_CHECKPOINT_DIFFERS', [0, size]]);
    }
  });

  it('is caught by the gap that a dropped event leaves in its stream', () => {
    const renumbered = entries.slice(0, 599).map((entry, one) => (one < 300 ? entry : leafBytes(leafAt(one, { revision: one + 1 }))));
    const verdict = verifyHistory(renumbered, { ...claim, checkpoint: logOf(renumbered).checkpoint });
    expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['LEAF_REVISION', [300, 301]]);
  });

  it('with another key is refused', () => {
    expect(codeOf(verifyHistory(changed, { ...resigned, checkpoint: signedCheckpoint(SIZE, forged.root, otherLogSigner) }))).toBe(
      'SIGNATURE_MISSING',
    );
  });

  it('with fewer entries than the older checkpoint was rewound', () => {
    const short: TestLog = logOf(entries.slice(0, 500));
    const verdict = verifyHistory(entries.slice(0, 500), { ...claim, checkpoint: short.checkpoint, older: log.checkpoint });
    expect(codeOf(verdict)).toBe('HISTORY_REWOUND');
  });
});

describe('tiles that were', () => {
  const path = (index: number): string => tilePath({ level: 0, index, width: index === 2 ? 88 : 256 });
  const spoiled =
    (name: string, spoil: (bytes: Uint8Array) => Uint8Array | undefined): TileSource =>
    (tile) => {
      const bytes = tiles(tile);
      return tilePath(tile) === name && bytes !== undefined ? spoil(bytes) : bytes;
    };

  it.each([
    [path(0), 0, 256],
    [path(1), 256, 512],
    [path(2), 512, 600],
    ['tile/1/000.p/2', 0, 600],
  ])('changed are told from changed entries: %s', (name, from, to) => {
    const verdict = verifyHistory(entries, {
      ...claim,
      tiles: spoiled(name, (bytes) => bytes.map((byte, offset) => (offset === 40 ? byte ^ 1 : byte))),
    });
    expect([codeOf(verdict), rangeOf(verdict)]).toEqual(['TILE_DIFFERS', [from, to]]);
    expect(verdict).toMatchObject({ rejection: { details: { tile: name } } });
  });

  it('cut short or taken away are named', () => {
    expect(verifyHistory(entries, { ...claim, tiles: spoiled(path(1), (bytes) => bytes.subarray(32)) })).toMatchObject({
      rejection: { code: 'TILE_LENGTH', details: { tile: 'tile/0/001' } },
    });
    expect(verifyHistory(entries, { ...claim, tiles: spoiled('tile/1/000.p/2', () => undefined) })).toMatchObject({
      rejection: { code: 'TILE_MISSING', details: { tile: 'tile/1/000.p/2' } },
    });
  });
});

describe('checkpoints', () => {
  it('that the policy does not accept stop the check before it begins', () => {
    expect(codeOf(verifyHistory(entries, { ...claim, checkpoint: log.checkpoint.replace('\n600\n', '\n599\n') }))).toBe('SIGNATURE_WRONG');
    expect(codeOf(verifyHistory(entries, { ...claim, checkpoint: 'nothing' }))).toBe('NOTE_MALFORMED');
    expect(codeOf(verifyHistory(entries, { ...claim, older: log.checkpoint.replace('\n600\n', '\n599\n') }))).toBe('SIGNATURE_WRONG');
    expect(codeOf(verifyHistory(entries, { ...claim, policy: { ...logOnly, logs: [] } }))).toBe('LOG_UNKNOWN');
  });
});
