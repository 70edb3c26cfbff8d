import { queryOptions } from '@tanstack/react-query';
import type { Paged } from '../../api/answers.ts';
import { pathOfOrganisation, pathOfPartnership } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import type { Delivery, Grant, Hook, Key, Listed, Member, Organisation, User } from './answers.ts';

/** Everything here begins with this key: a change asks for all of it again. */
export const ADMINISTRATION = ['administration'];

const listed = <T>(path: string) =>
  queryOptions({ queryKey: [...ADMINISTRATION, path], queryFn: async ({ signal }) => (await get<Listed<T>>(path, {}, signal)).items });

export const organisationsQuery = listed<Organisation>('/organisations');
export const usersQuery = listed<User>('/users');
export const serverKeysQuery = listed<Key>('/keys');
export const membersQuery = (organisation: string) => listed<Member>(`${pathOfOrganisation(organisation)}/members`);
export const keysQuery = (organisation: string) => listed<Key>(`${pathOfOrganisation(organisation)}/keys`);
export const hooksQuery = (organisation: string) => listed<Hook>(`${pathOfOrganisation(organisation)}/webhooks`);
export const grantsQuery = (partnership: string) => listed<Grant>(`${pathOfPartnership(partnership)}/grants`);

/** Messages come and go by themselves: whoever looks at them sees it. */
const AGAIN_MS = 3_000;

export const deliveriesQuery = (organisation: string, hook: string, status: string) =>
  queryOptions({
    queryKey: [...ADMINISTRATION, 'deliveries', organisation, hook, status],
    queryFn: async ({ signal }) =>
      (
        await get<Paged<Delivery>>(
          `${pathOfOrganisation(organisation)}/webhooks/${encodeURIComponent(hook)}/deliveries`,
          { status: status === '' ? undefined : status, limit: 50 },
          signal,
        )
      ).items,
    refetchInterval: AGAIN_MS,
  });
