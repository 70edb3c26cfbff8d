import type { Candidate, DesignAnswer } from '#rebates';
import { axes } from '../terminal/figures.ts';
import type { Io } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

const earnedText = (io: Io, { figures }: Pick<Candidate, 'figures'>): string[] =>
  figures.map(({ earned, rate }) => `${figure(io, earned)}${rate === null ? '' : ` (${rate} %)`}`);

const missText = (io: Io, { misses }: Pick<Candidate, 'misses'>): string[] =>
  misses.map((miss) => (/[1-9]/.test(miss) ? `${figure(io, miss)} off` : 'met'));

/** The values that vary, then what both sides have of them in each scenario, then each goal. */
export const printDesign = (io: Io, answer: DesignAnswer): void => {
  const { search, goals, candidates, standing, customer, supplier } = answer;
  io.out(axes(answer));
  io.out(`What ${customer} gets is what ${supplier} pays; a rate is in percent of the value that counts`);
  goals.forEach(({ party, growth, asks }, index) => {
    io.out(`Goal ${index + 1}: at ${growth} % growth ${party === 'customer' ? `${customer} earns` : `${supplier} pays`} ${asks}`);
  });
  io.out(
    `${search.evaluated} of ${search.grid} candidates evaluated${search.complete ? '' : ', not all: raise evaluations, or vary less'}${search.notValid === 0 ? '' : `; ${search.notValid} contradict themselves`}`,
  );
  io.out(
    answer.meetsAll
      ? `${candidates.length + answer.leftOut} meet all goals and are not beaten for one side without a loss for the other:`
      : 'None meets all goals; the nearest are:',
  );
  const growths = standing.figures.map(({ growth }) => ({ name: `At ${growth} %`, align: 'right' as const }));
  const places = candidates[0]?.patch ?? [];
  printTable(
    io,
    [
      ...places.map(({ programme, at }) => ({ name: `${programme} ${at}`, align: 'right' as const })),
      ...growths,
      ...goals.map((_, index) => ({ name: `Goal ${index + 1}` })),
      { name: 'Alike', align: 'right' },
    ],
    [
      ...candidates.map((one) => [
        ...one.patch.map(({ value }) => figure(io, value)),
        ...earnedText(io, one),
        ...missText(io, one),
        String(one.alike),
      ]),
      [...places.map(() => 'as it is'), ...earnedText(io, standing), ...missText(io, standing), '–'],
    ],
  );
  if (answer.leftOut > 0) io.out(`${answer.leftOut} more lie between these.`);
  io.out(answer.note);
};
