import { CAUSES } from '../accrual/answers.ts';
import type { Statement, StatementFigures, StatementRow } from './events.ts';

/** A statement as a page and as a table: of what is in it and of nothing else, so that the same statement prints the same. */

const AMOUNT_WIDTH = 18;
const NAME_WIDTH = 28;

const grouped = (text: string): string => {
  const [whole = '', rest] = text.split('.');
  const thousands = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? thousands : `${thousands}.${rest}`;
};
const line = (depth: number, name: string, amount: string): string =>
  `${' '.repeat(depth * 2)}${name}`.padEnd(NAME_WIDTH) + grouped(amount).padStart(AMOUNT_WIDTH);

const causeLines = (causes: StatementRow['causes']): string[] => Object.entries(causes).map(([cause, amount]) => line(2, cause, amount));

const block = (name: string, row: StatementFigures, causes: StatementRow['causes']): string[] => [
  name,
  line(1, 'Opening', row.opening),
  line(1, '+ Earned', row.earned),
  line(1, '+ True-ups', row.trueUps),
  ...causeLines(causes),
  line(1, '- Settled', row.settled),
  line(1, '- Waived', row.waived),
  line(1, '= Closing', row.closing),
  line(2, 'unclaimed', row.unclaimed),
  line(2, 'claimed', row.claimed),
  line(2, 'approved', row.approved),
];

const scopeName = (scope: NonNullable<StatementRow['scopes']>[number]['scope']): string =>
  'member' in scope ? `member ${scope.member}` : `product ${scope.product}`;

const scopeLines = ({ scopes = [], scopesLeftOut }: StatementRow): string[] => [
  ...(scopes.length === 0 ? [] : ['  Earned in the period, true-ups, earned to date']),
  ...scopes.map(
    (one) =>
      `    ${scopeName(one.scope)}`.padEnd(NAME_WIDTH) +
      [one.earned, one.trueUps, one.toDate].map((amount) => grouped(amount).padStart(AMOUNT_WIDTH)).join(''),
  ),
  ...(scopesLeftOut === undefined ? [] : [`  ${scopesLeftOut} members or products, too many for a statement`]),
];

export const statementText = (statement: Statement): string => {
  const { agreement, number, period, currency, previous, position, rules, inputs, programmes, total } = statement;
  return [
    `Statement ${number} of ${agreement}, ${period.from} to ${period.to}, in ${currency}`,
    `As known at position ${position}, rules ${rules}${previous === undefined ? '' : `; after statement ${previous.number}, through ${previous.to}, as known at position ${previous.position}`}`,
    `Inputs ${inputs}`,
    ...programmes.flatMap((row) => ['', ...block(`Programme ${row.programme}`, row, row.causes), ...scopeLines(row)]),
    '',
    ...block('Total', total, {}),
    '',
  ].join('\n');
};

const FIGURES = [
  'opening',
  'earned',
  'trueUps',
  'settled',
  'waived',
  'closing',
  'unclaimed',
  'claimed',
  'approved',
] as const satisfies readonly (keyof StatementFigures)[];
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row a programme, its true-ups by cause in columns of their own; members and products follow with what they have. */
export const statementCsv = (statement: Statement): string => {
  const { agreement, number, period, currency, position, rules, programmes } = statement;
  const head = [
    'agreement',
    'number',
    'from',
    'to',
    'currency',
    'position',
    'rules',
    'programme',
    'member',
    'product',
    ...FIGURES,
    ...CAUSES.map((cause) => `trueUps ${cause}`),
    'earnedToDate',
  ];
  const lead = [agreement, number, period.from, period.to, currency, position, rules];
  const rows = programmes.flatMap((row) => [
    [
      ...lead,
      row.programme,
      '',
      '',
      ...FIGURES.map((key) => row[key]),
      ...CAUSES.map((cause) => row.causes[cause] ?? ''),
      row.toDate.earned,
    ],
    ...(row.scopes ?? []).map(({ scope, earned, trueUps, toDate }) => [
      ...lead,
      row.programme,
      'member' in scope ? scope.member : '',
      'product' in scope ? scope.product : '',
      ...FIGURES.map((key) => (key === 'earned' ? earned : key === 'trueUps' ? trueUps : '')),
      ...CAUSES.map(() => ''),
      toDate,
    ]),
  ]);
  return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
};
