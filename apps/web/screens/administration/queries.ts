import { queryOptions } from '@tanstack/react-query';
import type { Paged } from '../../api/answers.ts';
import { get } from '../../api/request.ts';
import type { Delivery, Grant, Hook, Key, Listed, Member, Organisation, User } from './answers.ts';

/** Everything here begins with this key: a change asks for all of it again. */
export const ADMINISTRATION = ['administration'];
export const pathOf = (organisation: string): string => `/organisations/${encodeURIComponent(organisation)}`;
export const pathOfPartnership = (partnership: string): string => `/partnerships/${encodeURIComponent(partnership)}`;

const listed = <T>(path: string) => queryOptions({ queryKey: [...ADMINISTRATION, path], queryFn: async ({ signal }) => (await get<Listed<T>>(path, {}, signal)).items });

export const organisationsQuery = listed<Organisation>('/organisations');
export const usersQuery = listed<User>('/users');
export const serverKeysQuery = listed<Key>('/keys');
export const membersQuery = (organisation: string) => listed<Member>(`${pathOf(organisation)}/members`);
export const keysQuery = (organisation: string) => listed<Key>(`${pathOf(organisation)}/keys`);
export const hooksQuery = (organisation: string) => listed<Hook>(`${pathOf(organisation)}/webhooks`);
export const grantsQuery = (partnership: string) => listed<Grant>(`${pathOfPartnership(partnership)}/grants`);

export const deliveriesQuery = (organisation: string, hook: string, status: string) =>
  queryOptions({ queryKey: [...ADMINISTRATION, 'deliveries', organisation, hook, status], queryFn: async ({ signal }) => (await get<Paged<Delivery>>(`${pathOf(organisation)}/webhooks/${encodeURIComponent(hook)}/deliveries`, { status: status === '' ? undefined : status, limit: 50 }, signal)).items });
