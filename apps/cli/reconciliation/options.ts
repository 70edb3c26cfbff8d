import { type Command, InvalidArgumentError, Option } from 'commander';
import type { KnownAt, VarianceFilter } from '#ledger';
import { VARIANCE_KINDS } from '#reconciliation';
import { ledgerCommand, parseKnownAt, type Where } from '../client/open.ts';

/** What the commands on two sides' records have in common. */

export type InPartnership = Where & { readonly partnership: string; readonly knownAt?: KnownAt };
export type Filtered = InPartnership & VarianceFilter & { readonly on?: string };

export const inPartnership = (name: string, description: string): Command =>
  ledgerCommand(name, description).requiredOption('--partnership <id>', 'of which partnership: supplier~customer');
export const knownAtOption = (command: Command): Command =>
  command.option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt);

export const filterOptions = (command: Command): Command =>
  command
    .addOption(new Option('--kind <kind>', 'only this kind').choices(VARIANCE_KINDS))
    .option('--document <number>', 'only lines of this document, as either side names it')
    .option('--from <day>', 'only what shows since this day or later')
    .option('--to <day>', 'only what shows since this day or earlier');

export const filterOf = ({ kind, status, document, from, to }: VarianceFilter): VarianceFilter => ({
  ...(kind === undefined ? {} : { kind }),
  ...(status === undefined ? {} : { status }),
  ...(document === undefined ? {} : { document }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

export const placeOf = ({ partnership, knownAt }: InPartnership): { readonly partnership: string; readonly knownAt?: KnownAt } => ({
  partnership,
  ...(knownAt === undefined ? {} : { knownAt }),
});

/** `quantity=11,unitPrice=2.50`. */
export const parsePairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw new InvalidArgumentError('Give what the line is to say, such as quantity=11,unitPrice=2.50.');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
