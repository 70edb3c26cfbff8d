import { createHash, hash } from 'node:crypto';
import type { EventToAppend, JsonObject } from '#event-store';
import { canonicalJson } from '#kernel';
import { v7 } from 'uuid';
import type { CommandContext } from './ledger.ts';

/**
 * Ids derived from a command: the same command gives the same ids, so its retry is recognised. The first 48 bits are
 * the command's time, as in a uuid v7, so that the unique index of ids grows at its end (RFC 9562, version 8).
 */
export const eventIdOf = (commandId: string, stream: string, index: number): string => {
  const hex = createHash('sha256').update(`${commandId}\n${stream}\n${index}`).digest('hex');
  const head = commandId.replaceAll('-', '').slice(0, 12).toLowerCase();
  return `${head.slice(0, 8)}-${head.slice(8, 12)}-8${hex.slice(0, 3)}-a${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
};

/**
 * The same for the many events of an import, by their revisions: the bits after the time follow the revision, so that
 * what is appended together stands together in the index of ids, whose pages are then written once for many of them.
 */
export const importedIdOf = (commandId: string, stream: string, revision: number): string => {
  const hex = hash('sha256', `${commandId}\n${stream}\n${revision}`, 'hex');
  const head = commandId.replaceAll('-', '').slice(0, 12).toLowerCase();
  const order = (revision % 4_096).toString(16).padStart(3, '0');
  return `${head.slice(0, 8)}-${head.slice(8, 12)}-8${order}-a${hex.slice(0, 3)}-${hex.slice(3, 15)}`;
};

export const newCommandId = (): string => v7();

/** Fingerprint of a command's content, to tell a retry from another command under the same id. */
export const contentHash = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 32);

export type Decided = { readonly type: string; readonly data: unknown };

export const toAppend = (
  decided: readonly Decided[],
  stream: string,
  partnership: string | undefined,
  context: CommandContext,
  hash: string,
  firstIndex = 0,
): EventToAppend[] =>
  decided.map((event, index) => ({
    id: eventIdOf(context.commandId, stream, firstIndex + index),
    type: event.type,
    data: event.data as JsonObject,
    metadata: {
      $causationId: context.causationId ?? context.commandId,
      $correlationId: context.correlationId ?? context.commandId,
      actor: context.actor,
      commandHash: hash,
      commandId: context.commandId,
      ...(partnership === undefined ? {} : { partnershipId: partnership }),
      schema: 1,
    },
  }));
