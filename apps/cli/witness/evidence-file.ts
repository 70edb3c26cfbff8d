import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '#audit';

const WORDS: Readonly<Record<Evidence['kind'], string>> = {
  splitView: 'Two different histories of the same length were signed: a split view.',
  rewound: 'The log shows fewer events than it had signed before: it was rewound, or an old copy is shown.',
  unproven: 'The newer checkpoint does not grow out of the older one: the history was changed.',
};

/** In words, for the person who finds it and for the one to whom it is shown. */
export const evidenceText = ({ kind, from, to }: Evidence, index: number | null): string =>
  `${WORDS[kind]} ${index === null ? `They part somewhere in the events ${from} to ${to - 1}.` : `The first event that is not the same is ${index}.`}`;

/** Both notes word for word, in a file of its own that is never written over: either signature can be checked by anybody. */
export const keepEvidenceFile = (
  dir: string,
  number: number,
  origin: string,
  evidence: Evidence,
  index: number | null,
  now: string,
): string => {
  const file = join(dir, `evidence-${number}.txt`);
  const parts = [
    `Found at ${now} in the log ${origin}.`,
    evidenceText(evidence, index),
    '',
    '--- what this witness cosigned ---',
    evidence.kept,
    '--- what the log shows now ---',
    evidence.offered,
  ];
  writeFileSync(file, parts.join('\n'), { flag: 'wx' });
  return file;
};
