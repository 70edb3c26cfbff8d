import type { Signer } from '#audit';
import type { Where } from '../client/open.ts';
import { CliFailure } from '../failure.ts';
import { type ProofsClient, withProofs } from '../proofs/proofs-client.ts';
import { evidenceText, keepEvidenceFile } from './evidence-file.ts';
import { exchange, type Exchanged } from './exchange.ts';
import type { WitnessedLog, WitnessStore } from './witness-store.ts';

/** What one look at one log came to. */
export type Looked = {
  readonly origin: string;
  readonly partnership: string;
  readonly outcome: 'cosigned' | 'caught' | 'refused' | 'failed';
  /** Events that are cosigned now. */
  readonly size: number | null;
  readonly words: string;
  /** Of the evidence. */
  readonly file?: string;
  /** The first event that is not the same. */
  readonly index?: number | null;
};

const found = (
  dir: string,
  store: WitnessStore,
  log: WitnessedLog,
  { evidence, index }: Extract<Exchanged, { kind: 'caught' }>,
): Pick<Looked, 'words' | 'file' | 'index'> => {
  const now = new Date().toISOString();
  const number = store.keepEvidence(log.id, evidence, now);
  const words = evidenceText(evidence, index);
  return { words, index, ...(number === undefined ? {} : { file: keepEvidenceFile(dir, number, log.origin, evidence, index, now) }) };
};

const handIn = async (
  client: ProofsClient,
  partnership: string,
  { size, line }: Extract<Exchanged, { kind: 'cosigned' }>,
): Promise<string> => {
  try {
    await client.cosign(partnership, size, line);
    return 'handed in';
  } catch (error) {
    // What was seen is remembered all the same; the ledger may not know this witness yet.
    if (error instanceof CliFailure) return `not handed in: ${error.message} ${error.rejections[0]?.wayOut ?? ''}`;
    throw error;
  }
};

/** Looks once at one log, hands in the cosignature, or keeps the evidence. */
export const look = async (
  dir: string,
  store: WitnessStore,
  signer: Signer,
  log: WitnessedLog,
  token: string | undefined,
): Promise<Looked> => {
  const { origin, asked } = log;
  if (asked === null) return { origin, partnership: '', outcome: 'failed', size: null, words: 'No server is known for this log.' };
  const { partnership, place } = asked;
  const where: Where = { ...place, ...(token === undefined ? {} : { token }) };
  try {
    return await withProofs(where, async (client): Promise<Looked> => {
      const source = {
        checkpoint: () => client.note(partnership),
        tile: (tile: Parameters<ProofsClient['tile']>[1]) => client.tile(partnership, tile),
      };
      const exchanged = await exchange(store, signer, log, source, Math.floor(Date.now() / 1_000));
      const base = { origin, partnership, outcome: exchanged.kind };
      if (exchanged.kind === 'caught') return { ...base, size: null, ...found(dir, store, log, exchanged) };
      if (exchanged.kind === 'refused')
        return { ...base, size: null, words: `${exchanged.rejection.message} ${exchanged.rejection.wayOut}` };
      return { ...base, size: exchanged.size, words: await handIn(client, partnership, exchanged) };
    });
  } catch (error) {
    if (error instanceof CliFailure) return { origin, partnership, outcome: 'failed', size: null, words: error.message };
    throw error;
  }
};
