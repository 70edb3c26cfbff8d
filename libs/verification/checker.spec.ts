import { execFile } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BundleClaim, BUNDLE_FILES, checkProofs, formatManifest, formatProofFile, inclusionProof, proofPath, utf8 } from '#audit';
import { checkpointOf, type Files, hashesOf, policyOf, logSigner, withSums } from './testing/bundles.ts';
import { Chance } from './testing/chance.ts';
import { tamper } from './testing/tampers.ts';
import { honestOf } from './testing/trial.ts';

/** The published script is another hand's work than `libs/audit`: on every bundle both must say the same. */

const SCRIPT = fileURLToPath(new URL('../../docs/verify/verify-proofs.mjs', import.meta.url));
const MOST_BYTES = 60_000;

type Brought = { readonly policy?: string; readonly checkpoint?: string };
type Checker = { readonly verifyProofs: (read: (path: string) => Uint8Array | undefined, brought?: Brought) => unknown };
const { verifyProofs } = (await import(pathToFileURL(SCRIPT).href)) as Checker;

const engine: NonNullable<BundleClaim['engine']> = {
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

type Said = { readonly kind: string; readonly file?: string | undefined; readonly from?: number | undefined };
const scriptSays = (files: Files, brought: Brought = {}): Said => {
  try {
    verifyProofs((path) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : Buffer.from(bytes);
    }, brought);
    return { kind: 'proven' };
  } catch (error) {
    const { kind, file, from } = error as Said;
    return { kind, file, from };
  }
};
const librarySays = (files: Files, { policy, checkpoint }: Brought = {}): Said => {
  const claim = {
    files: { read: (path: string) => files.get(path) },
    engine,
    ...(policy === undefined ? {} : { policy }),
    ...(checkpoint === undefined ? {} : { older: checkpoint }),
  };
  const verdict = checkProofs(claim, (bytes) => createHash('sha256').update(bytes).digest());
  return verdict.kind === 'proven' ? { kind: 'proven' } : { kind: verdict.kind, file: verdict.file, from: verdict.entries?.from };
};

const honest = honestOf(7);
const part = (): Files => {
  const { entries, files } = honest;
  const own: Files = new Map([...files].filter(([path]) => !path.startsWith('tile/') && path !== BUNDLE_FILES.claims));
  const positions = [0, 3, entries.length - 1];
  for (const index of positions)
    own.set(
      proofPath(index),
      utf8(
        formatProofFile({
          index,
          proof: inclusionProof(hashesOf(entries), index, entries.length),
          checkpoint: checkpointOf(entries),
          extra: entries[index] ?? new Uint8Array(0),
        }),
      ),
    );
  return withSums(
    own.set(
      BUNDLE_FILES.manifest,
      utf8(formatManifest({ partnership: honest.partnership, size: entries.length, part: { agreements: ['a-1'], positions } })),
    ),
  );
};

describe('the checker', () => {
  it('is one file that a person can read, with nothing but what Node has', () => {
    const text = readFileSync(SCRIPT, 'utf8');
    expect(statSync(SCRIPT).size).toBeLessThanOrEqual(MOST_BYTES);
    expect([...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual([
      'node:buffer',
      'node:crypto',
      'node:fs',
      'node:path',
      'node:url',
    ]);
    expect(text.split('\n').filter((line) => line.length > 300)).toEqual([]);
    expect(text).not.toMatch(/\bfetch\(|node:https?|node:net|import\(|eval\(/);
  });

  it('says of honest bundles what the library says', () => {
    expect(scriptSays(honest.files)).toEqual({ kind: 'proven' });
    expect(librarySays(part())).toEqual({ kind: 'proven' });
    expect(scriptSays(part())).toEqual({ kind: 'proven' });
    for (const kept of [0, 1, honest.entries.length])
      expect(scriptSays(honest.files, { policy: policyOf(logSigner), checkpoint: checkpointOf(honest.entries.slice(0, kept)) })).toEqual({
        kind: 'proven',
      });
    expect(scriptSays(part(), { checkpoint: checkpointOf(honest.entries) })).toMatchObject({ kind: 'unusable' });
  });

  it.each([1, 2, 3, 4])('says of changed bundles what the library says: seed %i', (seed) => {
    const one = honestOf(seed);
    for (let number = 0; number < 50; number += 1) {
      const { name, files, policy, older } = tamper(new Chance(seed * 7_919 + number), one);
      const brought: Brought = { ...(policy === undefined ? {} : { policy }), ...(older === undefined ? {} : { checkpoint: older }) };
      expect([name, scriptSays(files, brought)]).toEqual([name, librarySays(files, brought)]);
    }
  });

  it('says of changed proofs what the library says', () => {
    const files = part();
    for (const path of files.keys()) {
      const bytes = files.get(path) ?? new Uint8Array(0);
      for (const place of [0, bytes.length >> 1, bytes.length - 1]) {
        const changed = new Map(files).set(
          path,
          bytes.map((byte, at) => (at === place ? byte ^ 1 : byte)),
        );
        expect([path, place, scriptSays(changed)]).toEqual([path, place, librarySays(changed)]);
      }
    }
  });
});

describe('the checker as a program', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'checker-'));
    for (const [path, bytes] of honest.files) {
      mkdirSync(dirname(join(folder, 'bundle', path)), { recursive: true });
      writeFileSync(join(folder, 'bundle', path), bytes);
    }
    writeFileSync(join(folder, 'policy'), policyOf(logSigner));
    writeFileSync(join(folder, 'kept'), checkpointOf(honest.entries.slice(0, 2)));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const run = async (...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> => {
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, [SCRIPT, ...args], { cwd: folder })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
      return { code, stdout, stderr };
    }
  };

  it('ends with 0 for what is proven, 1 for what is wrong, 2 for what is no bundle', async () => {
    const proven = await run('bundle', '--policy', 'policy', '--checkpoint', 'kept');
    expect([proven.code, proven.stderr, proven.stdout.split('\n')[0]]).toEqual([
      0,
      '',
      `PROVEN: ${honest.entries.length} entries of acme~buildco, by the checkpoint of ledger.example/partnerships/acme~buildco over ${honest.entries.length} entries.`,
    ]);
    writeFileSync(join(folder, 'bundle', BUNDLE_FILES.index), 'other words\n');
    const wrong = await run('bundle', '--policy', 'policy', '--json');
    expect([wrong.code, JSON.parse(wrong.stdout)]).toMatchObject([1, { kind: 'wrong', code: 'SUM_DIFFERS', file: 'index.md' }]);
    expect(await run('nothing')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('UNUSABLE BUNDLE_FILE_MISSING') });
  });
});
