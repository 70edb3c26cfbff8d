import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Vectors that others published: where they come from, and which tests hold the formats against them. */

type Held = {
  readonly format: string;
  readonly vectors: string;
  readonly spec: string;
  /** Beginnings of the names of its tests. */ readonly tests: readonly string[];
};

const HELD: readonly Held[] = [
  {
    format: 'RFC 6962/9162, Merkle trees',
    vectors:
      'roots, inclusion and consistency proofs of the Certificate Transparency tests (transparency-dev/merkle, testonly/constants.go)',
    spec: 'libs/audit/merkle/merkle.spec.ts',
    tests: ['have these roots at every size', 'have these inclusion proofs', 'have these consistency proofs'],
  },
  {
    format: 'RFC 8785, canonical JSON',
    vectors: 'sections 3.2.2, 3.2.3 and appendix B',
    spec: 'libs/kernel/canonical-json.spec.ts',
    tests: [
      'writes the sample of section 3.2.2',
      'sorts keys by UTF-16 code units, as section 3.2.3 does',
      'writes the number %s of appendix B',
    ],
  },
  {
    format: 'RFC 8032, Ed25519',
    vectors: 'section 7.1, tests 1 to 3',
    spec: 'libs/audit/notes/notes.spec.ts',
    tests: ['signatures are those of RFC 8032'],
  },
  {
    format: 'signed-note',
    vectors: "the specification's example; keys, signatures and a private key of Go's sumdb/note",
    spec: 'libs/audit/notes/notes.spec.ts',
    tests: [
      'verify: the example of the specification',
      "verify: those of Go's sumdb",
      "are signed to the same bytes with Go's private key",
    ],
  },
  {
    format: 'tlog-checkpoint',
    vectors: "the Go checksum database's, as transparency-dev/formats has it; one of a public certificate log",
    spec: 'libs/audit/notes/notes.spec.ts',
    tests: ['verify: a checkpoint of the Go checksum database', 'verify: a checkpoint of a public log'],
  },
  {
    format: 'tlog-cosignature',
    vectors: 'that of transparency-dev/formats; those of four public witnesses on the certificate log',
    spec: 'libs/audit/notes/notes.spec.ts',
    tests: [
      'holds eight bytes of time, as in the published one',
      'verify: a checkpoint of a public log with the cosignatures of four public witnesses',
    ],
  },
  {
    format: 'tlog-witness',
    vectors: "the specification's request; one of the tests of litewitness (FiloSottile/torchwood)",
    spec: 'libs/audit/witness/witness.spec.ts',
    tests: ['of the specification reads back as it was written', 'of the tests of litewitness'],
  },
  {
    format: 'tlog-tiles',
    vectors: 'the paths and the count of tiles that the specification shows; it publishes no others',
    spec: 'libs/audit/tiles/tiles.spec.ts',
    tests: ['of 70,000 entries are those that the specification counts'],
  },
  {
    format: 'tlog-proof',
    vectors: 'the file that the specification shows; it publishes no others',
    spec: 'libs/audit/proofs/proofs.spec.ts',
    tests: ['is written as the specification says'],
  },
  {
    format: 'tlog-policy',
    vectors: 'the policy that the specification shows; it publishes no others',
    spec: 'libs/audit/notes/policy.spec.ts',
    tests: ['of the specification, witnessed by'],
  },
];

const textOf = (path: string): string => readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');

test.each(HELD)('$format is held against what was published, by $spec', ({ spec, tests }) => {
  const text = textOf(spec);
  // Run, and not only written: a test that is passed over holds nothing.
  expect(tests.filter((name) => !text.includes(`('${name}`) && !text.includes(`("${name}`))).toEqual([]);
  expect(text).not.toMatch(/\b(?:it|test|describe)\.(?:skip|todo|only)\b/);
});

test('the guide lists them', () => {
  const table = ['| format | vectors |', '|---|---|', ...HELD.map(({ format, vectors }) => `| ${format} | ${vectors} |`)].join('\n');
  expect(textOf('docs/guides/verify.md')).toContain(`${table}\n`);
});
