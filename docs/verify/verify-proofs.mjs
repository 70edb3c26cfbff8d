#!/usr/bin/env node
/**
 * verify-proofs.mjs: checks the proofs of a bundle that a rebate ledger exported, with nothing but Node 20 or newer.
 *
 *   node verify-proofs.mjs BUNDLE [--policy FILE] [--checkpoint FILE] [--json]
 *
 * It needs no network, no account, no package and no other part of the ledger. Everything it relies on is in this file, to
 * be read from top to bottom, and in node:crypto (SHA-256 and Ed25519). The formats are public:
 *
 *   RFC 6962 and 9162  Merkle trees                     c2sp.org/signed-note       signed notes
 *   RFC 8785           canonical JSON                   c2sp.org/tlog-checkpoint   checkpoints
 *   RFC 8032           Ed25519                          c2sp.org/tlog-cosignature  cosignatures of witnesses
 *                                                       c2sp.org/tlog-tiles        the layout of tiles
 *                                                       c2sp.org/tlog-policy       policies
 *                                                       c2sp.org/tlog-proof        proof files
 *
 * What it shows: the bundle holds the very history that was signed, by keys that the policy trusts, and, with a
 * checkpoint that you kept, that this history begins with the one you saw then. Of a part of a history it shows that each
 * entry stands in the history that was signed, and not that nothing is missing.
 *
 * What it does not show: that the figures in claims.json follow from the history (`rebate verify` recomputes them), nor
 * that what was recorded is true. Without --policy it believes the policy in the bundle, and so shows only that the bundle
 * agrees with itself: take the keys by another way. Take this script by another way, too.
 *
 * Exit codes: 0 proven, 1 wrong, 2 not a bundle, or nothing that can be judged.
 */
import { isUtf8 } from 'node:buffer';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is said of a bundle that does not hold: the code is stable, and the same as that of `rebate verify`. */
class Fault extends Error {
  constructor(code, message, { file, from, to, kind = 'wrong' } = {}) {
    super(message);
    Object.assign(this, { code, file, from, to, kind });
  }
}
const unusable = (code, message, file) => new Fault(code, message, { file, kind: 'unusable' });

// --- Bytes and texts ------------------------------------------------------------------------------------------------

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const fromUtf8 = (bytes) => (isUtf8(bytes) ? bytes.toString('utf8') : undefined);
/** Undefined unless it is the one way to write these bytes. */
const fromBase64 = (text) => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};
/** A whole number in decimal without leading zeroes, up to 2^53 - 1. */
const wholeNumber = (text) =>
  typeof text === 'string' && /^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
const parseJson = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// --- Merkle tree: RFC 6962, section 2.1 -----------------------------------------------------------------------------

const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const EMPTY_ROOT = sha256();

