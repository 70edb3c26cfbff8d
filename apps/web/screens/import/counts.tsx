import type { ReactNode } from 'react';
import { formatDecimal } from '../../figures/amounts.ts';
import type { ImportCounts } from '../../api/import-answers.ts';

const WORDS = [
  ['sent', 'Sent'],
  ['recorded', 'Recorded'],
  ['repeated', 'Repeated'],
  ['refused', 'Refused'],
  ['notAddressed', 'Not addressed'],
] as const;

/** sent = recorded + repeated + refused + not addressed. */
export const Counts = ({ counts }: { readonly counts: ImportCounts }): ReactNode => (
  <dl className="counts">
    {WORDS.map(([key, name]) => (
      <div key={key} className={key === 'refused' && counts.refused > 0 ? 'bad' : ''}>
        <dt>{name}</dt>
        <dd data-count={key}>{formatDecimal(String(counts[key]))}</dd>
      </div>
    ))}
  </dl>
);
