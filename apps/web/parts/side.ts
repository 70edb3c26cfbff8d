import { useSyncExternalStore } from 'react';
import type { Me, Side } from '../api/answers.ts';
import { currentSession, onSession } from '../api/session.ts';
import type { Terms } from '../api/terms.ts';

export const useMe = (): Me | undefined => {
  const session = useSyncExternalStore(onSession, currentSession);
  return session.kind === 'here' ? session.me : undefined;
};

/** As which sides of an agreement this person may ask: both on an open server, none for an auditor. */
export const sidesOf = (me: Me | undefined, { supplier, customer }: Pick<Terms, 'supplier' | 'customer'>): readonly Side[] => {
  if (me === undefined) return [];
  if (me.is === 'open') return ['supplier', 'customer'];
  const of = (organisation: string): boolean => me.memberships.some((one) => one.organisation === organisation);
  return [...(of(supplier) ? (['supplier'] as const) : []), ...(of(customer) ? (['customer'] as const) : [])];
};

export const rolesIn = (me: Me | undefined, organisation: string): readonly string[] =>
  me?.memberships.find((one) => one.organisation === organisation)?.roles ?? [];
