import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';

/** What is typed at a terminal without being shown, or the lines of a pipe, one for each question. A password is never an argument: others see those. */
export const hiddenInputs = async (...questions: readonly string[]): Promise<readonly string[]> => {
  const isTerminal = process.stdin.isTTY;
  const ask = (question: string | undefined): void => {
    if (isTerminal && question !== undefined) process.stderr.write(question);
  };
  const nowhere = new Writable({
    write: (_, __, next) => {
      next();
    },
  });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
  const answers: string[] = [];
  try {
    ask(questions[0]);
    for await (const line of lines) {
      if (isTerminal) process.stderr.write('\n');
      answers.push(line);
      if (answers.length === questions.length) return answers;
      ask(questions[answers.length]);
    }
  } finally {
    lines.close();
  }
  throw failure('VALUE_MISSING', 'Nothing was typed.', 'Type it, or send it through a pipe, a line for each question.', {}, EXIT.refused);
};

export const hiddenInput = async (question: string): Promise<string> => (await hiddenInputs(question))[0] ?? '';
