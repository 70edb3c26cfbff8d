import { useQuery } from '@tanstack/react-query';
import type { Person } from '../api/negotiation-answers.ts';
import { pathOfPartnership } from '../api/paths.ts';
import { get } from '../api/request.ts';
import type { Terms } from '../api/terms.ts';
import { rolesIn, sidesOf, useMe } from './side.ts';
import type { Me, Side } from '../api/answers.ts';

export type Names = {
  readonly of: (id: string) => string;
  /** A sentence with the ids in it as names. */ readonly in: (sentence: string) => string;
};

/** What the ids of people stand for: the history holds ids only. Who may not ask, such as an auditor, reads the ids. */
export const useNames = (partnership: string, terms: Pick<Terms, 'supplier' | 'customer'> | undefined): Names => {
  const me = useMe();
  const mayAsk =
    me?.is === 'open' ||
    (terms !== undefined && me !== undefined && [terms.supplier, terms.customer].some((side) => rolesIn(me, side).length > 0));
  const { data } = useQuery({
    queryKey: ['people', partnership],
    enabled: partnership !== '' && mayAsk,
    staleTime: 300_000,
    retry: false,
    queryFn: async ({ signal }) =>
      (await get<{ readonly items: readonly Person[] }>(`${pathOfPartnership(partnership)}/people`, {}, signal)).items,
  });
  const names = new Map((data ?? []).flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
  const of = (id: string): string => names.get(id) ?? id;
  return { of, in: (sentence) => sentence.replaceAll(/[A-Za-z0-9][A-Za-z0-9_-]*/g, of) };
};

/** For which sides this person may do what asks for one of these roles. */
export const sidesWith = (me: Me | undefined, terms: Pick<Terms, 'supplier' | 'customer'>, roles: readonly string[]): readonly Side[] =>
  sidesOf(me, terms).filter((side) => me?.is === 'open' || rolesIn(me, terms[side]).some((role) => roles.includes(role)));

/** For which side somebody acts; on an open server it is said who does, elsewhere it is who signed in. */
export type Acting = { readonly party: Side; readonly person?: string };

/** As which sides this person may do what needs one of the roles; none where only looking on is allowed. */
export const actingIn = (me: Me | undefined, terms: Pick<Terms, 'supplier' | 'customer'>, roles: readonly string[]): readonly Acting[] =>
  sidesWith(me, terms, roles).map((party) => ({ party, ...(me?.is === 'open' ? { person: me.id } : {}) }));
