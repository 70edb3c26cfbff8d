import type { Parts } from './database.ts';

/** Who tells renews it with each turn, twice as often as it would run out. */
const LEASE_MS = 60_000;
const HOLDER_BYTES = 12;

/**
 * Servers that share the file of webhooks, as they can before one EventStoreDB: one of them tells, and another one goes on
 * within a minute where it ends without a word.
 */
export type Lease = {
  /** Takes or renews it; false while another holds it. */
  take(): boolean;
  release(): void;
};

export const leaseIn = ({ db, clock, chance }: Parts): Lease => {
  const holder = Buffer.from(chance(HOLDER_BYTES)).toString('hex');
  const take = db.prepare(
    'INSERT INTO lease (one, holder, until) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, until = excluded.until WHERE lease.holder = ?1 OR lease.until <= ?3',
  );
  const release = db.prepare('DELETE FROM lease WHERE holder = ?');
  return {
    take: () => {
      const now = clock();
      return Number(take.run(holder, new Date(now.getTime() + LEASE_MS).toISOString(), now.toISOString()).changes) > 0;
    },
    release: () => {
      release.run(holder);
    },
  };
};
