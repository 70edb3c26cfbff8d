import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { portableHasher } from '#audit';
import { type Evidence, evidenceEvent, evidencePage, isShown } from '#verification';
import type { LedgerClient } from '../client/ledger-client.ts';
import { allOf, ledgerCommand, pages, type Where, withLedger } from '../client/open.ts';
import { accept, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { engine } from './engine.ts';
import { entriesAt } from './part-proofs.ts';
import { checkpointIn } from './prove-event.ts';

type Options = Where & { readonly agreement: string; readonly to: string };

const HELP = `
Examples:
  $ rebate evidence --agreement acme-buildco-2026 --to evidence.html
  $ rebate evidence --agreement acme-buildco-2026 --to evidence.html --json

One page to read and to print: the terms in words, what is earned, every event of the agreement and of its sales with its
hash, and the signed checkpoint that covers them. It loads nothing and runs nothing.`;

/** The ledger's answer to anybody has the terms as they were signed. */
const lastDayOf = (terms: unknown): string => (terms as { readonly to: string }).to;

/** Everything as known at the checkpoint, so that what was recorded since is not on the page. */
const gather = async (client: LedgerClient, agreement: string): Promise<Evidence> => {
  const { partnership, status, terms } = valueOf(await client.agreement(agreement));
  const note = valueOf(await client.proofs.checkpoint(partnership));
  const checkpoint = checkpointIn(note);
  const { size } = checkpoint;
  const timeline = await allOf(pages(async (page) => valueOf(await client.timeline({ agreement, ...page }))));
  const own = timeline.filter((entry) => entry.position < size && isShown(entry, partnership, { agreement }));
  const entries = await entriesAt(
    client.proofs,
    partnership,
    size,
    own.map(({ position }) => position),
  );
  const events = own.flatMap((entry) => {
    const bytes = entries.get(entry.position);
    return bytes === undefined ? [] : [accept(evidenceEvent(entry, bytes, engine.hasher ?? portableHasher))];
  });
  const isInForce = status === 'active' || status === 'terminated';
  const words = valueOf(await client.words({ agreement }));
  return {
    agreement,
    partnership,
    events,
    checkpoint,
    note,
    words,
    balance: isInForce ? valueOf(await client.balance({ agreement, on: lastDayOf(terms), knownAt: { position: size - 1 } })) : undefined,
  };
};

const run = async (io: Io, options: Options): Promise<void> => {
  const evidence = await withLedger(options, (client) => gather(client, options.agreement));
  writeFileSync(options.to, evidencePage(evidence));
  const {
    events,
    checkpoint: { origin, size },
  } = evidence;
  if (options.json === true) printJson(io, { file: options.to, agreement: options.agreement, events: events.length, origin, size });
  else
    io.out(
      `Written: ${options.to}, ${events.length} events of ${options.agreement}, under the checkpoint of ${size} events signed as ${origin}.`,
    );
};

export const evidenceCommand = (io: Io): Command =>
  ledgerCommand('evidence', "an agreement's timeline as a page to print, with the hash of each event and the signed checkpoint")
    .requiredOption('--agreement <id>', 'which agreement')
    .requiredOption('--to <file>', 'where to write the page')
    .addHelpText('after', HELP)
    .action((options: Options) => run(io, options));
