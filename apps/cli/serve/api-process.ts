import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../exit-codes.ts';
import { type CliFailure, failure } from '../failure.ts';

export const DEFAULT_PORT = 3000;
const HOST = '127.0.0.1';
/** A signal from the keyboard reaches the server itself; one sent to us alone is passed on after this. */
const FORWARD_AFTER_MS = 150;

/** What the server says when it listens; the token is for the first administrator, where there is none yet. */
export type Listening = { readonly listening: string; readonly firstAdministrator?: string };

const isListening = (value: unknown): value is Listening =>
  typeof value === 'object' && value !== null && 'listening' in value && typeof value.listening === 'string';

const portTaken = (port: number): CliFailure =>
  failure(
    'PORT_IN_USE',
    `Port ${port} on ${HOST} is in use.`,
    'Stop what holds it, or choose another with --port.',
    { place: '--port', value: String(port) },
    EXIT.failure,
  );

/** Says before any work is done that a port is taken. */
export const checkPort = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error);
    });
    probe.listen({ port, host: HOST, exclusive: true }, () => {
      probe.close(() => {
        resolve();
      });
    });
  });

const forwardSignals = (child: ChildProcess): (() => void) => {
  const forward = (signal: NodeJS.Signals): void => {
    setTimeout(
      () => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      },
      signal === 'SIGINT' ? FORWARD_AFTER_MS : 0,
    );
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, forward);
  return () => {
    for (const signal of signals) process.removeListener(signal, forward);
  };
};

/** Runs the server as a process of its own until it ends; `onListening` gets its address. Gives its exit code. */
export const runApi = async (
  options: { readonly data: string; readonly port: number; readonly open?: boolean },
  onListening: (said: Listening) => void,
): Promise<number> => {
  const main = fileURLToPath(import.meta.resolve('#server'));
  if (!existsSync(main)) throw failure('SERVER_NOT_BUILT', 'The server is not built.', 'Run npm run build.', { value: main }, EXIT.failure);
  const child = spawn(
    process.execPath,
    [main, '--data', options.data, '--port', String(options.port), ...(options.open === true ? ['--open'] : [])],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const unforward = forwardSignals(child);
  if (child.stdout === null) throw new Error('the server has no output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      const value: unknown = JSON.parse(line);
      if (isListening(value)) onListening(value);
    } catch {
      process.stderr.write(`${line}\n`);
    }
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      unforward();
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? EXIT.ok : EXIT.failure));
    });
  });
};
