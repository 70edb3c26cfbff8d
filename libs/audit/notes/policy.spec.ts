import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatNote, parseNote } from './note.ts';
import { openCheckpoint, quorumHolds } from './open-checkpoint.ts';
import { parsePolicy } from './policy.ts';
import { ed25519Signer } from './signer.ts';
import { formatVerifierKey } from './verifier-key.ts';
import { logOf, logOnly, logSigner, ORIGIN, otherLogSigner, policy, signedCheckpoint, valueOf } from '../testing/log.ts';

const witnessKey = (number: number): string =>
  formatVerifierKey(ed25519Signer(`w${number}.example`, 'cosignature', new Uint8Array(32).fill(100 + number)).key);
const logKey = formatVerifierKey(logSigner.key);

/** The example of c2sp.org/tlog-policy, with keys in the place of its blanks. */
const EXAMPLE = [
  `log ${logKey}`,
  '',
  ...[1, 2, 3].map((number) => `witness X${number} ${witnessKey(number)}`),
  'group X-witnesses 2 X1 X2 X3',
  '',
  ...[4, 5, 6].map((number) => `witness Y${number - 3} ${witnessKey(number)}`),
  'group Y-witnesses any Y1 Y2 Y3',
  '',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
  '',
].join('\n');

describe('a policy', () => {
  const example = valueOf(parsePolicy(EXAMPLE));

  it.each([
    [[], false],
    [['X1', 'X2', 'Y3'], true],
    [['X1', 'Y1', 'Y2', 'Y3'], false],
    [['X1', 'X2', 'X3'], false],
    [['X2', 'X3', 'Y1', 'stranger'], true],
  ])('of the specification, witnessed by %j: %s', (witnesses, holds) => {
    expect(quorumHolds(example, new Set(witnesses))).toBe(holds);
  });

  it('with quorum none asks for nobody', () => {
    expect(quorumHolds(valueOf(parsePolicy('quorum none\n')), new Set())).toBe(true);
  });

  it('can ask for one witness', () => {
    const one = valueOf(parsePolicy(`witness w ${witnessKey(1)}\nquorum w\n`));
    expect([['w'], []].map((names) => quorumHolds(one, new Set(names)))).toEqual([true, false]);
  });

  it('may have comments, tabs, indents and addresses', () => {
    const read = valueOf(
      parsePolicy(`# logs\n\tlog\t${logKey}   https://a.example/log\t\n  # w\n\n witness w ${witnessKey(1)} https://w.example\nquorum w`),
    );
    expect(read.logs[0]?.url).toBe('https://a.example/log');
    expect(read.witnesses.get('w')?.url).toBe('https://w.example');
  });

  it.each([
    ['no quorum', `log ${logKey}\n`],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['an unknown word', 'wittness\nquorum none\n'],
    ['a word of every object', 'constructor\nquorum none\n'],
    ['a quorum that is defined below', `quorum w\nwitness w ${witnessKey(1)}\n`],
    ['a log twice', `log ${logKey}\nlog ${logKey}\nquorum none\n`],
    ['one key for two witnesses', `witness a ${witnessKey(1)}\nwitness b ${witnessKey(1)}\nquorum none\n`],
    ['one name for two witnesses', `witness a ${witnessKey(1)}\nwitness a ${witnessKey(2)}\nquorum none\n`],
    ['a witness with the key of a log', `witness a ${logKey}\nquorum none\n`],
    ['a log with the key of a witness', `log ${witnessKey(1)}\nquorum none\n`],
    ['a witness with the name none', `witness none ${witnessKey(1)}\nquorum none\n`],
    ['a group without members', `group g any\nquorum g\n`],
    ['a group of none', `group g any none\nquorum g\n`],
    ['a threshold of 0', `witness a ${witnessKey(1)}\ngroup g 0 a\nquorum g\n`],
    ['a threshold with a leading zero', `witness a ${witnessKey(1)}\ngroup g 01 a\nquorum g\n`],
    ['a threshold beyond its members', `witness a ${witnessKey(1)}\ngroup g 2 a\nquorum g\n`],
    ['a member twice in a group', `witness a ${witnessKey(1)}\ngroup g 2 a a\nquorum g\n`],
    ['a member in two groups', `witness a ${witnessKey(1)}\ngroup g any a\ngroup h any a\nquorum g\n`],
    ['a group that holds itself', 'group g any g\nquorum g\n'],
    ['a word too much', 'quorum none none\n'],
    ['a carriage return', 'quorum none\r\n'],
    ['a delete', 'quorum none # \x7f\n'],
  ])('with %s is refused', (_, text) => {
    expect(parsePolicy(text)).toMatchObject({ ok: false, rejections: [{ code: 'POLICY_MALFORMED' }] });
  });

  it('says which line cannot be read', () => {
    expect(parsePolicy('quorum none\n\nlog a\n')).toMatchObject({ rejections: [{ details: { line: '3' } }] });
  });

  it('never throws on what a stranger sends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.nat(EXAMPLE.length),
        (text, at) => typeof parsePolicy(EXAMPLE.slice(0, at) + text + EXAMPLE.slice(at + 1)).ok === 'boolean',
      ),
    );
  });
});

describe('a checkpoint opened by a policy', () => {
  const log = logOf([Uint8Array.of(1)]);
  const without = (name: string): string => {
    const note = valueOf(parseNote(log.checkpoint));
    return formatNote({ text: note.text, signatures: note.signatures.filter((one) => one.name !== name) });
  };

  it('says who signed it and when the witnesses had seen it', () => {
    const opened = valueOf(openCheckpoint(log.checkpoint, policy));
    expect(opened).toMatchObject({
      origin: ORIGIN,
      size: 1,
      cosignatures: [
        { witness: 'acme', seconds: 1_770_000_000 },
        { witness: 'baumarkt', seconds: 1_770_000_000 },
      ],
    });
    expect(opened.log.key).toEqual(logSigner.key);
  });

  it('is refused when a witness that the quorum needs is missing', () => {
    expect(openCheckpoint(without('acme.example/witness'), policy)).toMatchObject({
      rejections: [{ code: 'QUORUM_MISSED', details: { quorum: 'both', witnesses: 'baumarkt' } }],
    });
    expect(openCheckpoint(without('acme.example/witness'), logOnly).ok).toBe(true);
  });

  it('is refused when the log did not sign it, whoever else did', () => {
    expect(openCheckpoint(without(ORIGIN), policy)).toMatchObject({ rejections: [{ code: 'SIGNATURE_MISSING' }] });
    expect(openCheckpoint(signedCheckpoint(1, log.root, otherLogSigner), policy)).toMatchObject({
      rejections: [{ code: 'SIGNATURE_MISSING' }],
    });
  });

  it('is refused when its log is not in the policy', () => {
    expect(openCheckpoint(log.checkpoint, { ...logOnly, logs: [] })).toMatchObject({
      rejections: [{ code: 'LOG_UNKNOWN', details: { origin: ORIGIN } }],
    });
  });

  it('is refused with every bit of its text changed', () => {
    const text = log.checkpoint;
    const end = text.indexOf('\n\n');
    const changed = Array.from(
      { length: end },
      (_, at) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1),
    );
    expect(changed.filter((note) => openCheckpoint(note, policy).ok)).toEqual([]);
  });
});
