import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { parsePolicy, type ProvenEvent, verifyEventProof } from '#audit';
import type { Party } from '#ledger';
import { ledgerCommand, parseCount, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure } from '../failure.ts';
import { readText } from '../files/read-structured.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { refusalText } from '../terminal/refusals.ts';
import { engine } from './engine.ts';
import { findEvent, type Wanted } from './find-event.ts';
import { checkpointText } from './print-verdict.ts';
import { proveEvent } from './prove-event.ts';

type Options = Where & {
  readonly agreement?: string;
  readonly to?: string;
  readonly document?: string;
  readonly line?: string;
  readonly signature?: number;
  readonly party?: Party;
  readonly position?: string;
};
type CheckOptions = { readonly policy: string; readonly json?: true };

const HELP = `
Examples:
  $ rebate proof --agreement acme-buildco-2026 --document INV-17 --line 2 --to sale.tlog-proof
  $ rebate proof --agreement acme-buildco-2026 --signature 2 --party customer --to signature.tlog-proof
  $ rebate proof --agreement acme-buildco-2026 --position 41 --to event.tlog-proof
  $ rebate proof verify sale.tlog-proof --policy policy.txt

One event with the proof that it stands in the history that was signed (c2sp.org/tlog-proof). The event itself is in the
file, as its extra data; rebate timeline lists the positions.`;

const CHECK_HELP = `
Example:
  $ rebate proof verify sale.tlog-proof --policy policy.txt --json

Exit codes:
  0  proven
  1  wrong: the event does not stand in a history that the policy's keys signed
  2  cannot be judged: the policy cannot be read`;

const wantedBy = ({ document, line, signature, party, position }: Options): Wanted => {
  const given = [document, signature, position].filter((value) => value !== undefined).length;
  if (given !== 1)
    throw failure('USAGE', 'Say of which event: --document, --signature or --position.', 'Give one of them.', {}, EXIT.refused);
  if (document !== undefined) return { kind: 'sale', document, ...(line === undefined ? {} : { line }) };
  if (signature !== undefined) return { kind: 'signature', version: signature, ...(party === undefined ? {} : { party }) };
  if (!/^\d{1,15}$/.test(position ?? ''))
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${position ?? ''} is not a position.`,
      'Give a whole number from 0.',
      { place: '--position', value: position ?? '' },
      EXIT.refused,
    );
  return { kind: 'position', position: Number(position) };
};

const write = async (io: Io, options: Options): Promise<void> => {
  const wanted = wantedBy(options);
  // Not required of the parser, which would ask for them with `proof verify`, too.
  const { agreement, to } = options;
  if (agreement === undefined || to === undefined)
    throw failure('USAGE', 'Say in whose history, and where to write the proof.', 'Give --agreement and --to.', {}, EXIT.refused);
  const { leaf, file, checkpoint } = await withLedger(options, async (client) =>
    proveEvent(client, await findEvent(client, agreement, wanted)),
  );
  writeFileSync(to, file);
  const { position, type, stream } = leaf;
  if (options.json === true) printJson(io, { file: to, position, type, stream, origin: checkpoint.origin, size: checkpoint.size });
  else io.out(`Written: ${to}, ${type} at position ${position} of ${checkpoint.size} events signed as ${checkpoint.origin}.`);
};

const printProven = (io: Io, { leaf, checkpoint }: ProvenEvent): void => {
  const { origin, size, signedBy, cosignedBy } = checkpointText(checkpoint);
  io.out(`${io.paint.green(io.paint.bold('PROVEN'))}: ${leaf.type} at position ${leaf.position} of ${size} events of ${origin}`);
  io.out(`  recorded ${leaf.recordedAt ?? 'without a time'}, revision ${leaf.revision} of ${leaf.stream}`);
  io.out(`  signed by ${signedBy}${cosignedBy.map(({ witness }) => `, cosigned by ${witness}`).join('')}`);
  io.out(JSON.stringify(leaf.data, undefined, 2));
};

const check = async (io: Io, file: string, { policy, json }: CheckOptions): Promise<void> => {
  const trusted = accept(parsePolicy(await readText(policy)), policy);
  const proven = verifyEventProof(await readText(file), trusted, engine);
  if (proven.ok) {
    if (json === true) printJson(io, { verdict: 'proven', event: proven.value.leaf, checkpoint: checkpointText(proven.value.checkpoint) });
    else printProven(io, proven.value);
    return;
  }
  process.exitCode = EXIT.failure;
  if (json === true) printJson(io, { verdict: 'wrong', ...proven.rejections[0] });
  else for (const text of [io.paint.red(io.paint.bold('WRONG')), ...proven.rejections.map(refusalText)]) io.out(text);
};

export const proofCommand = (io: Io): Command =>
  ledgerCommand('proof', 'a file that proves one event: a sale, a signature, or any other')
    // What follows `verify` is its own.
    .enablePositionalOptions()
    .option('--agreement <id>', 'in whose history')
    .option('--to <file>', 'where to write the proof')
    .option('--document <document>', 'the event that recorded this document last')
    .option('--line <line>', 'with --document: the event that recorded this line last')
    .option('--signature <version>', 'the event that signed this version', parseCount)
    .addOption(new Option('--party <side>', 'with --signature: whose (default: the last that was given)').choices(['supplier', 'customer']))
    .option('--position <position>', 'the event at this position')
    .addHelpText('after', HELP)
    .addCommand(
      new Command('verify')
        .description('check a proof, offline')
        .argument('<file>', 'the proof')
        .requiredOption('--policy <file>', 'whose signatures you trust (c2sp.org/tlog-policy)')
        .option('--json', 'the verdict as JSON on stdout')
        .addHelpText('after', CHECK_HELP)
        .action((file: string, options: CheckOptions) => check(io, file, options)),
    )
    .action((options: Options) => write(io, options));
