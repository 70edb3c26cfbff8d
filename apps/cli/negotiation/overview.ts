import type { Command } from 'commander';
import type { AgreedVersion, OpenVersion, OverviewAnswer } from '#ledger';
import type { SaidBy } from '#rebates';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';

/** What both sides see of an agreement, on one page. */

const said = ({ party, person, at }: SaidBy): string => `${person} for the ${party}, ${at}`;
const orAnybody = (people: readonly string[]): string => (people.length === 0 ? 'anybody of a side who may' : people.join(', '));

const printPeople = (io: Io, { propose, approve, sign }: OverviewAnswer['people']): void => {
  io.out(`\nWho decides\n  proposes: ${orAnybody(propose)}`);
  const approvers = approve.map(
    ({ person, party, upTo }) => `${person}${party === null ? '' : ` for the ${party}`}${upTo === null ? '' : ` up to ${upTo}`}`,
  );
  if (approvers.length > 0) io.out(`  approves: ${approvers.join(', ')}`);
  io.out(`  signs: ${orAnybody(sign)}`);
};

const printGoals = (io: Io, goals: OverviewAnswer['goals']): void => {
  if (goals.length === 0) return;
  io.out('\nGoals');
  for (const { id, measure, target, by, owners, standing } of goals) {
    io.out(`  ${id}: a ${measure} of ${target} by ${by}${owners.length === 0 ? '' : `, owned by ${owners.join(', ')}`}`);
    if (standing !== null) io.out(`    ${standing.rule}`);
  }
};

const printSaid = (io: Io, one: Omit<AgreedVersion, 'inForceAt'>): void => {
  io.out(`    proposed by ${said(one.proposed)}`);
  if (one.why !== undefined) io.out(`    why: ${one.why}`);
  for (const change of one.changes) io.out(`    changes: ${change}`);
  for (const approval of one.approvals) io.out(`    approved by ${said(approval)}`);
  for (const signature of one.signatures) io.out(`    signed by ${said(signature)}`);
  for (const comment of one.comments) io.out(`    ${said(comment)}: ${comment.text}`);
};

const printOpen = (io: Io, open: OpenVersion | null): void => {
  if (open === null) return;
  io.out(
    `\nOpen\n  Version ${open.version}, ${open.kind}${open.answers === null ? '' : `, in answer to version ${open.answers}`}${open.validUntil === null ? '' : `, valid until ${open.validUntil}`}`,
  );
  printSaid(io, open);
  if (open.lapsed) io.out('  It has lapsed: propose it anew.');
  for (const { message, place } of open.warnings) io.out(`  Probably not meant: ${message} (${place})`);
  for (const { party, act, people } of open.awaits)
    io.out(`  The ${party} ${act === 'approve' ? 'approves' : 'signs'} next: ${orAnybody(people)}.`);
};

const print = (io: Io, value: OverviewAnswer): void => {
  const { agreement, supplier, customer, status, version, from, to, currency, termination } = value;
  io.out(`${agreement} between ${supplier} and ${customer}: ${status}, version ${version}, ${from} to ${to}, in ${currency}`);
  if (termination !== null)
    io.out(`Terminated on ${termination.on} by ${termination.person} for the ${termination.party}: ${termination.reason}`);
  printPeople(io, value.people);
  printGoals(io, value.goals);
  io.out('\nWhat it says');
  for (const sentence of value.words.agreement) io.out(`  ${sentence}`);
  for (const { id, words } of value.words.programmes)
    for (const sentence of [`Programme ${id}`, ...words.map((word) => `  ${word}`)]) io.out(`  ${sentence}`);
  if (value.agreed.length > 0) io.out('\nWhat was agreed, and why');
  for (const one of value.agreed) {
    io.out(`  Version ${one.version}, ${one.kind}, in force since ${one.inForceAt}`);
    printSaid(io, one);
  }
  printOpen(io, value.open);
};

export const overviewCommand = (io: Io): Command =>
  ledgerCommand(
    'overview',
    'all that both sides see on one page: goals, who decides, what it says, what was agreed and why, what awaits whom',
  )
    .argument('<agreement>')
    .option('--on <day>', 'the day about which goals are judged (default: today)')
    .action((agreement: string, { on, ...where }: Where & { readonly on?: string }) =>
      withLedger(where, async (client) => {
        const value = valueOf(await client.overview({ agreement, ...(on === undefined ? {} : { on }) }));
        if (where.json === true) printJson(io, value);
        else print(io, value);
      }),
    );
