import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Paged } from '../../api/answers.ts';
import type {
  Amendment,
  Diff,
  Draft,
  DraftRow,
  Note,
  Overview,
  Reading,
  Replica,
  VersionDetail,
  VersionRow,
  Words,
} from '../../api/negotiation-answers.ts';
import { pathOfAgreement, pathOfOrganisation } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import { ask } from '../../what-if/queries.ts';

export const overviewQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'overview'],
    queryFn: ({ signal }) => get<Overview>(`${pathOfAgreement(agreement)}/overview`, {}, signal),
  });

export const versionsQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'version-rows'],
    queryFn: ({ signal }) => get<readonly VersionRow[]>(`${pathOfAgreement(agreement)}/versions`, {}, signal),
  });

export const versionQuery = (agreement: string, version: number) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'version', version],
    queryFn: ({ signal }) => get<VersionDetail>(`${pathOfAgreement(agreement)}/versions/${version}`, {}, signal),
  });

export const wordsQuery = (agreement: string, version: number) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'words', version],
    queryFn: ({ signal }) => get<Words>(`${pathOfAgreement(agreement)}/words`, { version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const diffQuery = (agreement: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'diff', from, to],
    queryFn: ({ signal }) => get<Diff>(`${pathOfAgreement(agreement)}/diff`, { from, to }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Terms next year could begin with. */
export const replicaQuery = (agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'replica'],
    queryFn: ({ signal }) => get<Replica>(`${pathOfAgreement(agreement)}/replica`, {}, signal),
  });

/** What is written, read as a proposal would be. What was read before stays until the next is there. */
export const readingQuery = (
  agreement: string | undefined,
  written: { readonly terms: unknown } | { readonly amendments: readonly Amendment[] },
) =>
  queryOptions({
    queryKey: ['agreement', agreement ?? null, 'reading', written],
    queryFn: ({ signal }) =>
      ask<Reading>(agreement === undefined ? '/agreements/readings' : `${pathOfAgreement(agreement)}/readings`, written, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What an organisation keeps to itself. Its drafts do not hang on one agreement: they are asked for by themselves. */
export const draftsQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['drafts', organisation],
    queryFn: async ({ signal }) => (await get<Paged<DraftRow>>(`${pathOfOrganisation(organisation)}/drafts`, { limit: 100 }, signal)).items,
  });

export const draftQuery = (organisation: string, draft: string) =>
  queryOptions({
    queryKey: ['drafts', organisation, draft],
    queryFn: ({ signal }) => get<Draft>(`${pathOfOrganisation(organisation)}/drafts/${encodeURIComponent(draft)}`, {}, signal),
  });

export const notesQuery = (organisation: string, agreement: string) =>
  queryOptions({
    queryKey: ['agreement', agreement, 'notes', organisation],
    queryFn: ({ signal }) => get<readonly Note[]>(`${pathOfOrganisation(organisation)}${pathOfAgreement(agreement)}/notes`, {}, signal),
  });
