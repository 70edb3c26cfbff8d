import { accepted, type Result, refused } from '#kernel';
import { auditRefusal } from '../refusals.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Note, parseNote } from './note.ts';
import { NO_QUORUM, type Policy } from './policy.ts';
import { type SignatureCheck, type VerifiedSignature, verifySignatures } from './verify-note.ts';

/** A checkpoint that the policy accepts: by which log's key, and the cosignatures that hold. */
export type OpenedCheckpoint = Checkpoint & {
  readonly note: Note;
  readonly log: VerifiedSignature;
  readonly cosignatures: readonly Cosigned[];
};
/** `witness` is its name in the policy; `seconds` is when it had seen this checkpoint. */
export type Cosigned = { readonly witness: string; readonly seconds: number };

/** Whether these witnesses are enough. A policy is a forest, so each name is looked at once. */
export const quorumHolds = (policy: Policy, witnesses: ReadonlySet<string>): boolean => {
  const holds = (name: string): boolean => {
    const group = policy.groups.get(name);
    return group === undefined ? witnesses.has(name) : group.members.filter(holds).length >= group.threshold;
  };
  return policy.quorum === NO_QUORUM || holds(policy.quorum);
};

/** Reads a checkpoint, and accepts it only as the policy says: signed by a known log of its origin, and cosigned. */
export const openCheckpoint = (text: string, policy: Policy, verifies?: SignatureCheck): Result<OpenedCheckpoint> => {
  const note = parseNote(text);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  const { origin } = checkpoint.value;
  // A log may sign for its own origin only, whatever other logs the policy names.
  const logs = policy.logs.map(({ key }) => key).filter(({ name }) => name === origin);
  if (logs.length === 0) return refused(auditRefusal('LOG_UNKNOWN', { origin }));
  const witnesses = [...policy.witnesses];
  const signed = verifySignatures(note.value, [...logs, ...witnesses.map(([, { key }]) => key)], verifies);
  if (!signed.ok) return signed;
  const log = signed.value.verified.find(({ key }) => logs.includes(key));
  if (log === undefined) return refused(auditRefusal('SIGNATURE_MISSING'));
  const cosignatures = signed.value.verified.flatMap(({ key, seconds }): Cosigned[] => {
    const witness = witnesses.find((one) => one[1].key === key)?.[0];
    return witness === undefined || seconds === undefined ? [] : [{ witness, seconds }];
  });
  const names = new Set(cosignatures.map(({ witness }) => witness));
  if (!quorumHolds(policy, names)) {
    return refused(
      auditRefusal('QUORUM_MISSED', { quorum: policy.quorum, witnesses: names.size === 0 ? 'nobody' : [...names].join(', ') }),
    );
  }
  return accepted({ ...checkpoint.value, note: note.value, log, cosignatures });
};
