import { type Command, InvalidArgumentError } from 'commander';
import { parseDay } from '#kernel';
import type { At, KnownAt, Party } from '#ledger';
import { userName } from '../client/context.ts';
import { ledgerCommand, parseKnownAt, type Where } from '../client/open.ts';
import { organisationOption } from '../client/own-organisation.ts';
import { sideOption } from '../client/side.ts';

/** Options that commands on claims and settlements share. */

export type AtOptions = Where & { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt };
export type Deciding = Where & { readonly agreement: string; readonly party: Party; readonly person: string; readonly on?: string };

export const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);
export const atOf = ({ agreement, on, knownAt }: AtOptions): At => ({ agreement, ...given('on', on), ...given('knownAt', knownAt) });
export const byOf = ({ agreement, party, person, on }: Deciding) => ({ agreement, party, person, ...given('on', on) });

const ofAgreement = (name: string, description: string): Command =>
  ledgerCommand(name, description).requiredOption('--agreement <id>', 'of which agreement');

export const asking = (name: string, description: string): Command =>
  ofAgreement(name, description)
    .option('--on <day>', 'about which day (default: today)')
    .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt);

/** Somebody decides for a side; which one is said where both can. */
export const deciding = (name: string, description: string, party?: Party): Command =>
  sideOption(ofAgreement(name, description), { standing: party })
    .option('--person <name>', 'who decides, as the organisation names people', userName())
    .option('--on <day>', 'the day that it is about (default: today)');

export const parsePeriod = (text: string): { readonly from: string; readonly to: string } => {
  const [from = '', to = '', more] = text.split('..');
  if (parseDay(from) === undefined || parseDay(to) === undefined || more !== undefined)
    throw new InvalidArgumentError('Give its first and last day, as 2026-01-01..2026-03-31.');
  return { from, to };
};

export type NamedAmount = { readonly name: string; readonly amount: string };
export const collectNamed = (text: string, before: readonly NamedAmount[] = []): readonly NamedAmount[] => {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give a name and an amount, as hq=100.05.');
  return [...before, { name: text.slice(0, at), amount: text.slice(at + 1) }];
};

export const owning = (name: string, description: string): Command =>
  organisationOption(ofAgreement(name, description), "whose books: nobody else's can be asked for").option(
    '--person <name>',
    'who acts',
    userName(),
  );
export type Owning = Where & { readonly agreement: string; readonly organisation: string; readonly person: string };
