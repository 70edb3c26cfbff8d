import { accepted, type Result, refused } from '#kernel';
import { equalBytes } from '../encoding/bytes.ts';
import { hasControls } from '../encoding/controls.ts';
import { auditRefusal } from '../refusals.ts';
import { parseVerifierKey, type SignatureType, type VerifierKey } from './verifier-key.ts';

/** A trust policy of c2sp.org/tlog-policy: which logs are accepted, and which witnesses must have cosigned. */
export type Policy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: ReadonlyMap<string, PolicyWitness>;
  readonly groups: ReadonlyMap<string, PolicyGroup>;
  /** A witness, a group, or `none`. */
  readonly quorum: string;
};
export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };
export type PolicyWitness = { readonly key: VerifierKey; readonly url?: string };
/** Holds when `threshold` of its members do. */
export type PolicyGroup = { readonly threshold: number; readonly members: readonly string[] };

export const NO_QUORUM = 'none';

/** A limit on what a stranger's file can cost; the format asks for 32 logs, witnesses and groups each. */
const MAX_LINES = 1_000;

/** A policy while its lines are read. */
type Draft = {
  readonly logs: PolicyLog[];
  readonly witnesses: Map<string, PolicyWitness>;
  readonly groups: Map<string, PolicyGroup>;
  readonly members: Set<string>;
  quorum: string | undefined;
};

/** Each reads the words after its keyword into the draft; a string says why it cannot. */
const READERS: Readonly<Record<string, (draft: Draft, words: readonly string[]) => string | undefined>> = {
  log: (draft, [text = '', url, ...more]) => {
    const key = keyOf(text, 'ed25519', draft.logs);
    if (typeof key === 'string') return key;
    draft.logs.push({ key, ...(url === undefined ? {} : { url }) });
    return none(more);
  },
  witness: (draft, [name = '', text = '', url, ...more]) => {
    const key = keyOf(text, 'cosignature', [...draft.witnesses.values()]);
    if (typeof key === 'string') return key;
    if (isTaken(draft, name)) return `the name ${name} is taken`;
    draft.witnesses.set(name, { key, ...(url === undefined ? {} : { url }) });
    return none(more);
  },
  group: (draft, [name = '', count = '', ...members]) => {
    const threshold = thresholdOf(count, members.length);
    if (threshold === undefined) return `"${count}" of ${members.length} is not a threshold`;
    if (isTaken(draft, name)) return `the name ${name} is taken`;
    for (const member of members) {
      if (!draft.witnesses.has(member) && !draft.groups.has(member)) return `${member} is not defined above`;
      // Else one witness could count twice.
      if (draft.members.has(member)) return `${member} is a member already`;
      draft.members.add(member);
    }
    draft.groups.set(name, { threshold, members });
    return undefined;
  },
  quorum: (draft, [name = '', ...more]) => {
    if (draft.quorum !== undefined) return 'there is a quorum already';
    if (name !== NO_QUORUM && !draft.witnesses.has(name) && !draft.groups.has(name)) return `${name} is not defined above`;
    draft.quorum = name;
    return none(more);
  },
};

const none = (more: readonly string[]): string | undefined => (more.length === 0 ? undefined : `"${more.join(' ')}" is too much`);

const isTaken = (draft: Draft, name: string): boolean => name === NO_QUORUM || draft.witnesses.has(name) || draft.groups.has(name);

const keyOf = (text: string, type: SignatureType, others: readonly { readonly key: VerifierKey }[]): VerifierKey | string => {
  const key = parseVerifierKey(text);
  if (!key.ok) return key.rejections.map(({ message }) => message).join(' ');
  if (key.value.type !== type) return `the key of ${key.value.name} is of type ${key.value.type}, not ${type}`;
  // The same key under two names would sign twice with one hand.
  if (others.some((other) => equalBytes(other.key.publicKey, key.value.publicKey))) return `the key of ${key.value.name} is there already`;
  return key.value;
};

const thresholdOf = (text: string, members: number): number | undefined => {
  if (members === 0) return undefined;
  if (text === 'all') return members;
  if (text === 'any') return 1;
  const count = /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= members ? count : undefined;
};

export const parsePolicy = (text: string): Result<Policy> => {
  const malformed = (line: number, why: string): Result<never> => refused(auditRefusal('POLICY_MALFORMED', { line, why }));
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) return malformed(MAX_LINES, 'the file has too many lines');
  const draft: Draft = { logs: [], witnesses: new Map(), groups: new Map(), members: new Set(), quorum: undefined };
  for (const [index, line] of lines.entries()) {
    if (hasControls(line, '\t') || line.includes('\x7f')) return malformed(index + 1, 'it holds control characters');
    // Only blanks and tabs part words: other Unicode spaces may stand in names.
    const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
    if (keyword === undefined || keyword.startsWith('#')) continue;
    const read = Object.hasOwn(READERS, keyword) ? READERS[keyword] : undefined;
    const why = read === undefined ? `"${keyword}" is not known` : read(draft, words);
    if (why !== undefined) return malformed(index + 1, why);
  }
  const { quorum, logs, witnesses, groups } = draft;
  return quorum === undefined ? malformed(lines.length, 'no line says the quorum') : accepted({ logs, witnesses, groups, quorum });
};
