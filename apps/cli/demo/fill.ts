import { Readable } from 'node:stream';
import { partnershipIdOf } from '#kernel';
import type { CommandContext, Ledger, LedgerCommand } from '#ledger';
import { valueOf } from '../failure.ts';
import { doneOf } from '../ledger/agreement.ts';
import { Chance } from './chance.ts';
import { storiesOf } from './differences.ts';
import { financeAfter, financeBegins } from './finance.ts';
import { receiptsCsv, receiptsOf } from './receipts.ts';
import { salesOf, type TimedDocument } from './sales.ts';
import { ANNA, BUILDCO, BUILDCO_AMENDMENT, INES, NORDBAU, SIGNED_ON, SUPPLIER, TOM } from './terms.ts';

const SEED = 20_260_101;

type Progress = (documents: number, of: number) => void;

/** Every command has an id that depends on the seed alone, so that a demonstration broken off goes on where it was. */
class Steps {
  readonly #chance: Chance;
  readonly #ledger: Ledger;
  #clock = Date.UTC(2026, 0, 1);

  constructor(ledger: Ledger, seed: number) {
    this.#ledger = ledger;
    this.#chance = new Chance(seed);
  }

  /** On a day of the story, or today. */
  #context(actor: string, day?: string): CommandContext {
    this.#clock += 1;
    return { commandId: this.#chance.uuid(this.#clock), actor, now: day === undefined ? new Date().toISOString() : `${day}T09:00:00.000Z` };
  }

  /** The id of the command: what it opens has that name. */
  async do(command: LedgerCommand, actor: string): Promise<string> {
    const context = this.#context(actor);
    doneOf(await this.#ledger.execute(command, context));
    return context.commandId;
  }

  on = async (command: LedgerCommand, actor: string, day: string): Promise<{ readonly token: string }> =>
    doneOf(await this.#ledger.execute(command, this.#context(actor, day)));

  /** A file of one side's lines, as that side's system sends it. */
  async send(partnership: string, by: string, file: string, csv: string): Promise<void> {
    valueOf(
      await this.#ledger.importSales(
        { target: { kind: 'partnership', partnership }, by, reporter: 'customer', file, source: Readable.from([Buffer.from(csv)]) },
        this.#context(`${by}-erp`),
      ),
    );
  }

  /** One after the other: a partnership's documents share a stream, whose every append names its revision. */
  async record(partnership: string, documents: readonly TimedDocument[], onDocument: () => void): Promise<void> {
    for (const { document } of documents) {
      await this.do({ kind: 'RecordSales', partnership, document }, 'acme-erp');
      onDocument();
    }
  }
}

const signed = async (steps: Steps, terms: { readonly id: string }, customer: string): Promise<void> => {
  const agreement = terms.id;
  await steps.do({ kind: 'ProposeAgreement', terms, party: 'supplier', person: ANNA }, ANNA);
  await steps.do({ kind: 'SignAgreement', agreement, version: 1, party: 'supplier', person: ANNA }, ANNA);
  await steps.do({ kind: 'SignAgreement', agreement, version: 1, party: 'customer', person: customer }, customer);
};

const amended = async (steps: Steps): Promise<void> => {
  const agreement = BUILDCO.id;
  await steps.do({ kind: 'ProposeAmendment', agreement, ...BUILDCO_AMENDMENT, party: 'customer', person: TOM }, TOM);
  await steps.do({ kind: 'SignAgreement', agreement, version: 2, party: 'customer', person: TOM }, TOM);
  await steps.do({ kind: 'SignAgreement', agreement, version: 2, party: 'supplier', person: ANNA }, ANNA);
};

const demoSales = (): { readonly buildco: readonly TimedDocument[]; readonly nordbau: readonly TimedDocument[] } => ({
  buildco: salesOf(new Chance(SEED + 1), { prefix: 'B', members: ['hamburg', 'berlin', 'munich', 'cologne'], documents: 170 }),
  nordbau: salesOf(new Chance(SEED + 2), { prefix: 'N', members: [], documents: 80 }),
});

/**
 * A partnership's year month by month: what the supplier's system sent in it, the renegotiation in its middle, then the
 * customer's receipts of the month, what the two sides made of the differences, and what finance did with a quarter that was over. The other customer keeps no record.
 */
const yearOfGroup = async (ledger: Ledger, steps: Steps, buildco: readonly TimedDocument[], onDocument: () => void): Promise<void> => {
  const partnership = partnershipIdOf(SUPPLIER, BUILDCO.customer);
  const { months, damages } = receiptsOf(new Chance(SEED + 4), buildco);
  const stories = storiesOf(damages);
  await signed(steps, BUILDCO, TOM);
  await financeBegins(steps.on);
  let [from, isAmended] = ['', false];
  const recordTo = async (to: string): Promise<void> => {
    await steps.record(
      partnership,
      buildco.filter(({ recordedOn }) => recordedOn >= from && recordedOn < to),
      onDocument,
    );
    from = to;
  };
  for (const [month, lines] of [...months].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!isAmended && `${month}-31` >= SIGNED_ON) {
      await recordTo(SIGNED_ON);
      await amended(steps);
      isAmended = true;
    }
    await recordTo(`${month}-99`);
    await steps.send(partnership, BUILDCO.customer, `receipts-${month}.csv`, receiptsCsv(lines));
    for (const { tell } of stories.filter(({ after }) => after === month)) await tell(({ command, by }) => steps.do(command, by));
    await financeAfter(month, ledger, steps.on);
  }
  await recordTo('9999');
};

export const fillDemo = async (ledger: Ledger, onProgress: Progress): Promise<void> => {
  const { buildco, nordbau } = demoSales();
  const total = buildco.length + nordbau.length;
  let done = 0;
  const onDocument = (): void => {
    done += 1;
    onProgress(done, total);
  };
  const ofShop = async (): Promise<void> => {
    const steps = new Steps(ledger, SEED + 3);
    await signed(steps, NORDBAU, INES);
    await steps.record(partnershipIdOf(SUPPLIER, NORDBAU.customer), nordbau, onDocument);
  };
  // Partnerships are independent: their documents go side by side.
  await Promise.all([yearOfGroup(ledger, new Steps(ledger, SEED), buildco, onDocument), ofShop()]);
};
