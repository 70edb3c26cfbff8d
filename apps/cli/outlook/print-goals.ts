import type { GoalAnswer } from '#rebates';
import type { Io } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

const WORDS: Readonly<Record<GoalAnswer['status'], string>> = { met: 'met', onTrack: 'on track', atRisk: 'at risk', missed: 'missed' };

/** One row a goal, and below them why each has its status. */
export const printGoals = (io: Io, goals: readonly GoalAnswer[]): void => {
  printTable(
    io,
    [
      { name: 'Goal' },
      { name: 'Measure' },
      { name: 'Target', align: 'right' },
      { name: 'By' },
      { name: 'Owners' },
      { name: 'Measured', align: 'right' },
      { name: 'Progress', align: 'right' },
      { name: 'Pace a day', align: 'right' },
      { name: 'Needed a day', align: 'right' },
      { name: 'Expected', align: 'right' },
      { name: 'Status' },
    ],
    goals.map((goal) => [
      goal.id,
      goal.measure,
      figure(io, goal.target),
      goal.by,
      goal.owners.join(', '),
      figure(io, goal.measured),
      `${goal.progress} %`,
      figure(io, goal.pace),
      goal.neededPace === null ? '–' : figure(io, goal.neededPace),
      figure(io, goal.expected),
      WORDS[goal.status],
    ]),
  );
  for (const { id, rule } of goals) io.out(`${id}: ${rule}`);
};
