import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Answer, CommandContext, Executed, ImportSummary, KnownAt, LedgerCommand } from '#ledger';
import { sourceAt } from '../audit/sources.ts';
import { failure } from '../failure.ts';
import { agreementRoute, privateRoute, type Route } from './agreement-routes.ts';
import { disputeRoute, httpDisputing } from './disputes-http.ts';
import { httpReconciling, reconciliationRoute } from './reconciliation-http.ts';
import { answerOf, isSignedIn, rejectionsOf, request } from './http-request.ts';
import { knownAtInBody, knownAtText } from './known-at.ts';
import { bookRoute, claimRoute, isBookCommand, isClaimCommand } from './settling-routes.ts';
import { type FileImport, type LedgerClient, type Progress, senderOf } from './ledger-client.ts';

const aboutOf = ({ on, knownAt, atLeast }: { readonly on?: string; readonly knownAt?: KnownAt; readonly atLeast?: string }) => ({
  on,
  knownAt: knownAtText(knownAt),
  atLeast,
});

const routeOf = (command: LedgerCommand): Route => {
  switch (command.kind) {
    case 'OpenPartnership':
      return { path: ['partnerships'], body: { supplier: command.supplier, customer: command.customer } };
    case 'RecordRates': {
      const { partnership, table, to, rates } = command;
      return { path: ['partnerships', partnership, 'rates'], body: { table, to, rates } };
    }
    case 'SetPolicy':
      return {
        method: 'PUT',
        path: ['agreements', command.agreement, 'policy'],
        query: { for: command.organisation },
        body: command.policy,
      };
    case 'ClosePeriod':
      return { path: ['agreements', command.agreement, 'statements'], body: { period: command.period } };
    case 'RecordSales':
      return { path: ['partnerships', command.partnership, 'sales'], body: command.document };
    case 'SaveDraft':
    case 'DiscardDraft':
    case 'ProposeDraft':
    case 'AddNote':
      return privateRoute(command);
    case 'SetMatchingRules':
    case 'ResolveVariances':
    case 'StateFigures':
    case 'ResolveStatedFigure':
      return reconciliationRoute(command);
    case 'OpenDispute':
    case 'CommentDispute':
    case 'EscalateDispute':
    case 'ProposeOutcome':
    case 'EndDispute':
    case 'AcceptOutcome':
      return disputeRoute(command);
    default:
      if (isClaimCommand(command)) return claimRoute(command);
      return isBookCommand(command) ? bookRoute(command) : agreementRoute(command);
  }
};

