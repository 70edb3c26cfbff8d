import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { auditRefusals } from '#audit';
import { identityRefusals } from '#identity';
import { claimRefusalsTable, refusal, type RefusalCode, rejectionsTable } from '#rebates';
import { verificationRefusals } from '#verification';
import { webhookRefusals } from '#webhooks';
import { root } from './pages.ts';

/** Every refusal as a page. What is in a table is taken from it; what is written where it happens is found in the source. */

type Documented = { readonly code: string; readonly sentence: string; readonly wayOut: string };

const CODE = /^[A-Z][A-Z0-9]+(_[A-Z0-9]+)*$/;

/** Where a function that makes a refusal takes its code, its sentence and its way out. */
const MAKERS: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ['refuse', [2, 3, 4]],
  ['badRequest', [0, 2, 3]],
  ...['fault', 'headerFault', 'failure', 'make', 'refused', 'StoreError', 'ProjectionError'].map((name) => [name, [0, 1, 2]] as const),
]);

const nameIn = (expression: ts.Expression): string => {
  const name = ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : '…';
  return name === '…' || /^[A-Z_]+$/.test(name) ? '…' : `{${name}}`;
};

/** A text as the source writes it, what is filled in as `{name}`; undefined where it is no text. */
const textIn = (node: ts.Node | undefined): string | undefined => {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map((span) => nameIn(span.expression) + span.literal.text).join('');
};

const propertiesOf = (node: ts.ObjectLiteralExpression): ReadonlyMap<string, ts.Expression> =>
  new Map(
    node.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? [[property.name.getText().replaceAll(/['"]/g, ''), property.initializer] as const] : [],
    ),
  );

/** Code, sentence and way out, where the node is a refusal in one of the forms in which they are written. */
const partsOf = (node: ts.Node): readonly (ts.Node | undefined)[] => {
  if (ts.isObjectLiteralExpression(node)) {
    const properties = propertiesOf(node);
    return [properties.get('code'), properties.get('message') ?? properties.get('reason'), properties.get('wayOut')];
  }
  if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer)) {
    const properties = propertiesOf(node.initializer);
    return [node.name, properties.get('reason'), properties.get('wayOut')];
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 3 ? node.elements : [];
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const places = ts.isIdentifier(node.expression) ? MAKERS.get(node.expression.text) : undefined;
  return places === undefined ? [] : places.map((place) => node.arguments?.[place]);
};

const refusalIn = (node: ts.Node): Documented | undefined => {
  const [first, ...others] = partsOf(node);
  const [sentence, wayOut] = others.map(textIn);
  const code = first !== undefined && ts.isIdentifier(first) ? first.text : textIn(first);
  return code === undefined || sentence?.includes(' ') !== true || wayOut === undefined || !CODE.test(code)
    ? undefined
    : { code, sentence, wayOut };
};

const refusalsIn = (node: ts.Node): Documented[] => {
  const found: Documented[] = [];
  const visit = (child: ts.Node): void => {
    const one = refusalIn(child);
    if (one !== undefined) found.push(one);
    child.forEachChild(visit);
  };
  visit(node);
  return found;
};

/** Each file is read once, however many sections it is part of. */
const READ = new Map<string, readonly Documented[]>();

const inFile = (file: string): readonly Documented[] => {
  const found = READ.get(file) ?? refusalsIn(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true));
  READ.set(file, found);
  return found;
};

const inSource = (folder: string, recursive = true): Documented[] =>
  readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(spec|contract)\.ts$/.test(name))
    .sort()
    .flatMap((name) => inFile(join(root, folder, name)));

/** The codes of one cell of a line; the type holds the list complete. */
const LINE_CODES: Readonly<Record<RefusalCode, true>> = {
  VALUE_MISSING: true,
  NUMBER_NOT_EXACT: true,
  PRODUCT_NOT_EXACT: true,
  DATE_NOT_A_DAY: true,
  KIND_UNKNOWN: true,
  STAGE_UNKNOWN: true,
  ACTION_UNKNOWN: true,
  QUANTITY_ZERO: true,
  PRICE_ZERO: true,
  PRICE_NEGATIVE: true,
  RETURN_NOT_NEGATIVE: true,
  TOO_LONG: true,
  TEXT_NOT_PRINTABLE: true,
  RETURNS_FORM: true,
  LINE_FORM: true,
  REPORTER_FORM: true,
  SIGN_DIFFERS: true,
  CURRENCY_FORM: true,
};
const ofCells = (): Documented[] =>
  (Object.keys(LINE_CODES) as RefusalCode[]).map((code) => {
    const { reason, wayOut } = refusal('', '', code);
    return { code, sentence: reason, wayOut };
  });