/** The root over the first `size` leaf hashes, or over as many as there are. */
const rootOf = (hashes, size = hashes.length) => {
  // One hash for each bit that is set in the size: perfect subtrees, the largest first.
  const subtrees = [];
  for (let index = 0; index < size; index += 1) {
    let hash = hashes[index];
    for (let rest = index; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(subtrees.pop(), hash);
    subtrees.push(hash);
  }
  return subtrees.reduceRight((root, subtree) => (root === undefined ? subtree : nodeHash(subtree, root)), undefined) ?? EMPTY_ROOT;
};

/** RFC 9162, section 2.1.3.2: whether the leaf stands at this index of the tree of this size and root. */
const isIncluded = (leaf, index, size, proof, root) => {
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
};

// --- Signed notes, checkpoints, policies ----------------------------------------------------------------------------

const ED25519 = 1;
const COSIGNATURE = 4;

/** `name+id+base64(type || key)`; the id must be that of the name and the key. */
const parseKey = (text, type) => {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (bytes?.length !== 33 || bytes[0] !== type || /\s/u.test(name)) return undefined;
  if (sha256(`${name}\n`, bytes).toString('hex', 0, 4) !== id) return undefined;
  return {
    name,
    id,
    type,
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url', 1) }, format: 'jwk' }),
    text,
  };
};

/** Which logs are accepted, and which witnesses must have cosigned: c2sp.org/tlog-policy. */
const parsePolicy = (text, file) => {
  const [logs, witnesses, groups, members, used] = [[], new Map(), new Map(), new Set(), new Set()];
  let quorum;
  const wrong = (index) => unusable('POLICY_MALFORMED', `Line ${index + 1} of the policy cannot be read.`, file);
  for (const [index, line] of text.split('\n').entries()) {
    const [keyword, ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
    if (keyword === undefined || keyword.startsWith('#')) continue;
    const isTaken = (name) => name === undefined || name === 'none' || witnesses.has(name) || groups.has(name);
    const keyOf = (word, type) => {
      const key = word === undefined ? undefined : parseKey(word, type);
      const hand = key && `${type} ${key.publicKey.export({ format: 'jwk' }).x}`;
      if (key === undefined || used.has(hand)) throw wrong(index);
      used.add(hand);
      return key;
    };
    if (keyword === 'log' && words.length <= 2) logs.push(keyOf(words[0], ED25519));
    else if (keyword === 'witness' && words.length <= 3 && !isTaken(words[0])) witnesses.set(words[0], keyOf(words[1], COSIGNATURE));
    else if (keyword === 'group' && !isTaken(words[0])) {
      const [name, count, ...own] = words;
      const threshold = count === 'all' ? own.length : count === 'any' ? 1 : /^[1-9]\d{0,8}$/.test(count) ? Number(count) : 0;
      const isDefined = own.every((member) => (witnesses.has(member) || groups.has(member)) && !members.has(member) && members.add(member));
      if (!isDefined || threshold < 1 || threshold > own.length) throw wrong(index);
      groups.set(name, { threshold, own });
    } else if (keyword === 'quorum' && words.length === 1 && quorum === undefined && (words[0] === 'none' || isTaken(words[0])))
      [quorum] = words;
    else throw wrong(index);
  }
  if (quorum === undefined) throw unusable('POLICY_MALFORMED', 'The policy says no quorum.', file);
  return { logs, witnesses, groups, quorum };
};

const signedBy = (key, text, signature) => {
  if (key.type === ED25519) return signature.length === 64 && verify(null, Buffer.from(text), key.publicKey, signature);
  // Eight bytes say when the witness had seen it.
  if (signature.length !== 72) return false;
  return verify(null, Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE()}\n${text}`), key.publicKey, signature.subarray(8));
};

/** Reads a checkpoint, and accepts it only as the policy says. */
const openCheckpoint = (note, policy, file) => {
  const malformed = (why, code = 'NOTE_MALFORMED') => new Fault(code, `This is not a signed checkpoint: ${why}.`, { file });
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw malformed('no empty line parts its text from its signatures');
  const text = note.slice(0, split + 1);
  const [origin, sizeLine, rootLine, ...more] = text.slice(0, -1).split('\n');
  const [size, root] = [wholeNumber(sizeLine), rootLine === undefined ? undefined : fromBase64(rootLine)];
  if (origin === '' || size === undefined || root?.length !== 32 || more.includes(''))
    throw malformed('its text is not origin, size and root', 'CHECKPOINT_MALFORMED');
  const logs = policy.logs.filter((key) => key.name === origin);
  if (logs.length === 0) throw new Fault('LOG_UNKNOWN', `No key is known for the log ${origin}.`, { file });
  const cosigned = new Set();
  let isSigned = false;
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, encoded] = /^— ([^ ]+) (\S+)$/u.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (bytes === undefined || bytes.length <= 4) throw malformed('a signature line cannot be read');
    // Signatures of keys that nobody here knows are passed over; one of a known key must hold.
    const isOf = (key) => key.name === name && key.id === bytes.toString('hex', 0, 4);
    const holds = (key) => {
      if (signedBy(key, text, bytes.subarray(4))) return true;
      throw new Fault('SIGNATURE_WRONG', `The signature of ${name} does not belong to this text.`, { file });
    };
    if (logs.some((key) => isOf(key) && holds(key))) isSigned = true;
    for (const [witness, key] of policy.witnesses) if (isOf(key) && holds(key)) cosigned.add(witness);
  }
  if (!isSigned) throw new Fault('SIGNATURE_MISSING', 'No key that is trusted here has signed the checkpoint.', { file });
  const isEnough = (name) => {
    const group = policy.groups.get(name);
    return group === undefined ? cosigned.has(name) : group.own.filter(isEnough).length >= group.threshold;
  };
  if (policy.quorum !== 'none' && !isEnough(policy.quorum))
    throw new Fault('QUORUM_MISSED', `The policy asks for ${policy.quorum}; cosigned have: ${[...cosigned].join(', ') || 'nobody'}.`, {
      file,
    });
  return { origin, size, root, cosigned: [...cosigned] };
};

// --- Entries: each one a recorded event, in the canonical form of RFC 8785 ------------------------------------------

const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
};
/** Whole numbers within 2^53 only, and no half of a character: what every reader reads alike. */
const isPlain = (value, depth = 0) => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < 34 && Object.entries(value).every(([key, one]) => key.isWellFormed() && isPlain(one, depth + 1));
};
const isEvent = (value) => {
  if (!isObject(value)) return false;
  const { data, id, metadata, position, recordedAt, revision, stream, type, ...more } = value;
  return (
    Object.keys(more).length === 0 &&
    isObject(data) &&
    isObject(metadata) &&
    wholeNumber(position) !== undefined &&
    wholeNumber(revision) !== undefined &&
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) &&
    [stream, type].every((name) => typeof name === 'string' && name !== '') &&
    (recordedAt === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(recordedAt))
  );
};

/** What each event says of its own place must fit those before it; of a part, in which some are left out, only its own index. */
const sequence = (partnership) => {
  const revisions = new Map();
  let before = '';
  return (index, entry) => {
    const at = { from: index, to: index + 1 };
    const text = fromUtf8(entry);
    const event = text === undefined ? undefined : parseJson(text);
    if (!isEvent(event) || !isPlain(event)) throw new Fault('LEAF_MALFORMED', `Entry ${index} is not a recorded event.`, at);
    if (canonical(event) !== text) throw new Fault('LEAF_NOT_CANONICAL', `Entry ${index} is not in the canonical form of RFC 8785.`, at);
    const { position, stream, revision, recordedAt = before } = event;
    if (Number(position) !== index)
      throw new Fault(
        'LEAF_POSITION',
        `Entry ${index} says that it has position ${position}: one was dropped, inserted, repeated or moved.`,
        at,
      );
    if (partnership.isWhole) {
      const expected = revisions.get(stream) ?? 0;
      if (Number(revision) !== expected)
        throw new Fault('LEAF_REVISION', `Entry ${index} has revision ${revision} in ${stream}, where ${expected} comes next.`, at);
      revisions.set(stream, expected + 1);
      if (recordedAt < before)
        throw new Fault('LEAF_TIME_BACK', `Entry ${index} was recorded at ${recordedAt}, before the one ahead of it (${before}).`, at);
      before = recordedAt;
    }
    const found = event.metadata.partnershipId;
    if (found !== partnership.id)
      throw new Fault('LEAF_OF_OTHER_PARTNERSHIP', `Entry ${index} belongs to the partnership ${found}, not to ${partnership.id}.`, at);
  };
};

// --- Tiles: c2sp.org/tlog-tiles -------------------------------------------------------------------------------------

const WIDTH = 256;
/** The tiles over so many hashes or entries: 256 are one file, and the last one has its width in its name. */
const tilesOver = (level, count) =>
  Array.from({ length: Math.ceil(count / WIDTH) }, (_, index) => {
    const width = Math.min(WIDTH, count - index * WIDTH);
    const groups = String(index)
      .padStart(Math.ceil(String(index).length / 3) * 3, '0')
      .match(/\d{3}/g);
    const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
    return { path: `tile/${level}/${number}${width === WIDTH ? '' : `.p/${width}`}`, from: index * WIDTH, width };
  });
/** Level by level: each full tile is one hash of the level above. */
const hashTiles = (size) => {
  const levels = [];
  for (let count = size; count > 0; count = Math.floor(count / WIDTH)) levels.push(tilesOver(levels.length, count));
  return levels;
};

/** The entries of one file: each behind its length in two bytes. */
const readEntries = function* (read, { path, from, width }) {
  const bytes = read(path);
  if (bytes === undefined) throw new Fault('TILE_MISSING', `The tile ${path} is missing.`, { file: path, from, to: from + width });
  let [offset, count] = [0, 0];
  while (offset < bytes.length || count < width) {
    const end = offset + 2 + (offset + 2 > bytes.length ? Infinity : bytes.readUInt16BE(offset));
    if (end > bytes.length || count === width)
      throw new Fault('ENTRY_BUNDLE_MALFORMED', `${path} ends inside an entry, or does not hold ${width} entries.`, {
        file: path,
        from: from + count,
        to: Math.max(from + count + 1, from + width),
      });
    yield bytes.subarray(offset + 2, end);
    [offset, count] = [end, count + 1];
  }
};

/** The leaf hashes that the tiles of level 0 hold, if they lead to the root that was signed; they then say which entry was changed. */
const signedHashes = (read, { size, root }) => {
  const hashes = [];
  for (const { path, width } of hashTiles(size)[0] ?? []) {
    const bytes = read(path);
    if (bytes?.length !== width * 32) return undefined;
    for (let at = 0; at < width; at += 1) hashes.push(bytes.subarray(at * 32, at * 32 + 32));
  }
  return rootOf(hashes).equals(root) ? hashes : undefined;
};

const checkHistory = (read, checkpoint, older, partnership) => {
  const { size, root } = checkpoint;
  const check = sequence({ id: partnership, isWhole: true });
  const hashes = [];
  let fault;
  try {
    for (const tile of tilesOver('entries', size)) {
      for (const entry of readEntries(read, tile)) {
        check(hashes.length, entry);
        hashes.push(leafHash(entry));
      }
    }
  } catch (error) {
    fault = error;
  }
  const isSigned = fault === undefined && rootOf(hashes).equals(root);
  const signed = isSigned ? undefined : signedHashes(read, checkpoint);
  const changed = signed === undefined ? -1 : hashes.findIndex((hash, index) => !hash.equals(signed[index]));
  if (changed >= 0)
    throw new Fault(
      'ENTRY_CHANGED',
      `Entry ${changed} is not the one whose hash the checkpoint covers: it was changed after it was signed.`,
      { from: changed, to: changed + 1 },
    );
  if (fault !== undefined) throw fault;
  if (older !== undefined && !rootOf(hashes, older.size).equals(older.root) && isSigned)
    throw new Fault(
      'OLDER_CHECKPOINT_DIFFERS',
      `The first ${older.size} entries do not have the root of the checkpoint that you kept: the history was changed after it was signed.`,
      { from: 0, to: older.size },
    );
  if (!isSigned) throw new Fault('HISTORY_CHANGED', 'The entries do not have the root that the checkpoint has.', { from: 0, to: size });
  checkTiles(read, hashes);
};

/** Every tile holds the hashes of the entries below it. */
const checkTiles = (read, leafHashes) => {
  let hashes = leafHashes;
  for (const [level, tiles] of hashTiles(leafHashes.length).entries()) {
    const above = [];
    for (const { path, from, width } of tiles) {
      const own = hashes.slice(from, from + width);
      const bytes = read(path);
      const covers = { file: path, from: from * WIDTH ** level, to: Math.min(leafHashes.length, (from + WIDTH) * WIDTH ** level) };
      if (bytes === undefined) throw new Fault('TILE_MISSING', `The tile ${path} is missing.`, covers);
      if (bytes.length !== width * 32)
        throw new Fault('TILE_LENGTH', `The tile ${path} is ${bytes.length} bytes long, not ${width * 32}.`, covers);
      if (!Buffer.concat(own).equals(bytes))
        throw new Fault('TILE_DIFFERS', `The tile ${path} does not hold the hashes of the entries below it.`, covers);
      if (width === WIDTH) above.push(rootOf(own));
    }
    hashes = above;
  }
};

// --- A part of a history: one proof for each entry, c2sp.org/tlog-proof ---------------------------------------------

const proofPath = (position) =>
  `proofs/${String(position)
    .padStart(9, '0')
    .replaceAll(/\d{3}(?=.)/g, '$&/')}.tlog-proof`;

const checkProof = (read, position, note, { size, root }, check) => {
  const file = proofPath(position);
  const wrong = (code, message) => new Fault(code, message, { file, from: position, to: position + 1 });
  const bytes = read(file);
  if (bytes === undefined) throw wrong('BUNDLE_FILE_MISSING', `The bundle has no file ${file}.`);
  const text = fromUtf8(bytes) ?? '';
  const split = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(0, split)).split('\n');
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice(6));
  const indexLine = lines.shift();
  const index = indexLine?.startsWith('index ') ? wholeNumber(indexLine.slice(6)) : undefined;
  const proof = lines.map(fromBase64);
  if (
    header !== 'c2sp.org/tlog-proof@v1' ||
    index === undefined ||
    proof.length > 63 ||
    proof.some((hash) => hash?.length !== 32) ||
    (extraLine !== undefined && extra === undefined)
  )
    throw wrong('PROOF_MALFORMED', `${file} is not a tlog-proof file.`);
  if (index !== position) throw wrong('PROOF_OF_OTHER', `The proof of entry ${position} is of entry ${index}.`);
  if (text.slice(split + 2) !== note)
    throw wrong('PROOF_CHECKPOINT_DIFFERS', `The proof of entry ${position} stands on another checkpoint than the bundle.`);
  if (extra === undefined) throw wrong('PROOF_WITHOUT_ENTRY', `The proof of entry ${position} does not hold the entry.`);
  if (!isIncluded(leafHash(extra), index, size, proof, root))
    throw wrong('ROOT_DIFFERS', `The proof of entry ${position} leads to another root than the checkpoint has.`);
  check(position, extra);
};

// --- The bundle -----------------------------------------------------------------------------------------------------

const parseManifest = (bytes) => {
  const file = 'bundle.json';
  if (bytes === undefined) throw unusable('BUNDLE_FILE_MISSING', 'The bundle has no file bundle.json.', file);
  const value = parseJson(fromUtf8(bytes) ?? '');
  if (!isObject(value)) throw unusable('BUNDLE_MALFORMED', 'This is not a bundle: bundle.json is not a JSON object.', file);
  if (value.format !== 'rebate-bundle@v1')
    throw unusable('BUNDLE_FORMAT_UNKNOWN', 'The bundle is of a form that this script does not know.', file);
  const size = wholeNumber(value.size);
  const positions = value.part?.positions?.map?.(wholeNumber);
  const isPart = value.part !== undefined;
  const isAscending = positions?.every(
    (position, index) => position !== undefined && position < size && position > (positions[index - 1] ?? -1),
  );
  if (typeof value.partnership !== 'string' || value.partnership === '' || size === undefined || (isPart && isAscending !== true))
    throw unusable('BUNDLE_MALFORMED', 'This is not a bundle: bundle.json does not say of what.', file);
  return { partnership: value.partnership, size, positions: isPart ? positions : undefined };
};

/** SHA-256 sums of every file: they find damage in what no signature covers, and prove nothing. */
const checkSums = (read, paths) => {
  const file = 'SHA256SUMS';
  const lines = fromUtf8(read(file) ?? Buffer.alloc(0))?.split('\n') ?? [];
  if (read(file) === undefined) throw new Fault('BUNDLE_FILE_MISSING', 'The bundle has no file SHA256SUMS.', { file });
  const sums = new Map(lines.slice(0, -1).map((line) => [line.slice(66), line.slice(0, 64)]));
  if (lines.at(-1) !== '' || sums.size !== lines.length - 1 || lines.slice(0, -1).some((line) => !/^[0-9a-f]{64} {2}\S/.test(line)))
    throw new Fault('SUMS_MALFORMED', 'SHA256SUMS cannot be read.', { file });
  for (const path of paths) {
    const bytes = read(path);
    if (bytes === undefined) throw new Fault('BUNDLE_FILE_MISSING', `The bundle has no file ${path}.`, { file: path });
    if (sums.get(path) !== sha256(bytes).toString('hex'))
      throw new Fault('SUM_DIFFERS', `The file ${path} is not the one whose sum was written down.`, { file: path });
    sums.delete(path);
  }
  for (const path of sums.keys())
    throw new Fault('SUM_OF_NOTHING', `There is a sum of ${path}, which is no file of this bundle.`, { file });
};

const textIn = (read, file) => {
  const bytes = read(file);
  const text = bytes === undefined ? undefined : fromUtf8(bytes);
  if (text === undefined)
    throw unusable(bytes === undefined ? 'BUNDLE_FILE_MISSING' : 'BUNDLE_MALFORMED', `The bundle has no readable file ${file}.`, file);
  return text;
};

/**
 * @param read gives the bytes of a file of the bundle, or undefined.
 * @param brought what the auditor has: the text of a policy, and of a checkpoint that was kept.
 */
export const verifyProofs = (read, brought = {}) => {
  const { partnership, size, positions } = parseManifest(read('bundle.json'));
  if (positions !== undefined && brought.checkpoint !== undefined)
    throw unusable(
      'PART_HAS_NO_TREE',
      'A bundle of some entries does not hold the tree, so it cannot be compared with a checkpoint that you kept.',
    );
  const note = textIn(read, 'checkpoint');
  const policy = parsePolicy(brought.policy ?? textIn(read, 'policy'), brought.policy === undefined ? 'policy' : undefined);
  const checkpoint = openCheckpoint(note, policy, 'checkpoint');
  if (size !== checkpoint.size)
    throw new Fault('BUNDLE_SIZE_DIFFERS', `The bundle says that it holds ${size} entries; its checkpoint covers ${checkpoint.size}.`, {
      file: 'bundle.json',
    });
  const named = ['bundle.json', 'checkpoint', 'policy', 'keys.json', 'index.md', 'verify-proofs.mjs'];
  if (positions === undefined) {
    const older = brought.checkpoint === undefined ? undefined : openCheckpoint(brought.checkpoint, { ...policy, quorum: 'none' });
    if (older !== undefined && older.origin !== checkpoint.origin)
      throw new Fault('ORIGINS_DIFFER', `The checkpoint that you kept is of ${older.origin}, and this one of ${checkpoint.origin}.`);
    if (older !== undefined && older.size > size)
      throw new Fault('HISTORY_REWOUND', `The checkpoint that you kept covers ${older.size} entries, and this one only ${size}.`);
    checkHistory(read, checkpoint, older, partnership);
    checkSums(read, [
      ...named,
      'claims.json',
      ...hashTiles(size)
        .flat()
        .map(({ path }) => path),
      ...tilesOver('entries', size).map(({ path }) => path),
    ]);
  } else {
    const check = sequence({ id: partnership, isWhole: false });
    for (const position of positions) checkProof(read, position, note, checkpoint, check);
    checkSums(read, [...named, ...positions.map(proofPath)]);
  }
  return {
    kind: 'proven',
    partnership,
    ...checkpoint,
    root: checkpoint.root.toString('base64'),
    policy: brought.policy === undefined ? "bundle's" : 'yours',
    whole: positions === undefined,
    entries: positions?.length ?? size,
  };
};

// --- The command ----------------------------------------------------------------------------------------------------

const fileIn = (folder) => (path) => {
  try {
    return readFileSync(join(folder, ...path.split('/')));
  } catch {
    return undefined;
  }
};

const inWords = (shown) =>
  [
    `PROVEN: ${shown.entries} entries of ${shown.partnership}, by the checkpoint of ${shown.origin} over ${shown.size} entries.`,
    `  root ${shown.root}${shown.cosigned.length === 0 ? '' : `, cosigned by ${shown.cosigned.join(', ')}`}`,
    ...(shown.whole ? [] : ['  These are some entries of the history: nothing shows that they are all.']),
    ...(shown.policy === 'yours'
      ? []
      : ['  By the policy in the bundle itself: this shows only that the bundle agrees with itself. Bring your own with --policy.']),
    '  Not checked: whether the figures follow from the history. rebate verify recomputes them.',
  ].join('\n');

const main = (args) => {
  const options = {};
  const folders = [];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--json') options.json = true;
    else if (args[at] === '--policy' || args[at] === '--checkpoint') options[args[at].slice(2)] = args[(at += 1)];
    else folders.push(args[at]);
  }
  try {
    if (folders.length !== 1 || folders[0].startsWith('--'))
      throw unusable('USAGE', 'node verify-proofs.mjs BUNDLE [--policy FILE] [--checkpoint FILE] [--json]');
    const brought = Object.fromEntries(
      ['policy', 'checkpoint'].flatMap((name) => (options[name] === undefined ? [] : [[name, readFileSync(options[name], 'utf8')]])),
    );
    const shown = verifyProofs(fileIn(folders[0]), brought);
    console.log(options.json ? JSON.stringify(shown) : inWords(shown));
  } catch (error) {
    const { code = 'FAILED', message, file, from, to, kind = 'unusable' } = error;
    process.exitCode = kind === 'wrong' ? 1 : 2;
    if (options.json) console.log(JSON.stringify({ kind, code, message, file, from, to }));
    else
      console.error(
        `${kind === 'wrong' ? 'WRONG' : 'UNUSABLE'} ${code}: ${message}${file === undefined ? '' : `\n  file    ${file}`}${from === undefined ? '' : `\n  entries ${from}${to === from + 1 ? '' : ` to ${to - 1}`}`}`,
      );
  }
};

// Only where it is the program: a test or another script can import it.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
