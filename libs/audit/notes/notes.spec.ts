import { createPrivateKey, sign as nodeSign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { utf8 } from '../encoding/bytes.ts';
import { toHex } from '../encoding/hex.ts';
import { logSigner, valueOf, witnessOne } from '../testing/log.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { readCosignature, writeCosignature } from './cosignature.ts';
import { formatNote, formatSignature, parseNote, parseSignatures } from './note.ts';
import { cosign, signNote, withSignature } from './sign-note.ts';
import { ed25519Signer, formatSignerKey, parseSignerKey } from './signer.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey } from './verifier-key.ts';
import { ed25519Verifies, verifyNote } from './verify-note.ts';

const keyOf = (text: string): ReturnType<typeof verifierKey> => valueOf(parseVerifierKey(text));

/** The example of c2sp.org/signed-note. */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

/** Of Go's golang.org/x/mod/sumdb/note, note_test.go. */
const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SECRET = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const ENOCH_KEY = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const SUMDB_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

/** The Go checksum database at 6,476,701 entries, of github.com/transparency-dev/formats, log/note_test.go. */
const GO_SUM_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const GO_SUM =
  'go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=\n';

/** A checkpoint of the certificate transparency log Arche 2025h1 (staging), as it and four public witnesses signed it. */
const ARCHE_KEY = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const WITNESS_KEYS = [
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
];
const ARCHE = [
  'arche2025h1.staging.ct.transparency.dev',
  '1432088532',
  'U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=',
  '',
  '— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=',
  '— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=',
  '— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==',
  '— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==',
  '— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==',
  '— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==',
  '',
].join('\n');

/** RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature. */
const RFC_8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

it.each(RFC_8032)('signatures are those of RFC 8032: seed %s', (seed, key, message, signature) => {
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
  const signer = ed25519Signer('a', 'ed25519', bytes(seed));
  expect([toHex(signer.key.publicKey), toHex(signer.sign(bytes(message)))]).toEqual([key, signature]);
  expect(ed25519Verifies(bytes(signature), bytes(message), bytes(key))).toBe(true);
  expect(ed25519Verifies(bytes(signature), bytes(`${message}00`), bytes(key))).toBe(false);
});

describe('published notes', () => {
  it('verify: the example of the specification', () => {
    expect(valueOf(verifyNote(EXAMPLE, [keyOf(EXAMPLE_KEY)])).note.text).toBe('This is an example message.\n');
    expect(toHex(keyOf(EXAMPLE_KEY).publicKey)).toBe('e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4');
  });

  it("verify: those of Go's sumdb, by one key, by both, and by none", () => {
    const note = `${SUMDB_TEXT}\n${PETER_LINE}${ENOCH_LINE}`;
    expect(valueOf(verifyNote(note, [keyOf(PETER_KEY)])).verified.map(({ key }) => key.name)).toEqual(['PeterNeumann']);
    expect(valueOf(verifyNote(note, [keyOf(PETER_KEY), keyOf(ENOCH_KEY)])).verified.map(({ key }) => key.name)).toEqual([
      'PeterNeumann',
      'EnochRoot',
    ]);
    expect(verifyNote(note, [])).toMatchObject({ ok: false, rejections: [{ code: 'SIGNATURE_MISSING' }] });
  });

  it("are signed to the same bytes with Go's private key", () => {
    const signer = valueOf(parseSignerKey(PETER_SECRET));
    expect(formatVerifierKey(signer.key)).toBe(PETER_KEY);
    expect(signNote(SUMDB_TEXT, signer)).toBe(`${SUMDB_TEXT}\n${PETER_LINE}`);
  });

  it('verify: a checkpoint of the Go checksum database', () => {
    const { note } = valueOf(verifyNote(GO_SUM, [keyOf(GO_SUM_KEY)]));
    expect(valueOf(parseCheckpoint(note.text))).toMatchObject({ origin: 'go.sum database tree', size: 6_476_701, extensions: [] });
  });

  it('verify: a checkpoint of a public log with the cosignatures of four public witnesses', () => {
    const { note, verified } = valueOf(verifyNote(ARCHE, [ARCHE_KEY, ...WITNESS_KEYS].map(keyOf)));
    expect(verified.map(({ key, seconds }) => [key.type, seconds])).toEqual([
      ['ed25519', undefined],
      ...WITNESS_KEYS.map(() => ['cosignature', 1_779_573_024]),
    ]);
    expect(valueOf(parseCheckpoint(note.text)).size).toBe(1_432_088_532);
    expect(formatNote(note)).toBe(ARCHE);
  });

  it('are refused whole when one signature of a known key does not hold', () => {
    const changed = ARCHE.replace('1432088532', '1432088533');
    for (const key of [ARCHE_KEY, ...WITNESS_KEYS])
      expect(verifyNote(changed, [keyOf(key)])).toMatchObject({ ok: false, rejections: [{ code: 'SIGNATURE_WRONG' }] });
    const half = `${SUMDB_TEXT}\n${PETER_LINE}${ENOCH_LINE.replace('HeJ', 'HeK').replace('BzmZa', 'BzmZb')}`;
    expect(verifyNote(half, [keyOf(PETER_KEY), keyOf(ENOCH_KEY)])).toMatchObject({ ok: false, rejections: [{ code: 'SIGNATURE_WRONG' }] });
  });
});

describe('a verifier key', () => {
  it('is refused when any part of it is missing or changed', () => {
    const cut: string[] = [];
    for (let from = 0; from < PETER_KEY.length; from += 1)
      for (let to = from + 1; to <= PETER_KEY.length; to += 1) if (to - from < PETER_KEY.length) cut.push(PETER_KEY.slice(from, to));
    const changed = Array.from(
      PETER_KEY,
      (sign, at) => PETER_KEY.slice(0, at) + String.fromCharCode(sign.charCodeAt(0) + 1) + PETER_KEY.slice(at + 1),
    );
    expect([...cut, ...changed].filter((text) => parseVerifierKey(text).ok)).toEqual([]);
  });

  it.each([
    ['a longer key', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['an unknown type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['an empty name', '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a capital id', PETER_KEY.replace('c74f20a3', 'C74F20A3')],
  ])('is refused with %s', (_, text) => {
    expect(parseVerifierKey(text)).toMatchObject({ ok: false, rejections: [{ code: 'KEY_MALFORMED' }] });
  });

  it('reads back as it was written, with another id for each purpose', () => {
    const publicKey = new Uint8Array(32).fill(5);
    const [log, witness] = (['ed25519', 'cosignature'] as const).map((type) => verifierKey('a.example/x', type, publicKey)) as [
      ReturnType<typeof verifierKey>,
      ReturnType<typeof verifierKey>,
    ];
    expect(log.id).not.toBe(witness.id);
    for (const key of [log, witness]) expect(keyOf(formatVerifierKey(key))).toEqual(key);
  });

  it('needs a name that a signature line can hold', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\nb', '\ud800'])
      expect(() => verifierKey(name, 'ed25519', new Uint8Array(32))).toThrow(TypeError);
  });
});

describe('a private key', () => {
  it('reads back as it was written', () => {
    const seed = new Uint8Array(32).fill(9);
    const text = formatSignerKey('a.example', 'cosignature', seed);
    expect(valueOf(parseSignerKey(text)).key).toEqual(ed25519Signer('a.example', 'cosignature', seed).key);
  });

  it('is refused when it is a public one or its id is of another', () => {
    expect(parseSignerKey(PETER_KEY).ok).toBe(false);
    expect(parseSignerKey(PETER_SECRET.replace('c74f20a3', 'c74f20a4')).ok).toBe(false);
  });

  it("signs as the platform's Ed25519 does", () => {
    const seed = new Uint8Array(32).fill(9);
    // The PKCS 8 head of an Ed25519 key, RFC 8410.
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der',
      type: 'pkcs8',
    });
    const message = utf8('a message');
    expect(toHex(ed25519Signer('a', 'ed25519', seed).sign(message))).toBe(nodeSign(null, message, key).toString('hex'));
  });
});

