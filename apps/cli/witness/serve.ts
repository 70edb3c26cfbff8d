import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { decideAddCheckpoint, originHash, parseVerifierKey, type Signer, type VerifierKey, type WitnessDecision } from '#audit';
import { nodeHasher } from '#projections';
import { keepEvidenceFile } from './evidence-file.ts';
import type { WitnessStore } from './witness-store.ts';

/** c2sp.org/tlog-witness over HTTP: whoever has a checkpoint and its proof can hand it in. */

/** Larger than any checkpoint with its proof and a hundred cosignatures. */
const MAX_BODY_BYTES = 131_072;
const TEXT = 'text/plain; charset=utf-8';

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body);
};

const keysOf = (store: WitnessStore): readonly VerifierKey[] =>
  store.logs().flatMap((log) =>
    log.keys.flatMap((line) => {
      const key = parseVerifierKey(line);
      return key.ok ? [key.value] : [];
    }),
  );

/** Nothing comes between reading the last checkpoint and remembering the next: it is one transaction, without a pause. */
const decide = (dir: string, store: WitnessStore, signer: Signer, body: string): WitnessDecision => {
  const now = new Date();
  const lastOf = (origin: string): string | undefined => store.log(origin)?.note ?? undefined;
  return store.db.transaction(() => {
    const decision = decideAddCheckpoint(
      { logs: keysOf(store), signer, lastOf, engine: { hasher: nodeHasher } },
      body,
      Math.floor(now.getTime() / 1_000),
    );
    if (decision.kind === 'cosigned') {
      const log = store.log(decision.origin);
      if (log !== undefined) store.remember(log.id, decision.remember, now.toISOString());
    } else if (decision.evidence !== undefined) {
      const origin = decision.evidence.offered.slice(0, decision.evidence.offered.indexOf('\n'));
      const log = store.log(origin);
      const number = log === undefined ? undefined : store.keepEvidence(log.id, decision.evidence, now.toISOString());
      if (number !== undefined) keepEvidenceFile(dir, number, origin, decision.evidence, null, now.toISOString());
    }
    return decision;
  });
};

const lastCheckpoint = (store: WitnessStore, path: string): string | undefined => {
  const hash = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
  return hash === undefined ? undefined : (store.logs().find(({ origin }) => originHash(origin) === hash)?.note ?? undefined);
};

/** Answers one request at a time where it matters: the store is synchronous. */
export const witnessServer = (
  dir: string,
  store: WitnessStore,
  signer: Signer,
  onDecision: (decision: WitnessDecision) => void = () => undefined,
): Server =>
  createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const path = request.url ?? '';
      if (request.method === 'POST' && path === '/add-checkpoint') {
        const body = await bodyOf(request);
        if (body === undefined) {
          answer(response, 413, TEXT, 'The request is too long.\n');
          return;
        }
        const decision = decide(dir, store, signer, body);
        onDecision(decision);
        answer(response, decision.status, decision.kind === 'cosigned' ? TEXT : decision.contentType, decision.body);
        return;
      }
      const note = request.method === 'GET' ? lastCheckpoint(store, path) : undefined;
      if (note === undefined) answer(response, 404, TEXT, 'There is nothing here.\n');
      else answer(response, 200, TEXT, note);
    };
    handle().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (!response.headersSent) answer(response, 500, TEXT, 'The witness failed.\n');
    });
  });
