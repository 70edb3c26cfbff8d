import type { Identity } from './identity.ts';
import type { IdentityOptions } from './open-identity.ts';

/** Loads sign-in only where it is opened: its tokens and passwords are a tenth of what a command line would load. */
export const openIdentity = async (options: IdentityOptions): Promise<Identity> =>
  (await import('./open-identity.ts')).openIdentity(options);