describe('a note', () => {
  it('parts its text from its signatures at the last empty line', () => {
    const text = 'one\n\ntwo\n\n\nthree\n';
    expect(valueOf(verifyNote(signNote(text, logSigner), [logSigner.key])).note.text).toBe(text);
  });

  it.each([
    ['no signatures', 'text\n'],
    ['an empty signature block', 'text\n\n'],
    ['no last line break', EXAMPLE.slice(0, -1)],
    ['a carriage return', EXAMPLE.replace('message.', 'message.\r')],
    ['a null byte', EXAMPLE.replace('message.', 'message.\0')],
    ['half of a character', EXAMPLE.replace('message.', '\ud800')],
    ['a hyphen for the dash', EXAMPLE.replace('—', '-')],
    ['two blanks', EXAMPLE.replace('— example', '—  example')],
    ['a name with a plus', EXAMPLE.replace('example.com/foo', 'example.com+foo')],
    ['a signature that is no base 64', EXAMPLE.replace('Uw2QO', 'Uw2Q*')],
    ['a signature without padding', EXAMPLE.replace('aQM=', 'aQM')],
    ['a signature with spare bits', EXAMPLE.replace('aQM=', 'aQN=')],
    ['a signature of only an id', 'text\n\n— a.example Uw2QOg==\n'],
    ['too many signatures', EXAMPLE + (EXAMPLE.split('\n\n')[1] ?? '').repeat(100)],
    ['too many characters', `${'a'.repeat(1_000_000)}${EXAMPLE}`],
  ])('with %s is refused', (_, note) => {
    expect(parseNote(note)).toMatchObject({ ok: false, rejections: [{ code: 'NOTE_MALFORMED' }] });
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (lines) => {
        const text = lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, '')}\n`).join('');
        const note = signNote(text, logSigner, ed25519Signer('other', 'ed25519', new Uint8Array(32)));
        expect(formatNote(valueOf(parseNote(note)))).toBe(note);
        expect(valueOf(parseNote(note)).text).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  it('never throws on what a stranger sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(EXAMPLE.length), (text, at) => {
        expect(typeof parseNote(text).ok).toBe('boolean');
        const spoiled = EXAMPLE.slice(0, at) + text + EXAMPLE.slice(at + 1);
        expect(spoiled === EXAMPLE || !verifyNote(spoiled, [keyOf(EXAMPLE_KEY)]).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('can only be signed when it can be read back', () => {
    for (const text of ['no line break', 'a\rb\n', '\ud800\n']) expect(() => signNote(text, logSigner)).toThrow(TypeError);
    expect(() => signNote('text\n', witnessOne)).toThrow(TypeError);
  });
});

describe('a cosignature', () => {
  const text = formatCheckpoint({ origin: 'a.example', size: 3, root: new Uint8Array(32), extensions: ['more'] });

  it('covers its time and every line of the checkpoint', () => {
    const line = cosign(text, witnessOne, 1_679_315_147);
    const note = (changed: string): string => formatNote({ text: changed, signatures: [line] });
    expect(valueOf(verifyNote(note(text), [witnessOne.key])).verified[0]?.seconds).toBe(1_679_315_147);
    expect(verifyNote(note(text.replace('more', 'less')), [witnessOne.key]).ok).toBe(false);
    const later = { ...line, signature: writeCosignature(1_679_315_148, line.signature.subarray(8)) };
    expect(verifyNote(formatNote({ text, signatures: [later] }), [witnessOne.key]).ok).toBe(false);
  });

  it('holds eight bytes of time, as in the published one of github.com/transparency-dev/formats', () => {
    const published = fromBase64(
      'ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==',
    );
    expect(readCosignature((published ?? new Uint8Array(0)).subarray(4))?.seconds).toBe(1_727_964_367);
    expect(readCosignature(new Uint8Array(71))).toBeUndefined();
    expect(readCosignature(new Uint8Array(72).fill(255))).toBeUndefined();
    expect(readCosignature(writeCosignature(Number.MAX_SAFE_INTEGER, new Uint8Array(64)))?.seconds).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('takes the place of an earlier one of the same witness', () => {
    const note = { text, signatures: [cosign(text, witnessOne, 1)] };
    expect(withSignature(note, cosign(text, witnessOne, 2)).signatures).toHaveLength(1);
    expect(formatSignature(cosign(text, witnessOne, 2))).toMatch(/^— acme\.example\/witness [A-Za-z0-9+/]+=*\n$/);
    expect(valueOf(parseSignatures(formatSignature(cosign(text, witnessOne, 2))))).toHaveLength(1);
  });

  it('is made by a key for cosignatures, at a time', () => {
    expect(() => cosign(text, logSigner, 1)).toThrow(TypeError);
    for (const odd of [0, -1, 0.5, Number.NaN]) expect(() => cosign(text, witnessOne, odd)).toThrow(RangeError);
  });
});

describe('a checkpoint', () => {
  const root = toBase64(new Uint8Array(32));

  it('reads back as it was written', () => {
    const checkpoint = { origin: 'a.example', size: 20_852_163, root: new Uint8Array(32).fill(7), extensions: ['one', 'two'] };
    expect(valueOf(parseCheckpoint(formatCheckpoint(checkpoint)))).toEqual(checkpoint);
  });

  it.each([
    ['two lines', 'a\n1\n'],
    ['no origin', `\n1\n${root}\n`],
    ['a leading zero', `a\n01\n${root}\n`],
    ['a sign', `a\n+1\n${root}\n`],
    ['a fraction', `a\n1.5\n${root}\n`],
    ['a size beyond 2^53', `a\n9007199254740992\n${root}\n`],
    ['a short root', `a\n1\n${toBase64(new Uint8Array(31))}\n`],
    ['an empty extension', `a\n1\n${root}\n\n`],
    ['no last line break', `a\n1\n${root}`],
  ])('with %s is refused', (_, text) => {
    expect(parseCheckpoint(text)).toMatchObject({ ok: false, rejections: [{ code: 'CHECKPOINT_MALFORMED' }] });
  });

  it('can only be written when it can be read back', () => {
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root: new Uint8Array(32), extensions: [] })).toThrow(TypeError);
    expect(() => formatCheckpoint({ origin: 'a', size: -1, root: new Uint8Array(32), extensions: [] })).toThrow(TypeError);
  });
});
