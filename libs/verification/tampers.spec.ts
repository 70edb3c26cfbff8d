import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Engine, honestOf, trial, verdictOf } from './testing/trial.ts';

/** The platform's own hash and signature check; the answers are the same as the portable ones. */
const engine: Engine = {
  hash: (bytes) => createHash('sha256').update(bytes).digest(),
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

/** `npm run soak` does the same for 1,000 bundles and 100,000 changes. */
const BUNDLES = 6;
const CHANGES = 40;

const bundles = Array.from({ length: BUNDLES }, (_, index) => ({ seed: index + 1, honest: honestOf(index + 1) }));

describe('a bundle', () => {
  it('that is honest is not accused', () => {
    expect(bundles.filter(({ honest }) => verdictOf(engine, honest.files).kind !== 'verified').map(({ seed }) => seed)).toEqual([]);
  });

  it.each(bundles)('of seed $seed that is changed is found, and the place is named', ({ seed, honest }) => {
    const missed = Array.from({ length: CHANGES }, (_, index) => ({
      number: index,
      why: trial(engine, honest, seed * 1_000_003 + index),
    })).filter(({ why }) => why !== undefined);
    expect(missed).toEqual([]);
  });
});
