import type { SubmitEvent, ReactNode } from 'react';
import { problemIn } from '../api/problem.ts';
import { useRecording } from '../api/use-recording.ts';
import { Refused } from './answered.tsx';

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
  const writing = useRecording(
    (_: unknown, key) => send(key),
    () => onSent?.(),
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!writing.isPending) writing.mutate(content);
  };
  return (
    <form className="write-form" onSubmit={submit}>
      {children}
      <p className="row">
        <button type="submit" className="button first" disabled={disabled || writing.isPending}>
          {writing.isPending ? 'Recording …' : button}
        </button>
      </p>
      {writing.isError ? <Refused problem={problemIn(writing.error)} /> : null}
    </form>
  );
};