const execute = async (server: string, command: LedgerCommand, context: CommandContext): Promise<Executed> => {
  const { path, body, method = 'POST', query = {} } = routeOf(command);
  const received = await request(server, path, { method, query, body, context });
  if (received.status < 300)
    return { kind: 'done', stream: '', ...(received.value as Omit<Extract<Executed, { kind: 'done' }>, 'kind' | 'stream'>) };
  const rejections = rejectionsOf(received);
  const [first] = rejections;
  return first?.code === 'CONFLICT' || first?.code === 'REVISION_CHANGED'
    ? { kind: 'conflict', message: first.message }
    : { kind: 'rejected', rejections };
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
const importSales = async (
  server: string,
  sent: FileImport,
  context: CommandContext,
  onProgress?: (progress: Progress) => void,
): Promise<Answer<ImportSummary>> => {
  const { target, reporter, file, source, mapping } = sent;
  const by = sent.by ?? ((await isSignedIn(server)) ? undefined : senderOf(sent));
  if (target.kind === 'supplier' && target.template !== undefined) {
    throw failure(
      'NOT_OVER_HTTP',
      'A server takes no template of terms.',
      'Stop the server and import into its data directory: --data DIR.',
      { place: '--terms' },
    );
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
  return answerOf(server, ['imports'], {
    method: 'POST',
    query: { ...whose, by, reporter, file, map: mapping },
    stream: { body, type: isGzip(source) ? 'application/gzip' : 'text/csv' },
    context,
  });
};

export const httpClient = (server: string): LedgerClient => ({
  where: server,
  execute: (command, context) => execute(server, command, context),
  settling: {
    claims: ({ agreement, status, overdue, ...at }) =>
      answerOf(server, ['agreements', agreement, 'claims'], {
        query: { ...aboutOf(at), status, overdue: overdue === true ? 'true' : undefined },
      }),
    settlements: ({ agreement, ...at }) => answerOf(server, ['agreements', agreement, 'settlements'], { query: aboutOf(at) }),
    claimLines: ({ agreement, programme, cursor, limit, ...at }) =>
      answerOf(server, ['agreements', agreement, 'claim-lines'], { query: { ...aboutOf(at), programme, cursor, limit } }),
    due: ({ agreement, ...at }) => answerOf(server, ['agreements', agreement, 'due'], { query: aboutOf(at) }),
    shortPayments: ({ agreement, ...at }) => answerOf(server, ['agreements', agreement, 'short-payments'], { query: aboutOf(at) }),
    ageing: ({ agreement, ...at }) => answerOf(server, ['agreements', agreement, 'ageing'], { query: aboutOf(at) }),
  },
  books: {
    accruals: ({ organisation, agreement }) => answerOf(server, ['organisations', organisation, 'agreements', agreement, 'accruals']),
    journal: ({ organisation, agreement, from, to }) =>
      answerOf(server, ['organisations', organisation, 'agreements', agreement, 'journal'], { query: { from, to } }),
    accounts: ({ organisation }) => answerOf(server, ['organisations', organisation, 'accounts']),
  },
  balance: ({ agreement, on, knownAt, atLeast, policyOf }) =>
    answerOf(server, ['agreements', agreement, 'balance'], { query: { on, knownAt: knownAtText(knownAt), atLeast, as: policyOf } }),
  policy: ({ agreement, organisation, knownAt, atLeast }) =>
    answerOf(server, ['agreements', agreement, 'policy'], { query: { for: organisation, knownAt: knownAtText(knownAt), atLeast } }),
  goals: ({ agreement, on, knownAt, atLeast }) =>
    answerOf(server, ['agreements', agreement, 'goals'], { query: { on, knownAt: knownAtText(knownAt), atLeast } }),
  alerts: ({ agreement, on, knownAt, atLeast, nearPercent, nearDays, endingDays }) =>
    answerOf(server, ['agreements', agreement, 'alerts'], {
      query: { on, knownAt: knownAtText(knownAt), atLeast, nearPercent, nearDays, endingDays },
    }),
  compare: ({ agreement, knownAt, ...asked }) =>
    answerOf(server, ['agreements', agreement, 'compare'], { method: 'POST', body: { ...asked, knownAt: knownAtInBody(knownAt) } }),
  design: ({ agreement, knownAt, ...asked }) =>
    answerOf(server, ['agreements', agreement, 'design'], { method: 'POST', body: { ...asked, knownAt: knownAtInBody(knownAt) } }),
  explain: ({ agreement, on, knownAt, atLeast, from, programme, cursor, limit }) =>
    answerOf(server, ['agreements', agreement, 'explain'], {
      query: { on, knownAt: knownAtText(knownAt), atLeast, from, programme, cursor, limit },
    }),
  replay: ({ agreement, from, to, knownAt, atLeast }) =>
    answerOf(server, ['agreements', agreement, 'replay'], { query: { from, to, knownAt: knownAtText(knownAt), atLeast } }),
  timeline: ({ agreement, cursor, limit }) => answerOf(server, ['agreements', agreement, 'timeline'], { query: { cursor, limit } }),
  partnerships: ({ cursor, limit }) => answerOf(server, ['partnerships'], { query: { cursor, limit } }),
  agreement: (id) => answerOf(server, ['agreements', id]),
  versions: (agreement) => answerOf(server, ['agreements', agreement, 'versions']),
  version: ({ agreement, version }) => answerOf(server, ['agreements', agreement, 'versions', String(version)]),
  diff: ({ agreement, from, to }) => answerOf(server, ['agreements', agreement, 'diff'], { query: { from, to } }),
  overview: ({ agreement, on, atLeast }) => answerOf(server, ['agreements', agreement, 'overview'], { query: { on, atLeast } }),
  words: ({ agreement, version }) => answerOf(server, ['agreements', agreement, 'words'], { query: { version } }),
  trueUps: ({ agreement, on, knownAt, atLeast }) =>
    answerOf(server, ['agreements', agreement, 'true-ups'], { query: { on, knownAt: knownAtText(knownAt), atLeast } }),
  replica: ({ agreement, from, id, baselines }) =>
    answerOf(server, ['agreements', agreement, 'replica'], { query: { from, id, baselines: baselines === true ? 'measured' : undefined } }),
  drafts: ({ organisation, cursor, limit }) => answerOf(server, ['organisations', organisation, 'drafts'], { query: { cursor, limit } }),
  draft: ({ organisation, draft }) => answerOf(server, ['organisations', organisation, 'drafts', draft]),
  notes: ({ organisation, agreement }) => answerOf(server, ['organisations', organisation, 'agreements', agreement, 'notes']),
  reconciliation: httpReconciling(server),
  disputes: httpDisputing(server),
  auditing: { report: ({ agreement, atLeast }) => answerOf(server, ['agreements', agreement, 'audit'], { query: { atLeast } }) },
  imports: ({ cursor, limit }) => answerOf(server, ['imports'], { query: { cursor, limit } }),
  refusedLines: ({ import: id, cursor, limit }) => answerOf(server, ['imports', id, 'refused-lines'], { query: { cursor, limit } }),
  closing: {
    bridge: ({ agreement, figure, on, knownAt, fromOn, fromKnownAt, atLeast, cursor, limit }) =>
      answerOf(server, ['agreements', agreement, 'bridge'], {
        query: { figure, on, knownAt: knownAtText(knownAt), fromOn, fromKnownAt: knownAtText(fromKnownAt), atLeast, cursor, limit },
      }),
    statements: ({ agreement, knownAt, atLeast }) =>
      answerOf(server, ['agreements', agreement, 'statements'], { query: { knownAt: knownAtText(knownAt), atLeast } }),
    statement: ({ agreement, period, atLeast }) =>
      answerOf(server, ['agreements', agreement, 'statements', period], { query: { atLeast } }),
    check: ({ agreement, period }) => answerOf(server, ['agreements', agreement, 'statements', period, 'check']),
    preview: ({ agreement, period, atLeast }) =>
      answerOf(server, ['agreements', agreement, 'statements', period, 'preview'], { query: { atLeast } }),
    periods: ({ agreement, every, atLeast }) => answerOf(server, ['agreements', agreement, 'periods'], { query: { every, atLeast } }),
    figures: ({ agreement, on, knownAt, atLeast }) =>
      answerOf(server, ['agreements', agreement, 'figures'], { query: { on, knownAt: knownAtText(knownAt), atLeast } }),
  },
  rebuild: () =>
    Promise.reject(
      failure('NOT_OVER_HTTP', 'A server does not rebuild its views while it serves.', 'Stop it, and run rebate rebuild --data DIR.', {
        place: '--server',
        value: server,
      }),
    ),
  importSales: (sent, context, onProgress) => importSales(server, sent, context, onProgress),
  proofs: sourceAt(server),
  close: () => Promise.resolve(),
});
