import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE_FILES, bundlePaths } from '#audit';
import type { LogKeys } from '#ledger';
import { exportBundle } from '../../apps/cli/audit/export-bundle.ts';

/** What the command line's export writes of a partnership, by path, asked over HTTP as whoever the token is of. */
export const exportedOver = async (url: string, partnership: string, token: string): Promise<ReadonlyMap<string, Buffer>> => {
  const ask = async (path: string): Promise<Buffer> =>
    Buffer.from(
      await (await fetch(`${url}/partnerships/${partnership}/${path}`, { headers: { Authorization: `Bearer ${token}` } })).arrayBuffer(),
    );
  const folder = mkdtempSync(join(tmpdir(), 'web-bundle-'));
  try {
    const { manifest } = await exportBundle({
      partnership,
      folder: join(folder, 'bundle'),
      source: {
        checkpoint: async () => ({ kind: 'answer', value: (await ask('log/checkpoint')).toString('utf8') }),
        keys: async () => ({ kind: 'answer', value: JSON.parse((await ask('log/keys')).toString('utf8')) as LogKeys }),
        tile: (_, path) => ask(`log/${path}`),
        claims: async (_, size) => ({ kind: 'answer', value: (await ask(`claimed-figures?size=${size}`)).toString('utf8') }),
      },
    });
    return new Map([...bundlePaths(manifest), BUNDLE_FILES.sums].map((path) => [path, readFileSync(join(folder, 'bundle', path))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
