/**
 * `npm run soak`: verifies honest bundles, none of which may be accused, and changed ones, all of which must be found with
 * their place named. `--bundles N` (1,000), `--changes N` of each (100), `--seed N`. On every processor; ends with 1 if one is missed.
 */
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const root = fileURLToPath(new URL('../', import.meta.url));
const BUNDLES = 1_000;
const CHANGES = 100;
const MOST_SHOWN = 20;

/** The platform's own hash and signature check; the answers are the same as the portable ones. */
const engine = {
  hash: (bytes) => createHash('sha256').update(bytes).digest(),
  verifies: (signature, message, publicKey) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
      signature,
    ),
};

const work = async ({ from, step, bundles, changes, seed }) => {
  const { honestOf, trial, verdictOf } = await import('../dist/libs/verification/testing/trial.js');
  for (let index = from; index < bundles; index += step) {
    const own = seed + index;
    const honest = honestOf(own);
    const accused = verdictOf(engine, honest.files);
    const missed = accused.kind === 'verified' ? [] : [`bundle ${own}, honest: ${accused.rejection.code}`];
    for (let number = 0; number < changes; number += 1) {
      const why = trial(engine, honest, own * 1_000_003 + number);
      if (why !== undefined) missed.push(`bundle ${own}, change ${number}, ${why}`);
    }
    parentPort.postMessage({ changes, missed });
  }
};

const soak = async ({ bundles, changes, seed }) => {
  const threads = Math.min(availableParallelism(), bundles);
  const startedAt = performance.now();
  const done = { bundles: 0, changes: 0, missed: [] };
  const running = Array.from(
    { length: threads },
    (_, from) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { from, step: threads, bundles, changes, seed } });
        worker.on('message', ({ changes: own, missed }) => {
          done.bundles += 1;
          done.changes += own;
          done.missed.push(...missed);
          if (done.bundles % 50 === 0)
            console.error(
              `${done.bundles} bundles, ${done.changes} changes, ${done.missed.length} missed, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
            );
        });
        worker.on('error', reject);
        worker.on('exit', resolve);
      }),
  );
  await Promise.all(running);
  return { ...done, seconds: (performance.now() - startedAt) / 1_000 };
};

if (isMainThread) {
  const { values } = parseArgs({
    options: { bundles: { type: 'string' }, changes: { type: 'string' }, seed: { type: 'string' }, 'no-build': { type: 'boolean' } },
  });
  if (values['no-build'] !== true && spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' }).status !== 0)
    throw new Error('The build failed.');
  const { bundles, changes, missed, seconds } = await soak({
    bundles: Number(values.bundles ?? BUNDLES),
    changes: Number(values.changes ?? CHANGES),
    seed: Number(values.seed ?? 1),
  });
  for (const one of missed.slice(0, MOST_SHOWN)) console.log(one);
  console.log(`${bundles} honest bundles and ${changes} changed ones in ${seconds.toFixed(0)} s: ${missed.length} missed.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} else {
  await work(workerData);
}