/** Sentences that are made of parts, or come from elsewhere: said here once. */
const HEADER_MISSING: Documented = {
  code: 'HEADER_MISSING',
  sentence: 'The header lacks a column that is required, or that the mapping names.',
  wayOut: 'Name the column that holds it: --map date=TheColumn.',
};
const OF_HTTP: readonly Documented[] = [
  { code: 'CONFLICT', sentence: 'Others changed it at the same time.', wayOut: 'Read it again, then decide again.' },
  {
    code: 'REVISION_CHANGED',
    sentence: 'It changed since it was read: If-Match names another revision.',
    wayOut: 'Read it again, and send its new ETag as If-Match.',
  },
];
const OF_VIEWS: readonly Documented[] = [
  {
    code: 'VIEW_STOPPED',
    sentence: 'A view met an event that it could not take.',
    wayOut: 'Bring a version that can take this event, then start again: nothing was skipped, and the other views go on.',
  },
  {
    code: 'RUNNER_STOPPED',
    sentence: 'The views do not follow the log.',
    wayOut: 'See that the event store and the disk work; start again where it does not go on by itself.',
  },
];

const cellText = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');

/** Each code once, with the first sentence in which it is said. */
const table = (refusals: readonly Documented[]): string[] => {
  const once = new Map<string, Documented>();
  for (const one of refusals) if (!once.has(one.code)) once.set(one.code, one);
  const rows = [...once.values()]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, sentence, wayOut }) => `| \`${code}\` | ${cellText(sentence)} | ${cellText(wayOut)} |`);
  return ['| code | sentence | what to do |', '|---|---|---|', ...rows, ''];
};

/** Of those that the ledger writes: what is about one row of a file, and not about the file or a question. */
const ROW_CODES: ReadonlySet<string> = new Set(['COLUMNS_COUNT', 'CUSTOMER_ID_NOT_ALLOWED', 'QUOTES_BROKEN']);
const isOfRow = ({ code }: Documented): boolean => ROW_CODES.has(code);

/** Every code that a source refuses with: none may be missing from the page. */
export const codesInSource = (): string[] => [...inSource('libs'), ...inSource('apps')].map(({ code }) => code);

export const rejectionReference = (): string => {
  const files = [HEADER_MISSING, ...inSource('libs/ledger/import').filter((one) => !isOfRow(one))];
  const lines = [...ofCells(), ...inSource('libs/rebates/sales'), ...inSource('libs/ledger').filter(isOfRow)];
  return [
    '# Refusals',
    '',
    'Written from the code by `UPDATE_DOCS=1 npm run jest -- test/docs/reference`; do not edit. A code is stable, a sentence is',
    'not; `{name}` and `…` are filled in. A refusal also says its place and the value that was sent.',
    '',
    '## Agreements and partnerships',
    '',
    ...table(rejectionsTable),
    '## Claims, settlements and waivers',
    '',
    ...table(claimRefusalsTable),
    '## Closing periods',
    '',
    ...table(inSource('libs/rebates/statement')),
    '## Lines of sales',
    '',
    ...table(lines),
    '## Files of sales',
    '',
    'A file that cannot be read on. What was recorded before stays; send the mended file again.',
    '',
    ...table(files),
    '## Questions and commands',
    '',
    ...table([
      ...inSource('libs/ledger', false).filter((one) => !isOfRow(one)),
      ...inSource('libs/rebates/policy'),
      ...inSource('libs/rebates/booking'),
      ...inSource('libs/rebates/accounts'),
    ]),
    '## Variances and disputes',
    '',
    ...table([
      ...inSource('libs/rebates/variance'),
      ...inSource('libs/rebates/dispute'),
      ...inSource('libs/rebates/stated'),
      ...inSource('libs/reconciliation'),
    ]),
    '## What if',
    '',
    'Terms that are compared or searched for, and goals files.',
    '',
    ...table(inSource('libs/rebates/what-if')),
    '## Proofs',
    '',
    'Checkpoints, proofs, witnesses, and what a check of a history finds.',
    '',
    ...table([
      ...[...auditRefusals, ...verificationRefusals].map(({ code, message, wayOut }) => ({ code, sentence: message, wayOut })),
      ...inSource('libs/ledger/proofs'),
      ...inSource('libs/ledger/audit'),
    ]),
    '## Sign-in and access',
    '',
    ...table(identityRefusals),
    '## Webhooks',
    '',
    ...table(webhookRefusals),
    '## The command line',
    '',
    ...table(inSource('apps/cli')),
    '## HTTP',
    '',
    ...table([...OF_HTTP, ...inSource('apps/api')]),
    '## The store and the views',
    '',
    'Something failed, or a file is not what it should be: nothing is half done.',
    '',
    ...table([...OF_VIEWS, ...inSource('libs/event-store'), ...inSource('libs/projections')]),
  ].join('\n');
};
