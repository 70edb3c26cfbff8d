import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { once } from 'node:events';
import type { Command } from 'commander';
import { formatRefused, type ImportSummary, type ImportTarget, parseMapping, readSalesFile, type RefusedLine } from '#ledger';
import { mappingText } from '../calculate/read-inputs.ts';
import { newContext } from '../client/context.ts';
import type { LedgerClient } from '../client/ledger-client.ts';
import { ledgerCommand, pages, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure, valueOf } from '../failure.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { progressBar } from '../terminal/progress.ts';
import { printTable } from '../terminal/table.ts';

type Options = Where & {
  readonly partnership?: string;
  readonly supplier?: string;
  readonly terms?: string;
  readonly map?: string;
  readonly by?: string;
  readonly reporter?: string;
  readonly refused?: string;
};

const targetOf = async ({ partnership, supplier, terms }: Options): Promise<ImportTarget> => {
  if ((partnership === undefined) === (supplier === undefined))
    throw failure('USAGE', 'Whose lines are these?', 'Give either --partnership or --supplier.', {}, EXIT.refused);
  if (partnership !== undefined) {
    if (terms !== undefined)
      throw failure(
        'USAGE',
        '--terms goes with --supplier.',
        'Leave it out, or import for a supplier.',
        { place: '--terms', value: terms },
        EXIT.refused,
      );
    return { kind: 'partnership', partnership };
  }
  return { kind: 'supplier', supplier: supplier ?? '', ...(terms === undefined ? {} : { template: await readAgreementFile(terms) }) };
};

/** The reasons come from the ledger (it knows conflicts too), the rows as they were sent from the file. */
const writeRefused = async (
  client: LedgerClient,
  summary: ImportSummary,
  source: string,
  mapped: string | undefined,
  target: string,
): Promise<void> => {
  const byRow = new Map<number, RefusedLine[]>();
  for await (const page of pages(async (asked) => valueOf(await client.refusedLines({ import: summary.import, ...asked })))) {
    for (const one of page) byRow.set(one.number, [...(byRow.get(one.number) ?? []), one]);
  }
  const output = createWriteStream(target);
  let isFirst = true;
  for await (const { table, documents, refused } of readSalesFile(
    source,
    mapped === undefined ? undefined : accept(parseMapping(mapped), '--map'),
  )) {
    const rows = [...refused, ...documents.flatMap((one) => one.rows)]
      .flatMap(({ number, cells }) => {
        const refusals = byRow.get(number);
        return refusals === undefined ? [] : [{ number, line: refusals[0]?.line ?? '', cells, refusals }];
      })
      .sort((one, other) => one.number - other.number);
    if (rows.length === 0 && !isFirst) continue;
    output.write(formatRefused(table, rows, isFirst));
    isFirst = false;
  }
  output.end();
  await once(output, 'finish');
};

const importOne = async (io: Io, client: LedgerClient, file: string, target: ImportTarget, options: Options): Promise<ImportSummary> => {
  const mapped = options.map === undefined ? undefined : await mappingText(options.map);
  const bar = progressBar(io, basename(file));
  try {
    const sent = {
      target,
      ...(options.by === undefined ? {} : { by: options.by }),
      file: basename(file),
      source: file,
      ...(options.reporter === undefined ? {} : { reporter: options.reporter }),
      ...(mapped === undefined ? {} : { mapping: mapped }),
    };
    return valueOf(await client.importSales(sent, newContext(), bar.show));
  } finally {
    bar.end();
  }
};

const COUNTS = ['sent', 'recorded', 'repeated', 'refused', 'notAddressed'] as const;

