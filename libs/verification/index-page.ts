import { type Checkpoint, type Manifest, toBase64 } from '#audit';
import type { AgreementClaim, Claims } from './claims/claims.ts';

/** The page of a bundle that people read first. It follows from the other files: no clock, no machine, no place. */

// What a side wrote must not become a link, a table or a heading of its own.
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replaceAll(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');

const agreementRow = ({ agreement, version, currency, from, to, days, closing }: AgreementClaim): string =>
  `| ${plain(agreement)} | ${version} | ${from} to ${to} | ${days.length} | ${closing.earned} ${currency} |`;

const programmeRows = ({ agreement, currency, closing }: AgreementClaim): string[] =>
  closing.programmes.map(({ id, period, scope, measured, earned }) => {
    const of = scope === null ? '' : 'member' in scope ? `, member ${plain(scope.member)}` : `, product ${plain(scope.product)}`;
    return `| ${plain(agreement)} | ${plain(id)}${of} | ${period.from} to ${period.to} | ${measured} | ${earned} ${currency} |`;
  });

const figures = ({ agreements, rules, knownAt }: Claims): string[] => [
  '## What is claimed',
  '',
  `As known at position ${knownAt ?? 'none'}, under rules version ${rules}. Every day stands in \`claims.json\`; \`rebate verify\` recomputes all of it.`,
  '',
  '| agreement | version | term | days | earned by its end |',
  '|---|---|---|---|---|',
  ...agreements.map(agreementRow),
  '',
  '| agreement | programme | period | measured | earned |',
  '|---|---|---|---|---|',
  ...agreements.flatMap(programmeRows),
  '',
];

const some = ({ part }: Manifest): string[] => {
  if (part === undefined) return [];
  const { agreements, positions, from, to } = part;
  const of = agreements.length === 0 ? '' : ` of ${agreements.map(plain).join(', ')}`;
  return [
    '## These are some of the events',
    '',
    `${positions.length} events${of}${from === undefined && to === undefined ? '' : `, about ${from ?? 'the beginning'} to ${to ?? 'the end'}`}. Each is proved to stand in the history.`,
    '**Nothing shows that they are all**: only a whole history can prove that nothing is missing, so no figure is claimed here.',
    '',
  ];
};

type IndexParts = {
  readonly manifest: Manifest;
  readonly checkpoint: Checkpoint;
  readonly keys: readonly string[];
  readonly claims?: Claims;
};

export const indexPage = ({ manifest, checkpoint, keys, claims }: IndexParts): string =>
  [
    `# ${plain(manifest.partnership)}`,
    '',
    manifest.part === undefined
      ? `The whole history of this partnership up to its event ${checkpoint.size - 1}: ${checkpoint.size} events.`
      : `Events of this partnership, from a history of ${checkpoint.size} events.`,
    '',
    '| | |',
    '|---|---|',
    `| log | \`${checkpoint.origin}\` |`,
    `| events | ${checkpoint.size} |`,
    `| root | \`${toBase64(checkpoint.root)}\` |`,
    ...keys.map((key) => `| key | \`${key}\` |`),
    '',
    ...(claims === undefined ? [] : figures(claims)),
    ...some(manifest),
    '## How to check it',
    '',
    'Take the keys, and the program or the script, by another way than this folder. Then, offline:',
    '',
    '```',
    'rebate verify . --policy your-policy',
    'node verify-proofs.mjs . --policy your-policy',
    'sha256sum --check SHA256SUMS',
    '```',
    '',
    '| file | holds |',
    '|---|---|',
    '| `checkpoint` | what the log signed, and who cosigned it (c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature) |',
    ...(manifest.part === undefined
      ? [
          '| `tile/entries/` | every event, as canonical JSON (RFC 8785) |',
          '| `tile/0/` and above | the hashes of the Merkle tree (RFC 6962, c2sp.org/tlog-tiles) |',
          '| `claims.json` | every balance, day by day |',
        ]
      : ['| `proofs/` | one proof for each event, with the event in it (c2sp.org/tlog-proof) |']),
    '| `policy`, `keys.json` | whose signatures the ledger names, and since when |',
    '| `verify-proofs.mjs` | the proofs checked by a script of one file, for Node 20 or newer |',
    '| `SHA256SUMS` | sums of all other files |',
    '',
    'People stand in the events as ids only; their names are not in this folder.',
    '',
  ].join('\n');
