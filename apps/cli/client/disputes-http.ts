import type { Answer, CommandContext, DisputeRequest, Disputing, Executed, KnownAt } from '#ledger';
import type { Route } from './agreement-routes.ts';
import { answerOf, request, rejectionsOf } from './http-request.ts';
import { knownAtInBody, knownAtText } from './known-at.ts';

/** Where commands and questions about disputes go. */

const PATHS: Readonly<Record<Exclude<DisputeRequest['kind'], 'OpenDispute'>, string>> = {
  CommentDispute: 'comments',
  EscalateDispute: 'escalations',
  ProposeOutcome: 'proposals',
  EndDispute: 'end',
  AcceptOutcome: 'acceptance',
};

export const disputeRoute = ({ kind, partnership, ...rest }: DisputeRequest): Route => {
  const at = ['partnerships', partnership, 'disputes'];
  if (kind === 'OpenDispute') {
    const { knownAt } = rest as { readonly knownAt?: KnownAt };
    return { path: at, body: { ...rest, knownAt: knownAtInBody(knownAt) } };
  }
  const { dispute, ...body } = rest as { readonly dispute: string };
  return { path: [...at, dispute, PATHS[kind]], body };
};

type Evidence = Parameters<Disputing['addEvidence']>[0];

/** The file goes as it is; the server reads it piece by piece. */
const addEvidence = async (
  server: string,
  { partnership, dispute, name, text: said, party, person, source }: Evidence,
  context: CommandContext,
): Promise<Executed> => {
  const body = ReadableStream.from<Uint8Array>(source);
  const received = await request(server, ['partnerships', partnership, 'disputes', dispute, 'evidence'], {
    method: 'POST',
    query: { name, text: said, party, person },
    stream: { body, type: 'application/octet-stream' },
    context,
  });
  if (received.status < 300)
    return { kind: 'done', stream: '', ...(received.value as Omit<Extract<Executed, { kind: 'done' }>, 'kind' | 'stream'>) };
  return { kind: 'rejected', rejections: rejectionsOf(received) };
};

const evidence = async (
  server: string,
  { partnership, dispute, sha256 }: Parameters<Disputing['evidence']>[0],
): ReturnType<Disputing['evidence']> => {
  const found: Answer<{ readonly name: string; readonly base64: string }> = await answerOf(
    server,
    ['partnerships', partnership, 'disputes', dispute, 'evidence', sha256],
    { query: { as: 'json' } },
  );
  return found.kind === 'answer'
    ? { kind: 'answer', value: { name: found.value.name, sha256, bytes: Buffer.from(found.value.base64, 'base64') } }
    : found;
};

export const httpDisputing = (server: string): Disputing => ({
  disputes: ({ partnership, knownAt, openOnly, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'disputes'], {
      query: { ...query, knownAt: knownAtText(knownAt), open: openOnly === true ? 'only' : undefined },
    }),
  dispute: ({ partnership, dispute, knownAt, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'disputes', dispute], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  addEvidence: (sent, context) => addEvidence(server, sent, context),
  evidence: (query) => evidence(server, query),
});
