import type { MatchingRulesAnswer, SidesAnswer, VariancesAnswer, VarianceSummary } from '#ledger';
import { axes } from '../terminal/figures.ts';
import type { Io } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

type Held = NonNullable<VarianceSummary['supplier']>;

const named = (line: Held | undefined): string => (line === undefined ? '–' : `${line.document}#${line.line}`);
const kindText = ({ kind, side }: VarianceSummary): string =>
  side === undefined ? kind : kind === 'missing' ? `missing on ${side}` : `twice on ${side}`;
const rebateText = (io: Io, { rebate }: VarianceSummary): string =>
  rebate
    .map(({ agreement, currency, change }) => `${figure(io, change)} ${currency}${rebate.length > 1 ? ` (${agreement})` : ''}`)
    .join(', ');

/** Two records are held against each other from the month in which the later one begins. */
export const comparedText = (comparedFrom: string | null): string =>
  comparedFrom === null
    ? ' (one side has reported nothing of the stages that are compared: there is nothing to compare)'
    : `, compared from ${comparedFrom}`;

export const printVariances = (io: Io, answer: VariancesAnswer, items: readonly VarianceSummary[]): void => {
  io.out(
    `${answer.partnership}, as known at position ${answer.knownAt}, matched by rules ${answer.rules}${comparedText(answer.comparedFrom)}`,
  );
  if (answer.comparedFrom === null) return;
  printTable(
    io,
    [
      { name: 'Since' },
      { name: 'Kind' },
      { name: 'Supplier' },
      { name: 'Customer' },
      { name: 'Quantity', align: 'right' },
      { name: 'Value', align: 'right' },
      { name: 'In rebate', align: 'right' },
      { name: 'Status' },
      { name: 'Variance' },
    ],
    items.map((one) => [
      one.since.day,
      kindText(one),
      named(one.supplier),
      named(one.customer),
      figure(io, one.quantity),
      figure(io, one.value),
      rebateText(io, one),
      one.status,
      one.variance,
    ]),
  );
  const { count, net, gross } = answer.total;
  io.out(
    `${count} ${count === 1 ? 'variance' : 'variances'}, net ${figure(io, net)}, gross ${figure(io, gross)} (the customer's less the supplier's)`,
  );
};

const lineText = (line: Held | undefined): string =>
  line === undefined
    ? 'nothing'
    : `${line.document}#${line.line}: ${line.date}, ${line.product}, ${line.quantity}${line.unit === undefined ? '' : ` ${line.unit}`} at ${line.unitPrice}${line.currency === undefined ? '' : ` ${line.currency}`}${line.net === undefined ? '' : `, net ${line.net}`}${line.member === undefined ? '' : `, ${line.member}`} (position ${line.position})`;

export const printVariance = (io: Io, one: VarianceSummary): void => {
  io.out(`${one.variance}: ${kindText(one)}, ${one.status}, since ${one.since.day} (position ${one.since.position})`);
  io.out(`  The supplier says ${lineText(one.supplier)}`);
  io.out(`  The customer says ${lineText(one.customer)}`);
  io.out(`  The customer's less the supplier's: quantity ${figure(io, one.quantity)}, value ${figure(io, one.value)}`);
  for (const { agreement, currency, counts, on, change } of one.rebate)
    io.out(
      `  Taking the ${counts === 'supplier' ? 'customer' : 'supplier'}'s line changes what ${agreement} earns about ${on} by ${figure(io, change)} ${currency}`,
    );
  for (const { accept, party, person, reason } of one.proposed)
    io.out(`  ${person} for the ${party} proposed: ${accept}${reason === undefined ? '' : ` (${reason})`}`);
  const { resolution } = one;
  if (resolution !== null)
    io.out(
      `  ${resolution.person} for the ${resolution.party} resolved it: ${resolution.accept}${resolution.reason === undefined ? '' : ` (${resolution.reason})`}${resolution.pending ? '; its correction is not recorded yet: resolve it once more' : ''}`,
    );
};

export const printRules = (io: Io, rules: MatchingRulesAnswer): void => {
  io.out(`${rules.partnership}, rules ${rules.version}, as known at position ${rules.knownAt}`);
  const tolerances = Object.entries(rules.tolerances ?? {}).map(([name, value]) => `${name} ${value}`);
  io.out(`Overlooked: ${tolerances.length === 0 ? 'nothing' : tolerances.join(', ')}`);
  io.out(`Stages: ${rules.stages?.supplier ?? ''} of the supplier, ${rules.stages?.customer ?? ''} of the customer`);
  if (rules.prefix !== undefined && rules.prefix !== '') io.out(`The customer puts ${rules.prefix} before the supplier's document numbers`);
  for (const { product, from, to, factor } of rules.units ?? [])
    io.out(`One ${from}${product === undefined ? '' : ` of ${product}`} is ${factor} ${to}`);
  const words = [
    ...(rules.products ?? []).map((one) => ['product', one.theirs, one.ours]),
    ...(rules.documents ?? []).map((one) => ['document', one.theirs, one.ours]),
  ];
  if (words.length > 0) printTable(io, [{ name: 'Word' }, { name: 'Customer' }, { name: 'Supplier' }], words);
};

export const printSides = (io: Io, answer: SidesAnswer): void => {
  io.out(axes(answer));
  const rows = answer.programmes.map((one) => [
    one.id,
    `${one.period.from} to ${one.period.to}`,
    figure(io, one.supplier),
    figure(io, one.customer),
    figure(io, one.difference),
  ]);
  printTable(
    io,
    [
      { name: 'Programme' },
      { name: 'Period' },
      { name: 'Supplier', align: 'right' },
      { name: 'Customer', align: 'right' },
      { name: 'Difference', align: 'right' },
    ],
    rows,
  );
  for (const party of ['supplier', 'customer'] as const)
    if (!answer.reported[party]) io.out(`The ${party} has reported nothing yet: its record earns nothing.`);
  io.out(
    `Counting from the supplier ${figure(io, answer.supplier)}, from the customer ${figure(io, answer.customer)}: difference ${figure(io, answer.difference)} ${answer.currency}; the agreement counts from the ${answer.counts}`,
  );
};
