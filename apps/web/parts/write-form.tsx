import type { ReactNode } from 'react';
import { useRecording } from '../api/use-recording.ts';
import { RecordingForm } from './recording-form.tsx';

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

/** A form whose fields are kept by the screen: what they say now is what is sent. */
export const WriteForm = ({ content, button, disabled = false, send, onSent, children }: Props): ReactNode => {
  const writing = useRecording(
    (_: unknown, key) => send(key),
    () => onSent?.(),
  );
  return (
    <RecordingForm
      className="write-form"
      recording={writing}
      does={button}
      disabled={disabled}
      onSubmit={() => {
        writing.mutate(content);
      }}
    >
      {children}
    </RecordingForm>
  );
};
