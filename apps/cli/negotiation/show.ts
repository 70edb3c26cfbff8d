import type { Command } from 'commander';
import type { AgreementSummary, VersionAnswer } from '#ledger';
import type { Reading, SaidBy, TermChange } from '#rebates';
import type { LedgerClient } from '../client/ledger-client.ts';
import { ledgerCommand, parseCount, type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';

/** What was agreed and why, as both sides read it. */

type Showing = Where & { readonly words?: true; readonly version?: number };

const printReading = (io: Io, { agreement, programmes }: Reading): void => {
  for (const sentence of agreement) io.out(sentence);
  for (const { id, name, words } of programmes) {
    io.out(`\nProgramme ${id}${name === id ? '' : ` (${name})`}`);
    for (const sentence of words) io.out(`  ${sentence}`);
  }
};

const printSummary = (io: Io, value: AgreementSummary): void => {
  const { status, version, partnership, openProposal: open, terminatedOn } = value;
  io.out(
    `${value.agreement} of ${partnership}: ${status}, version ${version}${terminatedOn === null ? '' : `, terminated on ${terminatedOn}`}`,
  );
  if (open === null) return;
  const approved = open.approvedBy.length === 0 ? '' : `; approved for the ${open.approvedBy.join(' and the ')}`;
  const until = open.validUntil === null ? '' : `; valid until ${open.validUntil}`;
  io.out(
    `Version ${open.version} is open, ${open.kind === 'agreement' ? 'an' : 'a change of the'} agreement by the ${open.party}${until}${approved}; signed by ${open.signedBy.join(' and ') || 'nobody yet'}.`,
  );
};

const printChanges = (io: Io, changes: readonly TermChange[]): void => {
  if (changes.length === 0) io.out('  Nothing.');
  for (const { words } of changes) io.out(`  ${words}`);
};

const said = ({ party, person, at }: SaidBy): string => `${person} for the ${party}, ${at}`;

const printVersion = (io: Io, one: VersionAnswer): void => {
  io.out(
    `Version ${one.version} of ${one.agreement}, ${one.kind}: ${one.status}${one.closedAt === undefined ? '' : ` at ${one.closedAt}`}`,
  );
  io.out(
    `Proposed by ${said(one.proposed)}${one.answers === undefined ? '' : `, in answer to version ${one.answers}`}${one.validUntil === undefined ? '' : `, valid until ${one.validUntil}`}`,
  );
  if (one.why !== undefined) io.out(`Why: ${one.why}`);
  for (const approval of one.approvals) io.out(`Approved by ${said(approval)}`);
  for (const signature of one.signatures) io.out(`Signed by ${said(signature)}`);
  for (const comment of one.comments) io.out(`${said(comment)}: ${comment.text}`);
  for (const { message, place } of one.warnings) io.out(`Probably not meant: ${message} (${place})`);
  if (one.comparedWith === null) return;
  io.out(`\nWhat changes against version ${one.comparedWith}:`);
  printChanges(io, one.changes);
};

const showVersion = async (
  io: Io,
  client: LedgerClient,
  agreement: string,
  { version, words, json }: Showing & { readonly version: number },
): Promise<void> => {
  const value = valueOf(await client.version({ agreement, version }));
  if (json === true) {
    printJson(io, value);
    return;
  }
  printVersion(io, value);
  if (words !== true) return;
  io.out('');
  printReading(io, value.words);
};

const showWords = async (io: Io, client: LedgerClient, agreement: string, json: boolean): Promise<void> => {
  const value = valueOf(await client.words({ agreement }));
  if (json) printJson(io, value);
  else printReading(io, value);
};

const show = async (io: Io, client: LedgerClient, agreement: string, json: boolean): Promise<void> => {
  const value = valueOf(await client.agreement(agreement));
  if (json) {
    printJson(io, value);
    return;
  }
  printSummary(io, value);
  io.out(JSON.stringify(value.terms, undefined, 2));
  if (value.amendments.length > 0) io.out(`Amendments:\n${JSON.stringify(value.amendments, undefined, 2)}`);
};

export const showCommand = (io: Io): Command =>
  ledgerCommand('show', 'an agreement as it stands, or one of its versions')
    .argument('<agreement>')
    .option('--version <number>', 'this version: who, when, why, and what it changes', parseCount)
    .option('--words', 'the terms as plain sentences')
    .action((agreement: string, options: Showing) =>
      withLedger(options, (client) => {
        const { version, json } = options;
        if (version !== undefined) return showVersion(io, client, agreement, { ...options, version });
        return options.words === true ? showWords(io, client, agreement, json === true) : show(io, client, agreement, json === true);
      }),
    );

export const versionsCommand = (io: Io): Command =>
  ledgerCommand('versions', 'every version that was proposed, and what became of it')
    .argument('<agreement>')
    .action((agreement: string, where: Where) =>
      withLedger(where, async (client) => {
        const versions = valueOf(await client.versions(agreement));
        if (where.json === true) {
          printJson(io, versions);
          return;
        }
        const rows = versions.map((one) => [
          String(one.version),
          one.kind,
          one.status,
          `${one.proposed.person} (${one.proposed.party})`,
          one.answers === undefined ? '' : String(one.answers),
          one.signatures.map(({ party }) => party).join(', '),
          String(one.comments),
          one.why ?? '',
        ]);
        printTable(
          io,
          [
            { name: 'Version', align: 'right' },
            { name: 'Of' },
            { name: 'Status' },
            { name: 'By' },
            { name: 'Answers', align: 'right' },
            { name: 'Signed' },
            { name: 'Comments', align: 'right' },
            { name: 'Why' },
          ],
          rows,
        );
      }),
    );

type Between = Where & { readonly from: number; readonly to: number };

export const diffCommand = (io: Io): Command =>
  ledgerCommand('diff', 'what changed from one version to another, term by term')
    .argument('<agreement>')
    .requiredOption('--from <version>', 'the version before', parseCount)
    .requiredOption('--to <version>', 'the version after', parseCount)
    .action((agreement: string, { from, to, ...where }: Between) =>
      withLedger(where, async (client) => {
        const value = valueOf(await client.diff({ agreement, from, to }));
        if (where.json === true) {
          printJson(io, value);
          return;
        }
        io.out(`From version ${from} to version ${to} of ${agreement}:`);
        printChanges(io, value.changes);
      }),
    );
