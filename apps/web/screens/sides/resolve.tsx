import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import { newKey, write } from '../../api/request.ts';
import type { Variance } from '../../api/sides-answers.ts';
import { Refused } from '../../parts/answered.tsx';
import type { Side } from '../../api/answers.ts';
import type { Acting } from '../../parts/people.ts';

type Props = { readonly agreement: string; readonly partnership: string; readonly variance: Variance; readonly by: Acting };

/** One side says whose line holds. Giving way is in force at once; all else waits for the other side's word. */
export const Resolve = ({ agreement, partnership, variance, by }: Props): ReactNode => {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const resolve = useMutation({
    // One key for one attempt: pressing twice carries it out once.
    mutationFn: (accept: Side) => write('POST', `/partnerships/${encodeURIComponent(partnership)}/variances/${encodeURIComponent(variance.variance)}/resolutions`, { accept, ...(reason === '' ? {} : { reason }), ...by }, newKey()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['agreement', agreement] }),
  });
  return (
    <details className="resolve">
      <summary className="small">Resolve</summary>
      <div className="stack">
        <label className="field"><span>Why this line holds (both sides read it)</span><input className="input" value={reason} maxLength={2_000} onChange={({ target }) => { setReason(target.value); }} /></label>
        <div className="row">
          {(['supplier', 'customer'] as const).map((accept) => (
            <button key={accept} type="button" className="button" disabled={resolve.isPending} onClick={() => { resolve.mutate(accept); }}>{accept === by.party ? 'Ours holds (asks the other side)' : `Take the ${accept}’s line`}</button>
          ))}
        </div>
        {resolve.isError ? <Refused problem={problemIn(resolve.error)} /> : null}
      </div>
    </details>
  );
};
