import type { SalesDocument } from '#rebates';
import { eventIdOf } from '../event-ids.ts';
import type { CommandContext, Executed } from '../ledger.ts';
import type { SalesRecorder } from '../sales-recorder.ts';

type Done = Extract<Executed, { kind: 'done' }>;

/**
 * Records the corrections that an event decided, each under an id that follows from the event: carrying it out again,
 * after a failure or by another command, records nothing twice.
 */
export const carryOut = async (
  recorder: SalesRecorder,
  partnership: string,
  decided: { readonly eventId: string; readonly corrections: readonly SalesDocument[] },
  context: CommandContext,
): Promise<Exclude<Executed, Done> | { readonly kind: 'done'; readonly token: string | undefined; readonly events: readonly string[] }> => {
  const events: string[] = [];
  let token: string | undefined;
  for (const [index, document] of decided.corrections.entries()) {
    const { correlationId, actor, now } = context;
    const executed = await recorder.record(partnership, document, {
      commandId: eventIdOf(decided.eventId, 'correction', index),
      causationId: decided.eventId,
      actor,
      now,
      ...(correlationId === undefined ? {} : { correlationId }),
    });
    if (executed.kind !== 'done') return executed;
    events.push(...executed.events);
    if (executed.events.length > 0) token = executed.token;
  }
  return { kind: 'done', token, events };
};
