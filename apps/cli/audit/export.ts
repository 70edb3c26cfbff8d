import type { Command } from 'commander';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { progressBar } from '../terminal/progress.ts';
import { type Chosen, choose } from './choose-part.ts';
import { type Exported, exportBundle } from './export-bundle.ts';

type Options = Where & { readonly partnership: string; readonly to: string; readonly agreement?: string; readonly days?: string };

const HELP = `
Examples:
  $ rebate export --partnership acme~buildco --to bundle/
  $ rebate export --partnership acme~buildco --to part/ --agreement acme-buildco-2026 --days 2026-01-01..2026-03-31 --json

Writes the whole history up to the newest signed checkpoint: its events, its Merkle tree, and what the ledger claims of every
balance, for rebate verify or for verify-proofs.mjs, which is in the folder. With --agreement only the events of that
agreement and the sales of its partnership, each with a proof; --days leaves out sales of other days. Such a part proves
each event and not that nothing is missing. An export that was broken off goes on in the same folder.`;

const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

const chosenBy = ({ agreement, days }: Options): Chosen | undefined => {
  if (agreement === undefined && days === undefined) return undefined;
  if (agreement === undefined) throw failure('USAGE', '--days is given without --agreement.', 'Name the agreement whose events are wanted, too.', { place: '--days' }, EXIT.refused);
  const [, from, to] = days === undefined ? [] : (DAYS.exec(days) ?? []);
  if (days !== undefined && (from === undefined || to === undefined || from > to)) throw failure('VALUE_NOT_ALLOWED', `${days} is not a run of days.`, 'Write it as 2026-01-01..2026-03-31.', { place: '--days', value: days }, EXIT.refused);
  return { agreement, ...(from === undefined || to === undefined ? {} : { from, to }) };
};

const printExported = (io: Io, { folder, manifest, checkpoint, keys, unchanged }: Exported): void => {
  const { part } = manifest;
  io.out(`${unchanged ? 'There already' : 'Written'}: ${folder}, ${part === undefined ? `the whole history of ${manifest.partnership}, ${manifest.size} events` : `${part.positions.length} of the ${manifest.size} events of ${manifest.partnership}`}.`);
  io.out(`Signed as ${checkpoint.origin}`);
  for (const key of keys) io.out(`  by ${key}`);
  io.out('Give the folder and this key by two different ways. It is checked offline with rebate verify.');
};

const run = async (io: Io, options: Options): Promise<void> => {
  const chosen = chosenBy(options);
  const exported = await withLedger(options, async (client) => {
    const bar = progressBar(io, 'Exporting');
    const done = await exportBundle({
      source: client.proofs, partnership: options.partnership, folder: options.to,
      ...(chosen === undefined ? {} : { part: (size: number) => choose(client, options.partnership, chosen, size) }),
      onFile: ({ files, of }) => { bar.show({ bytesRead: files, bytesTotal: of }); },
    });
    bar.end();
    return done;
  });
  if (options.json !== true) {
    printExported(io, exported);
    return;
  }
  const { folder, manifest: { partnership, size, part }, checkpoint: { origin }, keys, unchanged } = exported;
  printJson(io, { folder, partnership, size, complete: part === undefined, events: part?.positions.length ?? size, origin, keys, unchanged });
};

export const exportCommand = (io: Io): Command =>
  ledgerCommand('export', 'write what an auditor needs to check a history, offline')
    .requiredOption('--partnership <id>', 'whose history, such as acme~buildco')
    .requiredOption('--to <folder>', 'a folder that is new or empty')
    .option('--agreement <id>', 'only the events of this agreement, and the sales of its partnership')
    .option('--days <from..to>', 'with --agreement: only sales about these days')
    .addHelpText('after', HELP)
    .action((options: Options) => run(io, options));
