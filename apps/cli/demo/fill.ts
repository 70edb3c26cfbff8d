import { partnershipIdOf } from '#kernel';
import type { CommandContext, Ledger, LedgerCommand } from '#ledger';
import { doneOf } from '../ledger/agreement.ts';
import { Chance } from './chance.ts';
import { salesOf, type TimedDocument } from './sales.ts';
import { BUILDCO, BUILDCO_AMENDMENT, NORDBAU, SIGNED_ON, SUPPLIER } from './terms.ts';

const SEED = 20_260_101;
/** Documents under way at once: enough for the store to commit them together. */
const WINDOW = 64;

type Progress = (documents: number, of: number) => void;

/** Every command has an id that depends on the seed alone, so that a demonstration broken off goes on where it was. */
class Steps {
  readonly #chance = new Chance(SEED);
  readonly #ledger: Ledger;
  #clock = Date.UTC(2026, 0, 1);

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async do(command: LedgerCommand, actor: string): Promise<void> {
    this.#clock += 1;
    const context: CommandContext = { commandId: this.#chance.uuid(this.#clock), actor, now: new Date().toISOString() };
    doneOf(await this.#ledger.execute(command, context));
  }

  async record(partnership: string, documents: readonly TimedDocument[], onWindow: (count: number) => void): Promise<void> {
    for (let at = 0; at < documents.length; at += WINDOW) {
      const window = documents.slice(at, at + WINDOW);
      await Promise.all(window.map(({ document }) => this.do({ kind: 'RecordSales', partnership, document }, 'acme-erp')));
      onWindow(window.length);
    }
  }
}

const signed = async (steps: Steps, ledger: Ledger, terms: { readonly id: string }): Promise<void> => {
  const agreement = terms.id;
  const known = await ledger.agreement(agreement);
  if (known.kind === 'answer' && known.value.status !== 'proposed') return;
  await steps.do({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'Anna Berg' }, 'Anna Berg');
  await steps.do({ kind: 'SignAgreement', agreement, version: 1, party: 'supplier', person: 'Anna Berg' }, 'Anna Berg');
  await steps.do({ kind: 'SignAgreement', agreement, version: 1, party: 'customer', person: 'Tom Rau' }, 'Tom Rau');
};

const amended = async (steps: Steps, ledger: Ledger): Promise<void> => {
  const agreement = BUILDCO.id;
  const known = await ledger.agreement(agreement);
  if (known.kind === 'answer' && known.value.amendments.length > 0) return;
  await steps.do({ kind: 'ProposeAmendment', agreement, ...BUILDCO_AMENDMENT, party: 'customer', person: 'Tom Rau' }, 'Tom Rau');
  await steps.do({ kind: 'SignAgreement', agreement, version: 2, party: 'customer', person: 'Tom Rau' }, 'Tom Rau');
  await steps.do({ kind: 'SignAgreement', agreement, version: 2, party: 'supplier', person: 'Anna Berg' }, 'Anna Berg');
};

export const demoSales = (): { readonly buildco: readonly TimedDocument[]; readonly nordbau: readonly TimedDocument[] } => ({
  buildco: salesOf(new Chance(SEED + 1), { prefix: 'B', members: ['hamburg', 'berlin', 'munich', 'cologne'], documents: 170 }),
  nordbau: salesOf(new Chance(SEED + 2), { prefix: 'N', members: [], documents: 80 }),
});

/** The year, in the order in which it became known: the renegotiation is signed in the middle of it. */
export const fillDemo = async (ledger: Ledger, onProgress: Progress): Promise<void> => {
  const steps = new Steps(ledger);
  const { buildco, nordbau } = demoSales();
  const before = buildco.filter((one) => one.recordedOn < SIGNED_ON);
  const after = buildco.slice(before.length);
  const total = buildco.length + nordbau.length;
  let done = 0;
  const onWindow = (count: number): void => {
    done += count;
    onProgress(done, total);
  };
  const group = partnershipIdOf(SUPPLIER, BUILDCO.customer);
  await signed(steps, ledger, BUILDCO);
  await signed(steps, ledger, NORDBAU);
  await steps.record(group, before, onWindow);
  await amended(steps, ledger);
  await steps.record(group, after, onWindow);
  await steps.record(partnershipIdOf(SUPPLIER, NORDBAU.customer), nordbau, onWindow);
};
