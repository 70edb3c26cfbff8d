import type { EventStore } from '#event-store';
import { partnershipIdOf, type Rejection } from '#kernel';
import { agreementDecider, type AgreementCommand, type AgreementEvent, partnershipDecider } from '#rebates';
import { contentHash, newCommandId, toAppend } from './event-ids.ts';
import type { CommandContext } from './ledger.ts';
import { agreementStream, partnershipStream } from './streams.ts';

const PLACEHOLDER = '{customer}';

const filled = (value: unknown, customer: string): unknown => {
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, customer);
  if (Array.isArray(value)) return value.map((item) => filled(item, customer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, customer)]));
};

/**
 * One customer's agreement from a template: an agreement file in which `{customer}` stands for the customer. Supplier
 * and customer are filled in; an id without the placeholder is made each customer's own by adding it.
 */
export const templateFor = (template: unknown, supplier: string, customer: string): Readonly<Record<string, unknown>> => {
  const source = typeof template === 'object' && template !== null ? (template as Record<string, unknown>) : {};
  const id = typeof source['id'] === 'string' ? source['id'] : `${supplier}-${PLACEHOLDER}`;
  const own = id.includes(PLACEHOLDER) ? id : `${id}-${PLACEHOLDER}`;
  return { ...(filled({ ...source, id: own }, customer) as Record<string, unknown>), supplier, customer };
};

/**
 * Opens a partnership where there is none and signs one agreement for both sides: a demonstration's or a migration's way in.
 * Gives what is wrong with the terms; nothing where all went well.
 */
export const signFromTemplate = async (
  store: EventStore,
  terms: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<readonly Rejection[]> => {
  const [agreement, supplier, customer, person] = [
    String(terms['id']),
    String(terms['supplier']),
    String(terms['customer']),
    context.actor,
  ];
  const commands: readonly AgreementCommand[] = [
    { kind: 'ProposeAgreement', terms, party: 'supplier', person },
    { kind: 'SignAgreement', agreement, version: 1, party: 'supplier', person },
    { kind: 'SignAgreement', agreement, version: 1, party: 'customer', person },
  ];
  let state = agreementDecider.initial;
  const events: AgreementEvent[] = [];
  for (const command of commands) {
    const decision = agreementDecider.decide(command, state);
    if (decision.kind === 'rejected') return decision.rejections;
    events.push(...decision.events);
    state = decision.events.reduce(agreementDecider.evolve, state);
  }
  const run: CommandContext = { commandId: newCommandId(), actor: context.actor, correlationId: context.commandId, now: context.now };
  const partnership = partnershipIdOf(supplier, customer);
  const hash = contentHash(terms);
  const opened = partnershipDecider.decide({ kind: 'OpenPartnership', supplier, customer }, partnershipDecider.initial);
  if (opened.kind === 'rejected') return opened.rejections;
  // Where it stands already there is nothing to open: the append conflicts, and that is all.
  const home = partnershipStream(partnership);
  await store.append(home, 'noStream', toAppend(opened.events, home, partnership, run, hash));
  const stream = agreementStream(agreement);
  const appended = await store.append(stream, 'noStream', toAppend(events, stream, partnership, run, hash));
  if (appended.kind === 'appended') return [];
  return [
    {
      code: 'AGREEMENT_EXISTS',
      message: `There is an agreement ${agreement} already.`,
      place: 'id',
      value: agreement,
      wayOut: 'Give the template an id of its own.',
    },
  ];
};
