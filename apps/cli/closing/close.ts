import { Command, Option } from 'commander';
import type { PeriodLength } from '#ledger';
import { statementCsv, statementText } from '#rebates';
import { newContext } from '../client/context.ts';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { failure, valueOf } from '../failure.ts';
import { doneOf } from '../ledger/agreement.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

type CloseOptions = Where & { readonly agreement: string; readonly period: string; readonly preview?: true };
type PeriodsOptions = Where & { readonly every: PeriodLength };
type ShowOptions = Where & { readonly csv?: true };

const PERIODS = `
A period is a month (2026-03), a quarter (2026-Q1), a half (2026-H1), a year (2026), the third month of a fiscal year
(2026-P03), or two days (2026-03-01..2026-03-31), by the agreement's calendar.`;

export const closeCommand = (io: Io): Command =>
  ledgerCommand('close', 'close a period: issue its statement, which never changes')
    .requiredOption('--agreement <id>', 'which agreement')
    .requiredOption('--period <period>', 'which period; the one after the last closed')
    .option('--preview', 'only say what the statement would be; nothing is recorded')
    .addHelpText(
      'after',
      `${PERIODS}\n\nExamples:\n  $ rebate close --agreement acme-buildco-2026 --period 2026-03 --preview\n  $ rebate close --agreement acme-buildco-2026 --period 2026-03\n  $ rebate close --agreement acme-buildco-2026 --period 2026-Q2 --json`,
    )
    .action(({ agreement, period, preview, ...where }: CloseOptions) =>
      withLedger(where, async (client) => {
        if (preview === true) {
          const would = valueOf(await client.closing.preview({ agreement, period }));
          if (where.json === true) printJson(io, would);
          else io.out(statementText(would).trimEnd());
          return;
        }
        const { events, token } = doneOf(await client.execute({ kind: 'ClosePeriod', agreement, period }, newContext()));
        const statement = valueOf(await client.closing.statement({ agreement, period, atLeast: token }));
        if (where.json === true) {
          printJson(io, statement);
          return;
        }
        if (events.length === 0) io.err('Nothing changed: the period is closed already.');
        const claims = events.filter((type) => type === 'ClaimRaised').length;
        if (claims > 0)
          io.err(
            `Raised by the plan with it: ${claims} ${claims === 1 ? 'claim' : 'claims'}; see rebate claim list --agreement ${agreement}.`,
          );
        io.out(statementText(statement).trimEnd());
      }),
    );

const showCommand = (io: Io): Command =>
  ledgerCommand('show', 'the statement of a period, as it was issued')
    .argument('<agreement>')
    .argument('<period>')
    .addOption(new Option('--csv', 'as CSV, a row for each programme').conflicts('json'))
    .action((agreement: string, period: string, { csv, ...where }: ShowOptions) =>
      withLedger(where, async (client) => {
        const statement = valueOf(await client.closing.statement({ agreement, period }));
        if (where.json === true) printJson(io, statement);
        else io.out((csv === true ? statementCsv(statement) : statementText(statement)).trimEnd());
      }),
    );

const listCommand = (io: Io): Command =>
  ledgerCommand('list', 'the statements of an agreement, and what closes next')
    .argument('<agreement>')
    .action((agreement: string, where: Where) =>
      withLedger(where, async (client) => {
        const answer = valueOf(await client.closing.statements({ agreement }));
        if (where.json === true) {
          printJson(io, answer);
          return;
        }
        const rows = answer.statements.map((one) => [
          String(one.number),
          `${one.period.from} to ${one.period.to}`,
          String(one.knownAt),
          one.issuedAt,
          figure(io, one.earned),
          figure(io, one.open),
        ]);
        printTable(
          io,
          [
            { name: 'Statement', align: 'right' },
            { name: 'Period' },
            { name: 'Known at', align: 'right' },
            { name: 'Issued at' },
            { name: 'Earned to date', align: 'right' },
            { name: 'Open', align: 'right' },
          ],
          rows,
        );
        io.out(`The next period begins on ${answer.nextFrom}.`);
      }),
    );

const periodsCommand = (io: Io): Command =>
  ledgerCommand('periods', 'the accounting periods: those closed, and those to come')
    .argument('<agreement>')
    .addOption(new Option('--every <length>', 'how long those to come are').choices(['month', 'quarter', 'half', 'year']).default('month'))
    .action((agreement: string, { every, ...where }: PeriodsOptions) =>
      withLedger(where, async (client) => {
        const answer = valueOf(await client.closing.periods({ agreement, every }));
        if (where.json === true) {
          printJson(io, answer);
          return;
        }
        const rows = answer.periods.map(({ period, state, statement }) => [
          `${period.from} to ${period.to}`,
          state,
          statement === null ? '' : String(statement.number),
          statement === null ? '' : figure(io, statement.earned),
          statement === null ? '' : figure(io, statement.open),
        ]);
        printTable(
          io,
          [
            { name: 'Period' },
            { name: 'State' },
            { name: 'Statement', align: 'right' },
            { name: 'Earned to date', align: 'right' },
            { name: 'Open', align: 'right' },
          ],
          rows,
        );
      }),
    );

const checkCommand = (io: Io): Command =>
  ledgerCommand('check', 'compute a statement again from its position, and compare the bytes')
    .argument('<agreement>')
    .argument('<period>')
    .action((agreement: string, period: string, where: Where) =>
      withLedger(where, async (client) => {
        const answer = valueOf(await client.closing.check({ agreement, period }));
        if (where.json === true) printJson(io, answer);
        else if (answer.same)
          io.out(
            `The statement of ${answer.period.from} to ${answer.period.to} comes out the same, byte for byte, as known at position ${answer.position}: sha256 ${answer.sha256}`,
          );
        if (answer.difference === null) return;
        const { path, issued, computed } = answer.difference;
        throw failure(
          'STATEMENT_DIFFERS',
          `Computed again, the statement differs at ${path}: issued ${issued}, computed ${computed}.`,
          'Compare the store with a copy, and see which rules it was issued under.',
          { place: path },
        );
      }),
    );

const HELP = `
Examples:
  $ rebate statement list acme-buildco-2026
  $ rebate statement periods acme-buildco-2026 --every quarter
  $ rebate statement show acme-buildco-2026 2026-03
  $ rebate statement show acme-buildco-2026 2026-03 --csv > march.csv
  $ rebate statement check acme-buildco-2026 2026-03`;

export const statementCommand = (io: Io): Command =>
  new Command('statement')
    .description('statements of closed periods: list, show, check; and the periods to come')
    .addHelpText('after', HELP)
    .addCommand(listCommand(io))
    .addCommand(showCommand(io))
    .addCommand(checkCommand(io))
    .addCommand(periodsCommand(io));
