import type { BalanceAnswer, CauseAmounts, LineEffect, ProgrammeAnswer, SettlementAnswer } from '#rebates';
import type { Io } from './io.ts';
import { figure, printTable, short } from './table.ts';

export const scopeText = (scope: ProgrammeAnswer['scope']): string => {
  if (scope === null) return '';
  return 'member' in scope ? ` (member ${scope.member})` : ` (product ${scope.product})`;
};

const nextText = (io: Io, next: ProgrammeAnswer['toNextStep']): string =>
  next === null ? '–' : `at ${figure(io, next.from)}: ${figure(io, next.missing)} missing, pays ${figure(io, next.pays)}`;

/** A figure always prints both axes: the day it is about, and what was known. */
export const axes = (answer: Pick<BalanceAnswer, 'agreement' | 'currency' | 'on' | 'rules'> & { readonly knownAt?: number }): string =>
  `${answer.agreement} in ${answer.currency}, about ${answer.on}, ${answer.knownAt === undefined ? 'as known from the files given' : `as known at position ${answer.knownAt}`}, rules ${answer.rules}`;

/** What is left or lost beside what is paid, and who gets it. */
const settlementText = (io: Io, one: SettlementAnswer): string =>
  [
    ...(one.final ? ['final'] : []),
    ...(one.belowMinimum === undefined ? [] : ['below the minimum']),
    ...(one.carried === undefined ? [] : [`${figure(io, one.carried)} carried on`]),
    ...(one.forfeited === undefined ? [] : [`${figure(io, one.forfeited)} forfeited`]),
    ...(one.payees ?? []).filter(({ amount }) => /[1-9]/.test(amount)).map(({ member, amount }) => `${member} ${figure(io, amount)}`),
  ].join(', ');

const printSettlements = (io: Io, settlements: readonly SettlementAnswer[]): void => {
  printTable(
    io,
    [
      { name: 'Settles' },
      { name: 'Period' },
      { name: 'Settled on' },
      { name: 'Due' },
      { name: 'Claim until' },
      { name: 'By' },
      { name: 'Amount', align: 'right' },
      { name: 'Notes' },
    ],
    settlements.map((one) => [
      one.programme,
      `${one.period.from} to ${one.period.to}`,
      one.on,
      one.due,
      one.claimUntil ?? '–',
      one.by,
      figure(io, one.amount),
      settlementText(io, one),
    ]),
  );
};

/** Free goods beside the money. */
const earnedText = (io: Io, { earned, units }: ProgrammeAnswer): string =>
  units === undefined ? figure(io, earned) : `${figure(io, earned)} and ${figure(io, units)} free`;

export const printBalance = (io: Io, answer: BalanceAnswer): void => {
  io.out(axes(answer));
  printTable(
    io,
    [
      { name: 'Programme' },
      { name: 'Period' },
      { name: 'Measured', align: 'right' },
      { name: 'Step', align: 'right' },
      { name: 'Earned', align: 'right' },
      { name: 'Accrued', align: 'right' },
      { name: 'Projected', align: 'right' },
      { name: 'Next step' },
    ],
    answer.programmes.map((one) => [
      `${one.id}${scopeText(one.scope)}`,
      `${one.period.from} to ${one.period.to}`,
      figure(io, one.measured),
      one.step === null ? '–' : String(one.step),
      earnedText(io, one),
      figure(io, one.accrued),
      figure(io, one.projected),
      nextText(io, one.toNextStep),
    ]),
  );
  for (const { id, scope, period, problem } of answer.programmes)
    if (problem !== undefined) io.out(`${id}${scopeText(scope)} from ${period.from}: ${problem.message}`);
  io.out(
    `${io.paint.bold('Total')} earned ${io.paint.bold(figure(io, answer.earned))} ${answer.currency}, accrued ${figure(io, answer.accrued)} ${answer.currency}, about ${answer.on}`,
  );
  const { projection } = answer;
  if (projection !== undefined && projection.low !== projection.high)
    io.out(
      `Projected ${figure(io, projection.likely)} ${answer.currency} at period ends, from ${figure(io, projection.low)} to ${figure(io, projection.high)} at the pace of single months`,
    );
  if (answer.settlements !== undefined && answer.settlements.length > 0) {
    io.out('');
    printSettlements(io, answer.settlements);
  }
};

export const printCauses = (io: Io, causes: CauseAmounts): void => {
  printTable(
    io,
    [{ name: 'Cause' }, { name: 'Amount', align: 'right' }],
    Object.entries(causes).map(([cause, amount]) => [cause, figure(io, short(io, amount))]),
  );
};

/** One row a line and cause; a line that counts nowhere says why. */
export const printEffects = (io: Io, lines: readonly LineEffect[]): void => {
  const rows = lines.flatMap((line) => {
    const head = [String(line.position), line.date, line.document, line.line, line.product];
    if (line.effects.length === 0) return [[...head, '–', line.notCounted ?? 'no effect', '0']];
    return line.effects.map((effect) => [...head, effect.programme, effect.cause, figure(io, short(io, effect.amount))]);
  });
  printTable(
    io,
    [
      { name: 'Position', align: 'right' },
      { name: 'Date' },
      { name: 'Document' },
      { name: 'Line' },
      { name: 'Product' },
      { name: 'Programme' },
      { name: 'Cause' },
      { name: 'Amount', align: 'right' },
    ],
    rows,
  );
};
