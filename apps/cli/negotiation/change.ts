import { type Command, InvalidArgumentError } from 'commander';
import { parseCount } from '../client/open.ts';
import type { Io } from '../terminal/io.ts';
import { type By, decision, type Offer, offerOf, offerOptions, openVersion, run } from './decision.ts';

/** Commands that act on a version, or propose a change that needs no file. */

type OfVersion = By & { readonly version?: number };

export const onVersion = (
  io: Io,
  name: string,
  description: string,
  kind: 'SignAgreement' | 'WithdrawProposal' | 'ApproveProposal',
): Command =>
  decision(name, description)
    .argument('<agreement>')
    .option('--version <number>', 'which version (default: the one that is open)', parseCount)
    .action(async (agreement: string, by: OfVersion) => {
      const version = by.version ?? (await openVersion(by, agreement));
      await run(io, by, { kind, agreement, version, party: by.party, person: by.person });
    });

export const commentCommand = (io: Io): Command =>
  decision('comment', 'say something about a version, for both sides to read')
    .argument('<agreement>')
    .argument('<text>')
    .option('--version <number>', 'which version (default: the one that is open)', parseCount)
    .action(async (agreement: string, text: string, by: OfVersion) => {
      const version = by.version ?? (await openVersion(by, agreement));
      await run(io, by, { kind: 'AddComment', agreement, version, text, party: by.party, person: by.person });
    });

export const extendCommand = (io: Io): Command =>
  offerOptions(
    decision('extend', 'propose a later last day').argument('<agreement>').requiredOption('--to <day>', 'the new last day'),
  ).action((agreement: string, by: Offer & { readonly to: string }) =>
    run(io, by, { kind: 'ExtendAgreement', agreement, to: by.to, party: by.party, person: by.person, ...offerOf(by) }),
  );

type Joining = { readonly id: string; readonly from: string; readonly to?: string };
type Leaving = { readonly id: string; readonly on: string };

const named = (text: string, form: string): readonly [string, string] => {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError(`Give ${form}.`);
  return [text.slice(0, at), text.slice(at + 1)];
};

const parseJoining = (text: string, before: readonly Joining[] = []): readonly Joining[] => {
  const [id, days] = named(
    text,
    'a member and its first day, such as branch-1=2026-03-01, or also its last: branch-1=2026-03-01..2026-12-31',
  );
  const [from = '', to] = days.split('..');
  return [...before, { id, from, ...(to === undefined ? {} : { to }) }];
};

const parseLeaving = (text: string, before: readonly Leaving[] = []): readonly Leaving[] => {
  const [id, on] = named(text, 'a member and its last day, such as branch-1=2026-06-30');
  return [...before, { id, on }];
};

export const membersCommand = (io: Io): Command =>
  offerOptions(
    decision('members', 'propose who joins and who leaves')
      .argument('<agreement>')
      .option('--join <member=from[..to]>', 'who joins, from which day (may be given several times)', parseJoining)
      .option('--leave <member=day>', 'who leaves, after which day (may be given several times)', parseLeaving),
  ).action((agreement: string, by: Offer & { readonly join?: readonly Joining[]; readonly leave?: readonly Leaving[] }) =>
    run(io, by, {
      kind: 'ChangeMembers',
      agreement,
      join: by.join ?? [],
      leave: by.leave ?? [],
      party: by.party,
      person: by.person,
      ...offerOf(by),
    }),
  );
