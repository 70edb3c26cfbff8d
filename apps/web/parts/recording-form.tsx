import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode, SubmitEvent } from 'react';
import { problemIn } from '../api/problem.ts';
import { Refused } from './answered.tsx';

type Props = {
  readonly recording: Pick<UseMutationResult<unknown, Error, never>, 'isPending' | 'isSuccess' | 'isError' | 'error'>;
  readonly onSubmit: (form: HTMLFormElement) => void;
  /** What the button says. */
  readonly does: string;
  /** What is said once it is recorded. */
  readonly done?: string;
  readonly disabled?: boolean;
  readonly className: string;
  readonly children: ReactNode;
};

/** Fields and the one button that records what they say: refused below, with its way out, and what was entered stays. */
export const RecordingForm = ({ recording, onSubmit, does, done = '', disabled = false, className, children }: Props): ReactNode => {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!recording.isPending) onSubmit(event.currentTarget);
  };
  return (
    <form className={className} onSubmit={submit}>
      {children}
      <p className="row">
        <button className="button first" disabled={disabled || recording.isPending}>
          {recording.isPending ? 'Recording …' : does}
        </button>
        <span role="status" className="small muted">
          {recording.isSuccess ? done : ''}
        </span>
      </p>
      {recording.isError ? <Refused problem={problemIn(recording.error)} /> : null}
    </form>
  );
};
