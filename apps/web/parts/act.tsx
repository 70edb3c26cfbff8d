import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { write } from '../api/request.ts';
import { useRecording } from '../api/use-recording.ts';
import { RecordingForm } from './recording-form.tsx';
import './act.css';

/** The texts of a form by the names of its fields; what is not filled in is ''. */
export type Given = (name: string) => string;

type Props = {
  readonly agreement: string;
  readonly method?: 'POST' | 'PUT';
  readonly path: string;
  readonly body: (given: Given) => Readonly<Record<string, unknown>>;
  /** What the button says. */
  readonly does: string;
  readonly done?: string;
  readonly onDone?: () => void;
  readonly children?: ReactNode;
};

/** A form that keeps its own fields: what was entered is read when its button is pressed. */
export const Act = ({ agreement, method = 'POST', path, body, does, done = 'Recorded.', onDone, children }: Props): ReactNode => {
  const queries = useQueryClient();
  const act = useRecording(
    (sent: Readonly<Record<string, unknown>>, key) => write(method, path, sent, key),
    async () => {
      await queries.invalidateQueries({ queryKey: ['agreement', agreement] });
      onDone?.();
    },
  );
  return (
    <RecordingForm
      className="act"
      recording={act}
      does={does}
      done={done}
      onSubmit={(element) => {
        const form = new FormData(element);
        act.mutate(
          body((name) => {
            const value = form.get(name);
            return typeof value === 'string' ? value.trim() : '';
          }),
        );
      }}
    >
      {children}
    </RecordingForm>
  );
};

type FieldProps = {
  readonly label: string;
  readonly name: string;
  readonly value?: string;
  readonly type?: 'text' | 'date';
  readonly required?: boolean;
  readonly amount?: boolean;
  readonly hint?: string;
};

export const TextField = ({ label, name, value, type = 'text', required = false, amount = false, hint }: FieldProps): ReactNode => (
  <label className="field">
    <span>{label}</span>
    <input
      className={`input ${amount ? 'amount-input' : ''}`}
      name={name}
      type={type}
      defaultValue={value}
      required={required}
      placeholder={hint}
      {...(amount ? { inputMode: 'decimal' as const } : {})}
    />
  </label>
);

/** Something that can be done here, folded away until it is wanted. */
export const Folded = ({
  title,
  open = false,
  children,
}: {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ReactNode;
}): ReactNode => (
  <details className="folded" open={open}>
    <summary className="button">{title}</summary>
    <div className="folded-body">{children}</div>
  </details>
);

/** Leaves out what was not filled in. */
export const filled = (fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
