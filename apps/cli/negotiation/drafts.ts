import { Command } from 'commander';
import { allOf, ledgerCommand, pages, parseCount, type Where, withLedger } from '../client/open.ts';
import { organisationOption } from '../client/own-organisation.ts';
import { valueOf } from '../failure.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { type Offer, offerOf, offerOptions, personOption, run } from './decision.ts';

/** What an organisation keeps to itself: drafts, and notes about an agreement. */

type Own = Where & { readonly organisation: string; readonly person: string };

const ofOrganisation = (name: string, description: string): Command => organisationOption(ledgerCommand(name, description), 'whose it is');

type Content = { readonly terms: unknown } | { readonly agreement: string; readonly amendments: unknown };

/** A file with amendments and the agreement they are of, or with the terms of a new one. */
const contentOf = (file: unknown, agreement: string | undefined): Content => {
  if (agreement === undefined) return { terms: file };
  return { agreement, amendments: typeof file === 'object' && file !== null && 'amendments' in file ? file.amendments : file };
};

const save = (io: Io): Command =>
  personOption(ofOrganisation('save', 'save a draft of terms, or of amendments; nothing in it is checked yet'))
    .argument('<draft>')
    .argument('<file>')
    .option('--agreement <id>', 'the file holds amendments of this agreement')
    .option('--note <text>', 'for those of the organisation; it is never proposed')
    .action(async (draft: string, file: string, own: Own & { readonly agreement?: string; readonly note?: string }) => {
      const content = contentOf(await readAgreementFile(file), own.agreement);
      await run(io, own, {
        kind: 'SaveDraft',
        organisation: own.organisation,
        draft,
        person: own.person,
        ...content,
        ...(own.note === undefined ? {} : { note: own.note }),
      });
    });

const list = (io: Io): Command =>
  ofOrganisation('list', 'the drafts that stand').action(({ organisation, ...where }: Own) =>
    withLedger(where, async (client) => {
      const drafts = await allOf(pages(async (page) => valueOf(await client.drafts({ organisation, ...page }))));
      if (where.json === true) printJson(io, drafts);
      else
        printTable(
          io,
          [{ name: 'Draft' }, { name: 'Saved by' }, { name: 'Saved at' }, { name: 'Amends' }],
          drafts.map((one) => [one.draft, one.person, one.savedAt, one.agreement ?? '']),
        );
    }),
  );

const show = (io: Io): Command =>
  ofOrganisation('show', 'a draft as it was saved last')
    .argument('<draft>')
    .action((draft: string, { organisation, ...where }: Own) =>
      withLedger(where, async (client) => {
        printJson(io, valueOf(await client.draft({ organisation, draft })));
      }),
    );

const DRAFT_HELP = `
Examples:
  $ rebate draft save next-year terms.yaml --organisation acme --note "ask finance about the cap"
  $ rebate draft list --organisation acme
  $ rebate draft propose next-year --organisation acme --reason "a new year"`;

export const draftCommand = (io: Io): Command => {
  const discard = personOption(ofOrganisation('discard', 'give a draft up'))
    .argument('<draft>')
    .action((draft: string, own: Own) => run(io, own, { kind: 'DiscardDraft', organisation: own.organisation, draft, person: own.person }));
  const propose = offerOptions(
    personOption(ofOrganisation('propose', 'propose what a draft holds, as a copy, for the side that the organisation is')),
  )
    .argument('<draft>')
    .action((draft: string, own: Own & Pick<Offer, 'reason' | 'answers' | 'validUntil'>) =>
      run(io, own, { kind: 'ProposeDraft', organisation: own.organisation, draft, person: own.person, ...offerOf(own) }),
    );
  const group = new Command('draft')
    .description('drafts, private to an organisation: save, list, show, propose, discard')
    .addHelpText('after', DRAFT_HELP);
  for (const one of [save(io), list(io), show(io), propose, discard]) group.addCommand(one);
  return group;
};

const NOTE_HELP = `
Examples:
  $ rebate note add acme-buildco-2026 "not above 2.5 %" --organisation acme
  $ rebate note list acme-buildco-2026 --organisation acme`;

export const noteCommand = (io: Io): Command => {
  const add = personOption(ofOrganisation('add', 'note something about an agreement'))
    .argument('<agreement>')
    .argument('<text>')
    .option('--version <number>', 'about this version', parseCount)
    .action((agreement: string, text: string, own: Own & { readonly version?: number }) =>
      run(io, own, {
        kind: 'AddNote',
        organisation: own.organisation,
        agreement,
        person: own.person,
        text,
        ...(own.version === undefined ? {} : { version: own.version }),
      }),
    );
  const notes = ofOrganisation('list', 'what was noted about an agreement')
    .argument('<agreement>')
    .action((agreement: string, { organisation, ...where }: Own) =>
      withLedger(where, async (client) => {
        const found = valueOf(await client.notes({ organisation, agreement }));
        if (where.json === true) printJson(io, found);
        else
          for (const { at, person, version, text } of found)
            io.out(`${at} ${person}${version === undefined ? '' : `, version ${version}`}: ${text}`);
      }),
    );
  const group = new Command('note')
    .description("an organisation's own notes about an agreement, private to it: add, list")
    .addHelpText('after', NOTE_HELP);
  for (const one of [add, notes]) group.addCommand(one);
  return group;
};
