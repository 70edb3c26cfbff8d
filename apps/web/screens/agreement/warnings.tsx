import type { ReactNode } from 'react';
import type { Warning } from '../../api/negotiation-answers.ts';

/** What is allowed in terms and probably not meant, for whoever writes them and for whoever will sign. */
export const Warnings = ({ warnings }: { readonly warnings: readonly Warning[] }): ReactNode =>
  warnings.map(({ code, message, place }) => (
    <p key={`${code} ${place}`} className="notice warn">
      <strong>Probably not meant:</strong> {message}{' '}
      <span className="muted small">
        <code>{code}</code> at <code>{place}</code>
      </span>
    </p>
  ));
