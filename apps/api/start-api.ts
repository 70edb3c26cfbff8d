import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AppOptions, createApp } from './create-app.ts';

export type StartOptions = AppOptions & {
  /** 0 takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** SIGTERM and SIGINT answer what is running, close the ledger and end the process. */
  readonly endsOnSignals?: boolean;
};

export type RunningApi = {
  readonly url: string;
  /** Ends the open streams, answers what is running, closes the ledger. */
  close(): Promise<void>;
};

export const DEFAULT_PORT = 3000;
/** A large import takes its time; the headers of a request must still come within Node's minute. */
const MAX_REQUEST_MS = 1_800_000;
const DEFAULT_HOST = '127.0.0.1';

export const startApi = async ({
  port = DEFAULT_PORT,
  host = DEFAULT_HOST,
  endsOnSignals = false,
  ...options
}: StartOptions): Promise<RunningApi> => {
  const app = await createApp(options);
  if (endsOnSignals) app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  const server = app.getHttpServer();
  server.requestTimeout = MAX_REQUEST_MS;
  try {
    await app.init();
    // Not app.listen: it writes the error to the log as well, where a person shall read one sentence.
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`, close: () => app.close() };
};
