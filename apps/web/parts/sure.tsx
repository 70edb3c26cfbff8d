import { type ReactNode, useEffect, useState } from 'react';

const PATIENCE_MS = 6_000;

/** What cannot be taken back asks twice, in place: the second press does it; left alone, it is forgotten. */
export const Sure = ({
  children,
  sure,
  disabled = false,
  onSure,
}: {
  readonly children: ReactNode;
  readonly sure: string;
  readonly disabled?: boolean;
  readonly onSure: () => void;
}): ReactNode => {
  const [isAsked, ask] = useState(false);
  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setTimeout(() => {
      ask(false);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isAsked]);
  return (
    <button
      type="button"
      className={`button ${isAsked ? '' : 'plain'}`}
      disabled={disabled}
      onClick={() => {
        ask(!isAsked);
        if (isAsked) onSure();
      }}
    >
      {isAsked ? sure : children}
    </button>
  );
};
