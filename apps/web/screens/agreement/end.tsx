import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Overview, Written } from '../../api/negotiation-answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { clampDay, today } from '../../figures/days.ts';
import { Refused } from '../../parts/answered.tsx';
import { useMe } from '../../parts/side.ts';
import { byOf } from './may.ts';

/** One side ends the agreement for both, at once: so it asks for the day, a reason and a second press. */
export const End = ({ overview, sides }: { readonly overview: Overview; readonly sides: readonly Side[] }): ReactNode => {
  const me = useMe();
  const send = useSend<Written>(['agreement', overview.agreement]);
  const [on, setOn] = useState('');
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const [side] = sides;
  if (side === undefined) return null;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isSure) send.mutate({ path: `${pathOfAgreement(overview.agreement)}/termination`, body: { on, reason, ...byOf(me, side) } });
    setSure(!isSure);
  };
  return (
    <details className="end-agreement">
      <summary className="button">End the agreement</summary>
      <form className="stack panel" onSubmit={submit}>
        <p className="small muted">
          It ends for both sides at once and needs no second signature. What happens to what is earned stands in the terms.
        </p>
        <label className="field">
          <span>Last day</span>
          <input
            className="input"
            type="date"
            required
            min={clampDay(today(), overview.from, overview.to)}
            max={overview.to}
            value={on}
            onChange={({ target }) => {
              setOn(target.value);
            }}
          />
        </label>
        <label className="field">
          <span>Why (both sides read it)</span>
          <input
            className="input"
            required
            maxLength={2_000}
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
        </label>
        <button className="button" disabled={send.isPending}>
          {isSure ? `Yes, end it for both on ${on}` : 'End it …'}
        </button>
        {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
      </form>
    </details>
  );
};
