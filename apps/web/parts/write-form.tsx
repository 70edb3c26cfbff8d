import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, type ReactNode, useRef } from 'react';
import { problemIn } from '../api/problem.ts';
import { newKey } from '../api/request.ts';
import { Refused } from './answered.tsx';

/** One key for one content: what is sent twice is carried out once, also where the first answer was lost. */
const useKeyOf = (): ((content: unknown) => string) => {
  const last = useRef({ content: '', key: '' });
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { content: text, key: newKey() };
    return last.current.key;
  };
};

type Props = {
  /** What the fields say now. */
  readonly content: unknown;
  readonly button: string;
  readonly disabled?: boolean;
  /** Sends it, and waits until it is on the screen. */
  readonly send: (key: string) => Promise<unknown>;
  readonly onSent?: () => void;
  readonly children: ReactNode;
};

/** Fields and the one button that records what they say; a refusal stands below, with its way out. */
export const WriteForm = ({ content, button, disabled = false, send, onSent, children }: Props): ReactNode => {
  const keyOf = useKeyOf();
  const writing = useMutation({ mutationFn: () => send(keyOf(content)), onSuccess: () => { onSent?.(); } });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!writing.isPending) writing.mutate();
  };
  return (
    <form className="write-form" onSubmit={submit}>
      {children}
      <p className="row"><button type="submit" className="button first" disabled={disabled || writing.isPending}>{writing.isPending ? 'Recording …' : button}</button></p>
      {writing.isError ? <Refused problem={problemIn(writing.error)} /> : null}
    </form>
  );
};
