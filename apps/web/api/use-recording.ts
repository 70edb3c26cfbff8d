import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from './request.ts';

/**
 * Sends what is to be recorded. It keeps one key for one content until that is recorded: what is sent twice, because the
 * first answer was lost, is carried out once; the same said again afterwards is said again.
 */
export const useRecording = <Content, Answer>(
  send: (content: Content, key: string) => Promise<Answer>,
  onRecorded?: (answer: Answer, content: Content) => unknown,
): UseMutationResult<Answer, Error, Content> => {
  const attempt = useRef<{ readonly text: string; readonly key: string }>(undefined);
  const keyOf = (content: Content): string => {
    const text = JSON.stringify(content);
    if (attempt.current?.text !== text) attempt.current = { text, key: newKey() };
    return attempt.current.key;
  };
  return useMutation({
    mutationFn: (content: Content) => send(content, keyOf(content)),
    onSuccess: async (answer, content) => {
      attempt.current = undefined;
      await onRecorded?.(answer, content);
    },
  });
};
