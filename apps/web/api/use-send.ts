import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { newKey, write } from './request.ts';

export type Sent = { readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly path: string; readonly body?: unknown };

/** A write; what it can have changed is asked again. Each attempt has a key of its own: pressed twice, it is carried out once. */
export const useSend = <Answer>(renews: QueryKey, onDone?: (answer: Answer, sent: Sent) => void): UseMutationResult<Answer, Error, Sent> => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ method = 'POST', path, body }: Sent) => write<Answer>(method, path, body, newKey()),
    onSuccess: async (answer, sent) => {
      await queries.invalidateQueries({ queryKey: renews });
      onDone?.(answer, sent);
    },
  });
};
