import { type ReactNode, useState } from 'react';

/** What the server shows this once: it is in nobody's store but the reader's. */
export const Secret = ({
  name,
  value,
  children,
}: {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}): ReactNode => {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      say('Copied.');
    } catch {
      say('Select and copy it by hand.');
    }
  };
  return (
    <div className="notice good" role="status">
      <p>
        <strong>{name}. It is shown this once: keep it now.</strong>
      </p>
      <p className="row">
        <code data-secret>{value}</code>
        <button
          type="button"
          className="button"
          onClick={() => {
            void copy();
          }}
        >
          Copy
        </button>
        <span className="small">{said}</span>
      </p>
      {children === undefined ? null : <p className="muted small">{children}</p>}
    </div>
  );
};
