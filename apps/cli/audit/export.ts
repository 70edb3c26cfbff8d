import type { Command } from 'commander';
import type { BundleRequest } from '#ledger';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { progressBar } from '../terminal/progress.ts';
import { exportArchive, exportPart } from './export-archive.ts';
import { type Exported, exportBundle } from './export-bundle.ts';

type Options = Where & { readonly partnership?: string; readonly to: string; readonly agreement?: string; readonly days?: string };

const HELP = `
Examples:
  $ rebate export --partnership acme~buildco --to bundle/
  $ rebate export --partnership acme~buildco --to bundle.tar
  $ rebate export --agreement acme-buildco-2026 --to part/ --days 2026-01-01..2026-03-31 --json

Writes the whole history up to the newest signed checkpoint: its events, its Merkle tree, and what the ledger claims of every
balance, for rebate verify or for verify-proofs.mjs, which is in the folder. A place that ends in .tar is written as one file;
an export into a folder that was broken off goes on there.

With --agreement only the events of that agreement and the sales that count in it, each with a proof: what an auditor may
have who was granted one agreement. --days leaves out sales of other days. Such a part proves each event and not that nothing
is missing.`;

const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

const requestOf = ({ partnership, agreement, days }: Options): BundleRequest => {
  if (agreement === undefined && partnership === undefined)
    throw failure(
      'USAGE',
      'Say whose history is wanted.',
      'Give --partnership, or --agreement for the part of one agreement.',
      {},
      EXIT.refused,
    );
  if (agreement === undefined && days !== undefined)
    throw failure(
      'USAGE',
      '--days is given without --agreement.',
      'Name the agreement whose events are wanted, too.',
      { place: '--days' },
      EXIT.refused,
    );
  if (agreement === undefined) return { partnership: partnership ?? '' };
  const [, from, to] = days === undefined ? [] : (DAYS.exec(days) ?? []);
  if (days !== undefined && (from === undefined || to === undefined || from > to))
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${days} is not a run of days.`,
      'Write it as 2026-01-01..2026-03-31.',
      { place: '--days', value: days },
      EXIT.refused,
    );
  return { agreement, ...(from === undefined || to === undefined ? {} : { from, to }) };
};

const printExported = (io: Io, { to, manifest, checkpoint, keys, unchanged }: Exported): void => {
  const { part } = manifest;
  io.out(
    `${unchanged ? 'There already' : 'Written'}: ${to}, ${part === undefined ? `the whole history of ${manifest.partnership}, ${manifest.size} events` : `${part.positions.length} of the ${manifest.size} events of ${manifest.partnership}`}.`,
  );
  if (part !== undefined) io.out('Each of them is proved; that they are all is not, so no figure is claimed.');
  io.out(`Signed as ${checkpoint.origin}`);
  for (const key of keys) io.out(`  by ${key}`);
  io.out('Give it away, and this key by another way. It is checked offline with rebate verify.');
};

const isArchive = (to: string): boolean => to.endsWith('.tar');

const exported = (io: Io, options: Options): Promise<Exported> =>
  withLedger(options, async (client) => {
    const { to, agreement, partnership } = options;
    const { proofs: source } = client;
    const request = requestOf(options);
    if (agreement !== undefined && partnership !== undefined) {
      const { partnership: own } = valueOf(await client.agreement(agreement));
      if (own !== partnership)
        throw failure(
          'AGREEMENT_OF_OTHER',
          `${agreement} is an agreement of ${own}, not of ${partnership}.`,
          'Name the partnership that the agreement belongs to.',
          { place: '--agreement', value: agreement },
          EXIT.refused,
        );
    }
    // Signed now where whoever asks may; the newest one otherwise.
    if ('agreement' in request || isArchive(to))
      await source.checkpoint(partnership ?? valueOf(await client.agreement(agreement ?? '')).partnership);
    if (isArchive(to)) return exportArchive({ source, request, to });
    if ('agreement' in request) return exportPart({ source, request, to });
    const bar = progressBar(io, 'Exporting');
    const done = await exportBundle({
      source,
      partnership: request.partnership,
      folder: to,
      onFile: ({ files, of }) => {
        bar.show({ bytesRead: files, bytesTotal: of });
      },
    });
    bar.end();
    return done;
  });

const run = async (io: Io, options: Options): Promise<void> => {
  const done = await exported(io, options);
  if (options.json !== true) {
    printExported(io, done);
    return;
  }
  const {
    to,
    manifest: { partnership, size, part },
    checkpoint: { origin },
    keys,
    unchanged,
  } = done;
  printJson(io, {
    folder: to,
    partnership,
    size,
    complete: part === undefined,
    events: part?.positions.length ?? size,
    origin,
    keys,
    unchanged,
  });
};

export const exportCommand = (io: Io): Command =>
  ledgerCommand('export', 'write what an auditor needs to check a history, offline')
    .option('--partnership <id>', 'whose whole history, such as acme~buildco')
    .option('--agreement <id>', 'only the events of this agreement, and the sales that count in it')
    .option('--days <from..to>', 'with --agreement: only sales about these days')
    .requiredOption('--to <place>', 'a folder that is new or empty, or a file that ends in .tar')
    .addHelpText('after', HELP)
    .action((options: Options) => run(io, options));
