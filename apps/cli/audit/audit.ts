import type { Command } from 'commander';
import type { AuditReport } from '#ledger';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';

const printReport = (io: Io, { agreement, partnership, knownAt, checks }: AuditReport): void => {
  io.out(`${agreement} of ${partnership}, as known at position ${knownAt}`);
  printTable(
    io,
    [
      { name: 'Check' },
      { name: 'Looked at', align: 'right' },
      { name: 'Wrong', align: 'right' },
      { name: 'Open', align: 'right' },
      { name: 'Holds that' },
    ],
    checks.map(({ check, looked, findings, holds }) => [
      check,
      String(looked),
      String(findings.filter(({ kind }) => kind === 'wrong').length),
      String(findings.filter(({ kind }) => kind === 'open').length),
      holds,
    ]),
  );
  const all = checks.flatMap(({ check, findings }) =>
    findings.map((one) => [check, one.kind, one.subject, one.words, one.events.join(', ')]),
  );
  if (all.length === 0) return;
  io.out('');
  printTable(io, [{ name: 'Check' }, { name: 'Is' }, { name: 'Subject' }, { name: 'Finding' }, { name: 'Events' }], all);
};

export const auditCommand = (io: Io): Command =>
  ledgerCommand('audit', 'run every check of an agreement: statements, bridge, claims, journals, history, variances, figures, disputes')
    .requiredOption('--agreement <id>', 'which agreement')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate audit --agreement acme-buildco-2026\n  $ rebate audit --agreement acme-buildco-2026 --json | jq -c ".checks[] | {check, looked, findings}"',
    )
    .action(async (options: Where & { readonly agreement: string }) => {
      const report = await withLedger(options, async (client) => valueOf(await client.auditing.report({ agreement: options.agreement })));
      if (options.json === true) printJson(io, report);
      else printReport(io, report);
      if (!report.passed)
        throw failure(
          'AUDIT_FOUND_WRONG',
          'Something contradicts what was recorded.',
          'Look at the events of each finding with rebate timeline.',
          { value: options.agreement },
          EXIT.failure,
        );
    });
