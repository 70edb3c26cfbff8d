import type { Identity } from './identity.ts';

/** Who works on the server's own machine, with its files: the command line with --data. */
const MACHINE = 'cli:';

/**
 * Whether somebody still answers for what was set up for an organisation to go on by itself: an administrator of it, as
 * of now. When the role is taken away, what they set up ends with it.
 */
export const vouches = (
  identity: Pick<Identity, 'organisations' | 'members'>,
  { organisation, by }: { readonly organisation: string; readonly by: string },
): boolean => {
  if (identity.organisations.find(organisation) === undefined) return false;
  if (by.startsWith(MACHINE)) return true;
  return identity.members
    .list(organisation)
    .some(({ user, roles }) => user.id === by && user.status === 'active' && roles.includes('administrator'));
};
