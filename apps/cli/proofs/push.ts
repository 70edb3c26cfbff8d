import { writeFileSync } from 'node:fs';
import { originHash } from '#audit';
import { type Pushed, pushCheckpoint, type WitnessAnswer } from '#ledger';
import { EXIT } from '../exit-codes.ts';
import type { Where } from '../client/open.ts';
import { CliFailure, failure } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import type { ProofsClient } from './proofs-client.ts';

export type Pushing = Where & { readonly partnership: string; readonly witness: string; readonly evidence?: string };

const TIMEOUT_MS = 20_000;
/** Cosignatures are some hundred bytes. */
const MOST_ANSWERED = 65_536;

const ask = async (url: string, body?: string): Promise<WitnessAnswer> => {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: (await response.text()).slice(0, MOST_ANSWERED),
    };
  } catch (error) {
    const { message, cause } = error as Error;
    throw failure(
      'WITNESS_NOT_REACHED',
      `The witness at ${url} cannot be reached: ${cause instanceof Error ? cause.message : message}.`,
      'Check the address, and that the witness is running; the checkpoint can be handed in at any later time.',
      { place: '--witness', value: url },
      EXIT.unavailable,
    );
  }
};

/** What the witness saw last, where it shows it; only some do. */
const seenBy = async (witness: string, origin: string): Promise<string> => {
  const seen = await ask(`${witness}/${originHash(origin)}/checkpoint`).catch(() => undefined);
  return seen?.status === 200 ? seen.body : 'The witness does not show it: ask who runs it.\n';
};

const keepEvidence = async (
  { witness, partnership, evidence }: Pushing,
  { checkpoint, rejection }: Extract<Pushed, { kind: 'refused' }>,
): Promise<string> => {
  const { origin, size, note } = checkpoint;
  const file = evidence ?? `evidence-${partnership}-${size}.txt`;
  const seen = await seenBy(witness.replace(/\/+$/, ''), origin);
  writeFileSync(
    file,
    [
      `Found at ${new Date().toISOString()} in the log ${origin}.`,
      rejection.message,
      '',
      '--- what the witness cosigned last ---',
      seen,
      '--- what the log shows now ---',
      note,
    ].join('\n'),
  );
  return file;
};

const answerOf = async <T>(
  work: Promise<T>,
): Promise<{ kind: 'answer'; value: T } | { kind: 'rejected'; rejections: CliFailure['rejections'] }> => {
  try {
    return { kind: 'answer', value: await work };
  } catch (error) {
    if (error instanceof CliFailure) return { kind: 'rejected', rejections: error.rejections };
    throw error;
  }
};

/** Hands the newest checkpoint in. Another history is kept as evidence before it is said. */
export const push = async (io: Io, client: ProofsClient, options: Pushing): Promise<void> => {
  const { partnership, witness, json } = options;
  const pushed = await pushCheckpoint(
    {
      last: () => answerOf(client.last(partnership)),
      consistency: (from, to) => answerOf(client.consistency(partnership, from, to)),
      cosign: (size, lines) => answerOf(client.cosign(partnership, size, lines)),
    },
    (body) => ask(`${witness.replace(/\/+$/, '')}/add-checkpoint`, body),
  );
  if (pushed.kind === 'rejected') throw new CliFailure(pushed.rejections);
  if (pushed.kind === 'refused') {
    if (pushed.parted) io.err(`Both checkpoints are kept in ${await keepEvidence(options, pushed)}.`);
    throw new CliFailure([pushed.rejection]);
  }
  const { checkpoint } = pushed;
  if (json === true) printJson(io, checkpoint);
  else io.out(`${checkpoint.size} events of ${partnership} are cosigned by ${checkpoint.cosignedBy.join(', ')}.`);
};
