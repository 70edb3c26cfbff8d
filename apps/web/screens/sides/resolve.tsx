import { type ReactNode, useState } from 'react';
import { pathOfPartnership } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import type { Variance } from '../../api/sides-answers.ts';
import { useSend } from '../../api/use-send.ts';
import { Refused } from '../../parts/answered.tsx';
import type { Side } from '../../api/answers.ts';
import type { Acting } from '../../parts/people.ts';

type Props = { readonly agreement: string; readonly partnership: string; readonly variance: Variance; readonly by: Acting };

/** One side says whose line holds. Giving way is in force at once; all else waits for the other side's word. */
export const Resolve = ({ agreement, partnership, variance, by }: Props): ReactNode => {
  const [reason, setReason] = useState('');
  const resolve = useSend(['agreement', agreement]);
  const say = (accept: Side): void => {
    resolve.mutate({
      path: `${pathOfPartnership(partnership)}/variances/${encodeURIComponent(variance.variance)}/resolutions`,
      body: { accept, ...(reason === '' ? {} : { reason }), ...by },
    });
  };
  return (
    <details className="resolve">
      <summary className="small">Resolve</summary>
      <div className="stack">
        <label className="field">
          <span>Why this line holds (both sides read it)</span>
          <input
            className="input"
            value={reason}
            maxLength={2_000}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
        </label>
        <div className="row">
          {(['supplier', 'customer'] as const).map((accept) => (
            <button
              key={accept}
              type="button"
              className="button"
              disabled={resolve.isPending}
              onClick={() => {
                say(accept);
              }}
            >
              {accept === by.party ? 'Ours holds (asks the other side)' : `Take the ${accept}’s line`}
            </button>
          ))}
        </div>
        {resolve.isError ? <Refused problem={problemIn(resolve.error)} /> : null}
      </div>
    </details>
  );
};
