import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Answer, CommandContext, Executed, ImportSummary, KnownAt, LedgerCommand } from '#ledger';
import { failure } from '../failure.ts';
import { answerOf, rejectionsOf, request } from './http-request.ts';
import type { FileImport, LedgerClient, Progress } from './ledger-client.ts';

const knownAtText = (knownAt: KnownAt | undefined): string | number | undefined => (knownAt === undefined ? undefined : 'position' in knownAt ? knownAt.position : knownAt.time);

type Route = { readonly path: readonly string[]; readonly body: unknown };

const routeOf = (command: LedgerCommand): Route => {
  switch (command.kind) {
    case 'OpenPartnership':
      return { path: ['partnerships'], body: { supplier: command.supplier, customer: command.customer } };
    case 'ProposeAgreement':
      return { path: ['agreements'], body: { terms: command.terms, party: command.party, person: command.person } };
    case 'RecordSales':
      return { path: ['partnerships', command.partnership, 'sales'], body: command.document };
    case 'SignAgreement':
    case 'WithdrawProposal': {
      const { agreement, version, party, person } = command;
      return { path: ['agreements', agreement, command.kind === 'SignAgreement' ? 'signatures' : 'withdrawals'], body: { version, party, person } };
    }
    case 'ProposeAmendment': {
      const { agreement, amendments, party, person, reason } = command;
      return { path: ['agreements', agreement, 'amendments'], body: { amendments, party, person, reason } };
    }
    case 'TerminateAgreement': {
      const { agreement, on, reason, party, person } = command;
      return { path: ['agreements', agreement, 'termination'], body: { on, reason, party, person } };
    }
    default:
      return command satisfies never;
  }
};

const execute = async (server: string, command: LedgerCommand, context: CommandContext): Promise<Executed> => {
  const { path, body } = routeOf(command);
  const received = await request(server, path, { method: 'POST', body, context });
  if (received.status < 300) return { kind: 'done', stream: '', ...(received.value as { token: string; revision: number; events: readonly string[] }) };
  const rejections = rejectionsOf(received);
  const [first] = rejections;
  return first?.code === 'CONFLICT' || first?.code === 'REVISION_CHANGED' ? { kind: 'conflict', message: first.message } : { kind: 'rejected', rejections };
};

const isGzip = (file: string): boolean => {
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(2);
    return readSync(descriptor, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b;
  } finally {
    closeSync(descriptor);
  }
};

/** The file goes to the server as it is, at the pace at which the server reads it. */
const importSales = async (server: string, sent: FileImport, context: CommandContext, onProgress?: (progress: Progress) => void): Promise<Answer<ImportSummary>> => {
  const { target, by, reporter, file, source, mapping } = sent;
  if (target.kind === 'supplier' && target.template !== undefined) {
    throw failure('NOT_OVER_HTTP', 'A server takes no template of terms.', 'Stop the server and import into its data directory: --data DIR.', { place: '--terms' });
  }
  const bytesTotal = statSync(source).size;
  let bytesRead = 0;
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(source)) {
      bytesRead += (chunk as Buffer).length;
      onProgress?.({ bytesRead, bytesTotal });
      yield chunk as Buffer;
    }
  };
  const body = Readable.toWeb(Readable.from(bytes(), { objectMode: false })) as ReadableStream<Uint8Array>;
  const whose = target.kind === 'partnership' ? { partnership: target.partnership } : { supplier: target.supplier };
  return answerOf(server, ['imports'], { method: 'POST', query: { ...whose, by, reporter, file, map: mapping }, stream: { body, type: isGzip(source) ? 'application/gzip' : 'text/csv' }, context });
};

export const httpClient = (server: string): LedgerClient => ({
  where: server,
  execute: (command, context) => execute(server, command, context),
  balance: ({ agreement, on, knownAt, atLeast }) => answerOf(server, ['agreements', agreement, 'balance'], { query: { on, knownAt: knownAtText(knownAt), atLeast } }),
  explain: ({ agreement, on, knownAt, atLeast, from, programme, cursor, limit }) =>
    answerOf(server, ['agreements', agreement, 'explain'], { query: { on, knownAt: knownAtText(knownAt), atLeast, from, programme, cursor, limit } }),
  replay: ({ agreement, from, to, knownAt, atLeast }) => answerOf(server, ['agreements', agreement, 'replay'], { query: { from, to, knownAt: knownAtText(knownAt), atLeast } }),
  timeline: ({ agreement, cursor, limit }) => answerOf(server, ['agreements', agreement, 'timeline'], { query: { cursor, limit } }),
  partnerships: ({ cursor, limit }) => answerOf(server, ['partnerships'], { query: { cursor, limit } }),
  agreement: (id) => answerOf(server, ['agreements', id]),
  imports: ({ cursor, limit }) => answerOf(server, ['imports'], { query: { cursor, limit } }),
  refusedLines: ({ import: id, cursor, limit }) => answerOf(server, ['imports', id, 'refused-lines'], { query: { cursor, limit } }),
  rebuild: () => Promise.reject(failure('NOT_OVER_HTTP', 'A server does not rebuild its views while it serves.', 'Stop it, and run rebate rebuild --data DIR.', { place: '--server', value: server })),
  importSales: (sent, context, onProgress) => importSales(server, sent, context, onProgress),
  close: () => Promise.resolve(),
});
