import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Side } from '../../api/answers.ts';
import type { OpenVersion, Written } from '../../api/negotiation-answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Refused } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { byOf } from './may.ts';

type Props = { readonly agreement: string; readonly open: OpenVersion; readonly names: Names; readonly sides: readonly Side[] };

/** What both sides said about the open version. */
export const Talk = ({ agreement, open, names, sides }: Props): ReactNode => {
  const me = useMe();
  const [text, setText] = useState('');
  const send = useSend<Written>(['agreement', agreement], () => {
    setText('');
  });
  const [side] = sides;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (side !== undefined)
      send.mutate({ path: `${pathOfAgreement(agreement)}/comments`, body: { version: open.version, text, ...byOf(me, side) } });
  };
  return (
    <div className="talk">
      <h3>Comments</h3>
      {open.comments.length === 0 ? (
        <p className="muted small">Nobody has said anything about it yet.</p>
      ) : (
        <ol className="plain-list">
          {open.comments.map(({ at, party, person, text: said }) => (
            <li key={`${at} ${person}`}>
              <p className="small muted">
                {names.of(person)} ({party}), {longTime(at)}
              </p>
              <p className="said">{said}</p>
            </li>
          ))}
        </ol>
      )}
      {side === undefined ? null : (
        <form className="say not-printed" onSubmit={submit}>
          <label className="field">
            <span>Say something, for both sides to read</span>
            <textarea
              className="input"
              rows={2}
              required
              maxLength={2_000}
              value={text}
              onChange={({ target }) => {
                setText(target.value);
              }}
            />
          </label>
          <button className="button" disabled={send.isPending || text.trim() === ''}>
            Say it
          </button>
          {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
        </form>
      )}
    </div>
  );
};
