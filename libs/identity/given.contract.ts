import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { Result } from '#kernel';
import type { Identity } from './identity.ts';
import { type IdentityOptions, openIdentity } from './open-identity.ts';

export const PASSWORD = 'a long enough password';
const START = Date.UTC(2026, 0, 10, 12);
const MINUTE_MS = 60_000;

/** The value of what must have been done. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'done' : (result.rejections[0]?.code ?? 'none'));

export type World = {
  identity: Identity;
  readonly folder: string;
  /** Time passes when a test says so. */
  pass(minutes: number): void;
  open(options?: Partial<IdentityOptions>): Promise<Identity>;
  /** A user who can sign in with `PASSWORD`. */
  user(name: string, options?: { readonly operator?: boolean }): Promise<string>;
};

/** Each test has a folder and a clock of its own. */
export const world = (): World => {
  let [now, folder] = [START, ''];
  const made: World = {
    identity: undefined as unknown as Identity,
    get folder() {
      return folder;
    },
    pass: (minutes) => {
      now += minutes * MINUTE_MS;
    },
    open: (options = {}) => openIdentity({ dataDir: folder, clock: () => new Date(now), ...options }),
    user: async (name, { operator = false } = {}) => {
      const { id } = valueOf(made.identity.users.create({ name, email: `${name}@example.org`, operator }));
      valueOf(await made.identity.setPassword(valueOf(made.identity.passwordLink(id)).secret, PASSWORD));
      return id;
    },
  };
  beforeEach(async () => {
    [now, folder] = [START, mkdtempSync(join(tmpdir(), 'identity-'))];
    made.identity = await made.open();
  });
  afterEach(() => {
    made.identity.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return made;
};