const importFiles = async (io: Io, files: readonly string[], options: Options): Promise<void> => {
  const target = await targetOf(options);
  if (options.refused !== undefined && files.length > 1)
    throw failure(
      'USAGE',
      '--refused takes the refused lines of one file.',
      'Import the files one by one.',
      { place: '--refused', value: options.refused },
      EXIT.refused,
    );
  await withLedger(options, async (client) => {
    const summaries: ImportSummary[] = [];
    for (const file of files) {
      const summary = await importOne(io, client, file, target, options);
      summaries.push(summary);
      if (options.json === true) printJson(io, summary);
      if (options.refused !== undefined) {
        await writeRefused(client, summary, file, options.map === undefined ? undefined : await mappingText(options.map), options.refused);
        io.err(`${summary.refused} refused lines are in ${options.refused}: mend them and import that file with the same options.`);
      } else if (summary.refused > 0)
        io.err(`${summary.refused} lines are refused: rebate imports --refused ${summary.import} lists them.`);
    }
    if (options.json === true) return;
    printTable(
      io,
      [
        { name: 'File' },
        ...COUNTS.map((name) => ({ name: name === 'notAddressed' ? 'not addressed' : name, align: 'right' as const })),
        { name: 'Import' },
      ],
      summaries.map((one) => [one.file, ...COUNTS.map((name) => String(one[name])), one.import]),
    );
  });
};

const HELP = `
Examples:
  $ rebate import sales.csv --partnership acme~buildco
  $ rebate import export.csv.gz --supplier acme --terms template.yaml --map document=InvoiceNo,date=InvoiceDate,product=StockCode,quantity=Quantity,unitPrice=UnitPrice,customer=CustomerID
  $ rebate import sales.csv --partnership acme~buildco --refused refused.csv

sent = recorded + repeated + refused + not addressed. Sending a file again changes nothing.`;

export const importCommand = (io: Io): Command =>
  ledgerCommand('import', 'record sales from CSV files, plain or gzip')
    .argument('<file...>')
    .option('--partnership <id>', 'whose lines these are: supplier~customer')
    .option('--supplier <id>', "lines of all of this supplier's customers, by the column customer")
    .option('--terms <template>', 'with --supplier: open a partnership and sign this agreement for each customer listed')
    .option('--map <mapping>', 'document=InvoiceNo,date=InvoiceDate,… or a file that holds the pairs')
    .option('--by <org>', 'who sends it: the import log is private to it (default: who signed in, else the supplier)')
    .option('--reporter <id>', 'who saw the lines (default: the supplier, or what a column says)')
    .option('--refused <file>', 'write refused lines here, with reasons, to be mended and sent again')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: Options) => importFiles(io, files, options));

const listRefused = async (io: Io, client: LedgerClient, id: string, json: boolean): Promise<void> => {
  const rows: string[][] = [];
  for await (const page of pages(async (asked) => valueOf(await client.refusedLines({ import: id, ...asked })))) {
    for (const one of page) {
      if (json) io.out(JSON.stringify(one));
      else rows.push([String(one.number), one.line, one.column, one.value, one.code, `${one.reason} ${one.wayOut}`]);
    }
  }
  if (!json)
    printTable(
      io,
      [{ name: 'Row', align: 'right' }, { name: 'Line' }, { name: 'Column' }, { name: 'Value' }, { name: 'Code' }, { name: 'Reason' }],
      rows,
    );
};

export const importsCommand = (io: Io): Command =>
  ledgerCommand('imports', 'list imports, or the lines that one refused')
    .option('--refused <import>', 'the lines that this import refused')
    .addHelpText('after', '\nExamples:\n  $ rebate imports\n  $ rebate imports --refused 01890a5d-ac96-774b-bcce-b302099a8057 --json')
    .action((options: Where & { readonly refused?: string }) =>
      withLedger(options, async (client) => {
        if (options.refused !== undefined) {
          await listRefused(io, client, options.refused, options.json === true);
          return;
        }
        const rows: string[][] = [];
        for await (const page of pages(async (asked) => valueOf(await client.imports(asked)))) {
          for (const one of page) {
            if (options.json === true) io.out(JSON.stringify(one));
            else rows.push([one.import, one.by, one.file, one.startedAt, one.status, ...COUNTS.map((name) => String(one[name]))]);
          }
        }
        if (options.json !== true)
          printTable(
            io,
            [
              { name: 'Import' },
              { name: 'By' },
              { name: 'File' },
              { name: 'Started at' },
              { name: 'Status' },
              ...COUNTS.map((name) => ({ name, align: 'right' as const })),
            ],
            rows,
          );
      }),
    );
