import type { Rejection } from '#kernel';

/** Refusals of the ledger's proofs; those of the formats themselves are in `#audit`. */
export const checkpointUnknown = (partnership: string): Rejection => ({
  code: 'CHECKPOINT_UNKNOWN',
  message: `No such checkpoint of ${partnership} was signed.`,
  place: 'checkpoint',
  wayOut: 'Sign one with rebate checkpoint sign, or wait for the schedule.',
});
export const notYetSigned = (position: number): Rejection => ({
  code: 'NOT_YET_SIGNED',
  message: `No checkpoint covers position ${position} yet.`,
  place: 'position',
  value: String(position),
  wayOut: 'Sign one with rebate checkpoint sign, or wait for the schedule; then ask again.',
});
export const noSuchSize = (place: string, size: number, last: number): Rejection => ({
  code: 'SIZE_NOT_REACHED',
  message: `The log has ${last} events, not ${size}.`,
  place,
  value: String(size),
  wayOut: 'Give a size up to that of the log, the smaller one first.',
});
export const proofKeysDiffer = (partnership: string): Rejection => ({
  code: 'PROOF_KEYS_DIFFER',
  message: `The log of ${partnership} was begun with other keys than those of this ledger.`,
  wayOut: 'Restore proof-keys.json from a backup: it belongs to proofs.db.',
});
export const witnessKeyNeeded = (why: string): Rejection => ({
  code: 'WITNESS_KEY_NOT_ALLOWED',
  message: `This cannot be the key of a witness: ${why}.`,
  place: 'key',
  wayOut: 'Give the line that rebate witness show prints.',
});
export const witnessUnknown = (): Rejection => ({
  code: 'WITNESS_UNKNOWN',
  message: 'The partnership has no witness with this key.',
  place: 'key',
  wayOut: 'Look up its witnesses with rebate checkpoint keys.',
});
export const witnessOfOther = (organisation: string): Rejection => ({
  code: 'WITNESS_OF_OTHER',
  message: `The witness was named by ${organisation}: it watches for that side.`,
  place: 'key',
  wayOut: 'Have that side change or remove it; name a witness of your own beside it.',
});
export const witnessRefused = (why: string): Rejection => ({
  code: 'WITNESS_REFUSED',
  message: `The witness did not cosign the checkpoint: ${why}.`,
  place: 'witness',
  wayOut: 'Check that it watches this log under the key that signs now (rebate witness add), and hand the checkpoint in again.',
});
export const witnessParted = (why: string): Rejection => ({
  code: 'HISTORY_CONTRADICTED',
  message: `The witness has seen another history of this log: ${why}.`,
  place: 'witness',
  wayOut:
    'Do not sign this log any further: put back the newest copy of the events, and show both checkpoints, which are kept, to both sides.',
});
export const logIntact = (partnership: string): Rejection => ({
  code: 'LOG_INTACT',
  message: `The log of ${partnership} agrees with all that was signed.`,
  wayOut: 'Nothing need be done; only a log that lost events is begun anew.',
});

/** Entries before `same` are those that were signed; the two histories part before `to`. */
export type Parting = { readonly same: number; readonly to: number };

export const logRewound = (
  partnership: string,
  size: number,
  signed: { readonly size: number; readonly signedAt: string },
  { same, to }: Parting,
): Rejection => ({
  code: 'LOG_REWOUND',
  message: `The log of ${partnership} is not the one that was signed: it has ${size} events, and a checkpoint of ${signed.size} was signed at ${signed.signedAt}. The first ${same} are the same; the histories part before ${to}.`,
  place: 'partnership',
  value: partnership,
  details: { size: String(size), signedSize: String(signed.size), same: String(same), partsBefore: String(to) },
  wayOut:
    'Put back the newest copy of the events. Where it is lost for good, tell both sides and begin a new log with rebate checkpoint restart; the evidence is kept.',
});
