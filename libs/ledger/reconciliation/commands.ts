import type { RecordedEvent } from '#event-store';
import { events, partiesOf, rejected } from '#kernel';
import {
  type PartnershipCommand,
  partnershipDecider,
  type PartnershipEvent,
  type PartnershipState,
  refuseVariance,
  type ToResolve,
  type VarianceCommand,
  varianceDecider,
  type VarianceEvent,
  type VarianceState,
} from '#rebates';
import { decideOnStream, foldStream, wrongCommandId } from '../execute.ts';
import type { CommandContext, Executed } from '../ledger.ts';
import { partnershipUnknown } from '../rejections.ts';
import { partnershipStream, reconciliationStream } from '../streams.ts';
import type { ReconciliationCommand } from './answers.ts';
import { carryOut } from './carry-out.ts';
import { correctionsOf } from './corrections.ts';
import { placeIn, type ReconcilingParts } from './parts.ts';
import { Records } from './records.ts';
import { faultsOf, partyOfSide } from './rules.ts';
import { heldOf } from './sales-lines.ts';
import type { VarianceQueries } from './variance-queries.ts';

type Resolve = Extract<ReconciliationCommand, { kind: 'ResolveVariances' }>;
type SetRules = Extract<ReconciliationCommand, { kind: 'SetMatchingRules' }>;

export const isReconciliationCommand = (command: { readonly kind: string }): command is ReconciliationCommand =>
  command.kind === 'SetMatchingRules' || command.kind === 'ResolveVariances';

/** What the two sides decide about the differences between their records. */
export class ReconciliationCommands {
  private readonly parts: ReconcilingParts;
  private readonly queries: VarianceQueries;

  constructor(parts: ReconcilingParts, queries: VarianceQueries) {
    this.parts = parts;
    this.queries = queries;
  }

  async execute(command: ReconciliationCommand, context: CommandContext): Promise<Executed> {
    const wrong = wrongCommandId(context);
    if (wrong !== undefined) return wrong;
    const { partnership } = command;
    const exists =
      partiesOf(partnership) !== undefined && (await this.parts.store.streamRevision(partnershipStream(partnership))) !== 'noStream';
    if (!exists) return { kind: 'rejected', rejections: [partnershipUnknown(partnership)] };
    return command.kind === 'SetMatchingRules' ? this.setRules(command, context) : this.resolve(command, context);
  }

  /** Rules are recorded only where lines can be matched by them. */
  private setRules(command: SetRules, context: CommandContext): Promise<Executed> {
    const { partnership } = command;
    return decideOnStream<PartnershipCommand, PartnershipState, PartnershipEvent>({
      store: this.parts.store,
      command,
      stream: partnershipStream(partnership),
      partnership: () => partnership,
      context,
      decider: {
        ...partnershipDecider,
        decide: (asked, state) => {
          const decision = partnershipDecider.decide(asked, state);
          if (decision.kind === 'rejected') return decision;
          const after = decision.events.reduce(partnershipDecider.evolve, state);
          const faults = after.status === 'open' ? faultsOf(after.matching) : [];
          return faults.length > 0 ? rejected(...faults) : decision;
        },
      },
    });
  }

  /** Decided first, with the corrections as data; then these are recorded. A retry finishes what was left. */
  private async resolve(command: Resolve, context: CommandContext): Promise<Executed> {
    const found = await this.toResolve(command);
    if (!Array.isArray(found)) return found;
    const missing = command.variances.filter((id) => !found.some(({ variance }) => variance === id));
    const decided = await decideOnStream<Resolve, VarianceState, VarianceEvent>({
      store: this.parts.store,
      command,
      stream: reconciliationStream(command.partnership),
      partnership: () => command.partnership,
      context,
      decider: {
        ...varianceDecider,
        decide: (asked, state) => {
          const unknown = missing.filter((id) => state.get(id)?.resolved === undefined);
          if (unknown.length > 0)
            return rejected(
              ...unknown.map((variance) =>
                refuseVariance('VARIANCE_UNKNOWN', { variance, partnership: asked.partnership }, { place: 'variances', value: variance }),
              ),
            );
          if (found.length === 0 && missing.length > 0) return events();
          const { kind, partnership, accept, agreed, reason, party, person } = asked;
          const whole: VarianceCommand = {
            kind,
            partnership,
            variances: found,
            accept,
            ...(agreed === undefined ? {} : { agreed }),
            ...(reason === undefined ? {} : { reason }),
            party,
            person,
          };
          return varianceDecider.decide(whole, state);
        },
      },
    });
    if (decided.kind !== 'done') return decided;
    return this.correct(command.partnership, new Set(found.map(({ variance }) => variance)), decided, context);
  }

  private async toResolve(command: Resolve): Promise<ToResolve[] | Extract<Executed, { kind: 'rejected' }>> {
    const { store, caughtUpTo } = this.parts;
    const last = await store.lastToken();
    if (last !== undefined) await caughtUpTo(last);
    const place = await placeIn(this.parts, { partnership: command.partnership });
    if (!place.ok) return { kind: 'rejected', rejections: place.rejections };
    const { book, told } = await this.queries.told(place.value);
    const records = new Records(this.parts.documents, command.partnership, book.agreed, {
      supplier: book.headOf('supplier'),
      customer: book.headOf('customer'),
    });
    const byId = new Map(told.map((one) => [one.variance.id, one.variance]));
    const all: ToResolve[] = [];
    for (const id of new Set(command.variances)) {
      const variance = byId.get(id);
      if (variance === undefined) continue;
      const { kind, on, ours, theirs, quantity, value } = variance;
      all.push({
        partnership: command.partnership,
        variance: id,
        kind,
        ...(on === undefined ? {} : { side: partyOfSide(on) }),
        ...(ours === undefined ? {} : { supplier: heldOf(ours) }),
        ...(theirs === undefined ? {} : { customer: heldOf(theirs) }),
        quantity,
        value,
        corrections: await correctionsOf(records, book.agreed, variance, command.accept, command.agreed),
      });
    }
    return all;
  }

  /** Carries out what was decided of variances that still stand, by this command or before: those that are gone were corrected. */
  private async correct(
    partnership: string,
    variances: ReadonlySet<string>,
    decided: Extract<Executed, { kind: 'done' }>,
    context: CommandContext,
  ): Promise<Executed> {
    const { events: recorded } = await foldStream(this.parts.store, varianceDecider, reconciliationStream(partnership));
    const names: string[] = [...decided.events];
    let { token } = decided;
    for (const event of lastResolutions(recorded, variances)) {
      const data = event.data as unknown as Extract<VarianceEvent, { type: 'VarianceResolved' }>['data'];
      const done = await carryOut(this.parts.recorder, partnership, { eventId: event.id, corrections: data.corrections }, context);
      if (done.kind !== 'done') return done;
      names.push(...done.events);
      token = done.token ?? token;
    }
    return { ...decided, token, events: names };
  }
}

/** Of each variance the newest resolution, in their order. */
const lastResolutions = (recorded: readonly RecordedEvent[], variances: ReadonlySet<string>): RecordedEvent[] => {
  const last = new Map<string, RecordedEvent>();
  for (const event of recorded) {
    const id = event.data['variance'];
    if (event.type === 'VarianceResolved' && typeof id === 'string' && variances.has(id)) last.set(id, event);
  }
  return [...last.values()].sort((a, b) => a.revision - b.revision);
};
