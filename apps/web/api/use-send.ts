import { type QueryKey, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { write } from './request.ts';
import { useRecording } from './use-recording.ts';

export type Sent = { readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly path: string; readonly body?: unknown };

/** A write; what it can have changed is asked again. */
export const useSend = <Answer>(
  renews: QueryKey,
  onDone?: (answer: Answer, sent: Sent) => void,
): UseMutationResult<Answer, Error, Sent> => {
  const queries = useQueryClient();
  return useRecording(
    ({ method = 'POST', path, body }: Sent, key) => write<Answer>(method, path, body, key),
    async (answer, sent) => {
      await queries.invalidateQueries({ queryKey: renews });
      onDone?.(answer, sent);
    },
  );
};
