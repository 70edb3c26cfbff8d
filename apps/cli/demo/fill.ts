import { partnershipIdOf } from '#kernel';
import type { CommandContext, Ledger, LedgerCommand } from '#ledger';
import { doneOf } from '../ledger/agreement.ts';
import { Chance } from './chance.ts';
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

  async do(command: LedgerCommand, actor: string): Promise<void> {
    this.#clock += 1;
    const context: CommandContext = { commandId: this.#chance.uuid(this.#clock), actor, now: new Date().toISOString() };
    doneOf(await this.#ledger.execute(command, context));
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

export const demoSales = (): { readonly buildco: readonly TimedDocument[]; readonly nordbau: readonly TimedDocument[] } => ({
  buildco: salesOf(new Chance(SEED + 1), { prefix: 'B', members: ['hamburg', 'berlin', 'munich', 'cologne'], documents: 170 }),
  nordbau: salesOf(new Chance(SEED + 2), { prefix: 'N', members: [], documents: 80 }),
});

/** The year, in the order in which it became known: the renegotiation is signed in the middle of it. */
export const fillDemo = async (ledger: Ledger, onProgress: Progress): Promise<void> => {
  const { buildco, nordbau } = demoSales();
  const before = buildco.filter((one) => one.recordedOn < SIGNED_ON);
  const after = buildco.slice(before.length);
  const total = buildco.length + nordbau.length;
  let done = 0;
  const onDocument = (): void => {
    done += 1;
    onProgress(done, total);
  };
  const ofGroup = async (): Promise<void> => {
    const steps = new Steps(ledger, SEED);
    const partnership = partnershipIdOf(SUPPLIER, BUILDCO.customer);
    await signed(steps, BUILDCO, TOM);
    await steps.record(partnership, before, onDocument);
    await amended(steps);
    await steps.record(partnership, after, onDocument);
  };
  const ofShop = async (): Promise<void> => {
    const steps = new Steps(ledger, SEED + 3);
    await signed(steps, NORDBAU, INES);
    await steps.record(partnershipIdOf(SUPPLIER, NORDBAU.customer), nordbau, onDocument);
  };
  // Partnerships are independent: their documents go side by side.
  await Promise.all([ofGroup(), ofShop()]);
};
