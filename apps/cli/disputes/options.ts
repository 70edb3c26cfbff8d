import { type Command, InvalidArgumentError } from 'commander';
import type { Party } from '#ledger';
import type { DisputeSubject } from '#rebates';
import type { Where } from '../client/open.ts';
import { sideOption } from '../client/side.ts';
import { failure } from '../failure.ts';
import { personOption } from '../negotiation/decision.ts';
import { inPartnership } from '../reconciliation/options.ts';

/** What the commands on disputes have in common. */

export type Acting = Where & { readonly partnership: string; readonly party: Party; readonly person: string };

export const acting = (name: string, description: string): Command => personOption(sideOption(inPartnership(name, description)));

type Line = { readonly side: Party; readonly document: string; readonly line: string };

/** `customer:INV-1#2`. */
export const parseLine = (text: string, before: readonly Line[] = []): readonly Line[] => {
  const [, side, document, line] = /^(supplier|customer):(.+)#([^#]+)$/.exec(text) ?? [];
  if (side === undefined || document === undefined || line === undefined)
    throw new InvalidArgumentError('Name a line as its reporter has it, such as customer:INV-1#2.');
  return [...before, { side: side as Party, document, line }];
};

export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export type Subject = {
  readonly variance?: readonly string[];
  readonly line?: readonly Line[];
  readonly statement?: string;
  readonly claim?: string;
};

export const subjectOptions = (command: Command): Command =>
  command
    .option('--variance <id>', 'a variance that is disputed (may be given several times)', collect)
    .option('--line <side:document#line>', 'a line that is disputed (may be given several times)', parseLine)
    .option('--statement <period>', 'the statement that is disputed, by its period: 2026-03')
    .option('--claim <id>', 'the claim that is disputed');

/** A figure as such, where nothing is named. */
export const subjectOf = ({ variance, line, statement, claim }: Subject): DisputeSubject => {
  const named: DisputeSubject[] = [
    ...(variance === undefined ? [] : [{ kind: 'variances' as const, variances: [...variance] }]),
    ...(line === undefined ? [] : [{ kind: 'lines' as const, lines: [...line] }]),
    ...(statement === undefined ? [] : [{ kind: 'statement' as const, statement }]),
    ...(claim === undefined ? [] : [{ kind: 'claim' as const, claim }]),
  ];
  const [first, ...more] = named;
  if (more.length > 0)
    throw failure(
      'USAGE',
      'More than one kind of thing is disputed at once.',
      'Name variances, lines, a statement or a claim, and open a dispute for each.',
    );
  return first ?? { kind: 'figure' };
};
