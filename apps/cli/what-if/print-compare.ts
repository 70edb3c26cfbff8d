import type { CompareAnswer, ComparedPeriod } from '#rebates';
import { chartLines } from '../terminal/chart.ts';
import { axes, scopeText } from '../terminal/figures.ts';
import type { Io } from '../terminal/io.ts';
import { figure, printTable, short } from '../terminal/table.ts';

const signed = (io: Io, amount: string): string =>
  amount.startsWith('-') || /^0(\.0+)?$/.test(amount) ? figure(io, amount) : `+${figure(io, amount)}`;
const percent = (rate: string | null): string => (rate === null ? '–' : `${rate} %`);

const forecastText = ({ forecast, on, through }: CompareAnswer): string[] => {
  if (forecast === null) return [];
  const how = 'method' in forecast ? 'at the pace so far' : `as the year before, with ${forecast.growth} % growth`;
  return [`After ${on} sales go on ${how}, through ${through}`];
};

const printSets = (io: Io, answer: CompareAnswer): void => {
  printTable(
    io,
    [
      { name: 'Terms' },
      { name: 'Earned', align: 'right' },
      { name: 'Of value', align: 'right' },
      { name: 'Rate', align: 'right' },
      { name: 'Difference', align: 'right' },
      { name: 'Differs from' },
    ],
    answer.sets.map((set) => [
      set.name,
      figure(io, set.earned),
      figure(io, short(io, set.value)),
      percent(set.rate),
      signed(io, set.difference),
      set.differsFrom ?? '–',
    ]),
  );
};

/** What the first set that has the period measured; the others measure the same unless they count other lines. */
const measuredText = (io: Io, { figures }: ComparedPeriod): string => {
  const measured = figures.find((own) => own.measured !== null)?.measured;
  return measured === undefined || measured === null ? '–' : figure(io, short(io, measured));
};

const printPeriods = (io: Io, answer: CompareAnswer): void => {
  const [, ...others] = answer.sets;
  printTable(
    io,
    [
      { name: 'Programme' },
      { name: 'Period' },
      { name: 'State' },
      { name: 'Measured', align: 'right' },
      ...answer.sets.map(({ name }) => ({ name, align: 'right' as const })),
      ...others.map(({ name }) => ({ name: others.length === 1 ? 'Difference' : `± ${name}`, align: 'right' as const })),
    ],
    answer.programmes.flatMap(({ id, periods }) =>
      periods.map((period) => [
        `${id}${scopeText(period.scope)}`,
        `${period.period.from} to ${period.period.to}`,
        period.state,
        measuredText(io, period),
        ...period.figures.map((own) => (own.measured === null ? '–' : figure(io, own.earned))),
        ...period.figures.slice(1).map((own) => signed(io, own.difference)),
      ]),
    ),
  );
};

const printCurve = (io: Io, { sets, curve }: CompareAnswer): void => {
  const [, ...others] = sets;
  printTable(
    io,
    [
      { name: 'About' },
      ...sets.map(({ name }) => ({ name, align: 'right' as const })),
      ...others.map(({ name }) => ({ name: others.length === 1 ? 'Difference' : `± ${name}`, align: 'right' as const })),
    ],
    curve.map(({ on, earned, difference }) => [
      on,
      ...earned.map((own) => figure(io, own)),
      ...difference.slice(1).map((own) => signed(io, own)),
    ]),
  );
};

const printCharts = (io: Io, { sets, curve }: CompareAnswer): void => {
  const [base, ...others] = sets;
  others.forEach(({ name }, index) => {
    io.out(`${name} less ${base?.name ?? ''}, at the end of each month`);
    for (const line of chartLines(
      curve.map(({ on, difference }) => ({ label: on, value: difference[index + 1] ?? '0' })),
      io.columns,
    ))
      io.out(line);
  });
};

export const printCompare = (io: Io, answer: CompareAnswer, chart: boolean): void => {
  io.out(axes(answer));
  io.out(`What ${answer.customer} gets is what ${answer.supplier} pays; a rate is in percent of the value that counts`);
  for (const line of forecastText(answer)) io.out(line);
  printSets(io, answer);
  io.out('');
  printPeriods(io, answer);
  io.out('');
  if (chart) printCharts(io, answer);
  else printCurve(io, answer);
};
