import { type ReactNode, useState } from 'react';
import type { Dispute } from '../../api/dispute-answers.ts';
import type { Terms } from '../../api/terms.ts';
import { type Acting, actingIn } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { WriteForm } from '../../parts/write-form.tsx';
import { Ending, endingBody, noEnding } from './ending.tsx';
import { useSay } from './use-said.ts';

const MAY_SPEAK = ['finance', 'commercial', 'approver'];
export const MAY_DECIDE = ['finance', 'commercial'];

type ActingIn = { readonly dispute: Dispute; readonly terms: Terms; readonly by: Acting };

const given = (name: string, value: string): Readonly<Record<string, string>> => (value === '' ? {} : { [name]: value });

const Action = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <details className="action">
    <summary>{name}</summary>
    {children}
  </details>
);

const Comment = ({ dispute, by }: ActingIn): ReactNode => {
  const say = useSay(dispute);
  const [text, setText] = useState('');
  const [figure, setFigure] = useState('');
  const body = { text, ...given('figure', figure.trim()), ...by };
  return (
    <WriteForm
      content={body}
      button="Comment"
      disabled={text.trim() === ''}
      send={(key) => say('comments', body, key)}
      onSent={() => {
        setText('');
        setFigure('');
      }}
    >
      <label className="field">
        <span>What is said, for both sides to read</span>
        <textarea
          className="input"
          rows={3}
          maxLength={2_000}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
          }}
        />
      </label>
      <label className="field">
        <span>
          The figure that the {by.party} holds from now on, {dispute.currency} (optional)
        </span>
        <input
          className="input"
          inputMode="decimal"
          value={figure}
          onChange={({ target }) => {
            setFigure(target.value);
          }}
        />
      </label>
    </WriteForm>
  );
};

const Escalate = ({ dispute, by }: ActingIn): ReactNode => {
  const say = useSay(dispute);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [answerBy, setAnswerBy] = useState('');
  const body = { to, reason, ...given('answerBy', answerBy), ...by };
  return (
    <WriteForm
      content={body}
      button="Escalate"
      disabled={to.trim() === '' || reason.trim() === ''}
      send={(key) => say('escalations', body, key)}
      onSent={() => {
        setTo('');
        setReason('');
        setAnswerBy('');
      }}
    >
      <label className="field">
        <span>Before whom it is brought</span>
        <input
          className="input"
          maxLength={200}
          value={to}
          onChange={({ target }) => {
            setTo(target.value);
          }}
        />
      </label>
      <label className="field">
        <span>Why</span>
        <textarea
          className="input"
          rows={2}
          maxLength={2_000}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        />
      </label>
      <label className="field">
        <span>Answer asked for by (optional)</span>
        <input
          className="input"
          type="date"
          value={answerBy}
          onChange={({ target }) => {
            setAnswerBy(target.value);
          }}
        />
      </label>
    </WriteForm>
  );
};

const Propose = ({ dispute, terms, by }: ActingIn): ReactNode => {
  const say = useSay(dispute);
  const [ending, setEnding] = useState(() => noEnding(dispute, true));
  const [answerBy, setAnswerBy] = useState('');
  const body = { ...endingBody(ending, terms[by.party]), ...given('answerBy', answerBy), ...by };
  return (
    <WriteForm
      content={body}
      button="Propose"
      disabled={ending.reason.trim() === ''}
      send={(key) => say('proposals', body, key)}
      onSent={() => {
        setEnding(noEnding(dispute, true));
        setAnswerBy('');
      }}
    >
      <Ending dispute={dispute} terms={terms} by={by} value={ending} onChange={setEnding} proposes />
      <label className="field">
        <span>Answer asked for by (optional)</span>
        <input
          className="input"
          type="date"
          value={answerBy}
          onChange={({ target }) => {
            setAnswerBy(target.value);
          }}
        />
      </label>
    </WriteForm>
  );
};

const End = ({ dispute, terms, by }: ActingIn): ReactNode => {
  const say = useSay(dispute);
  const [ending, setEnding] = useState(() => noEnding(dispute, false));
  const body = { ...endingBody(ending, terms[by.party]), ...by };
  return (
    <WriteForm content={body} button="End it" disabled={ending.reason.trim() === ''} send={(key) => say('end', body, key)}>
      <Ending dispute={dispute} terms={terms} by={by} value={ending} onChange={setEnding} />
      <p className="small muted">A side alone changes its own record, or none. An ended dispute is not opened again.</p>
    </WriteForm>
  );
};

/** What this person may do while it is open: comment, propose, end it alone, bring it before somebody else. */
export const Actions = ({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms }): ReactNode => {
  const me = useMe();
  const speaking = actingIn(me, terms, MAY_SPEAK);
  const deciding = actingIn(me, terms, MAY_DECIDE);
  const [chosen, choose] = useState(speaking[0]?.party);
  const by = speaking.find(({ party }) => party === chosen) ?? speaking[0];
  if (by === undefined || dispute.status === 'ended') return null;
  const shared = { dispute, terms, by };
  return (
    <section className="panel not-printed" aria-labelledby="actions-title">
      <div className="panel-head">
        <h2 id="actions-title">What the {by.party} can do</h2>
        {speaking.length < 2 ? null : (
          <select
            className="input"
            aria-label="For which side"
            value={by.party}
            onChange={({ target }) => {
              choose(target.value === 'customer' ? 'customer' : 'supplier');
            }}
          >
            {speaking.map(({ party }) => (
              <option key={party} value={party}>
                {party}
              </option>
            ))}
          </select>
        )}
      </div>
      <Action name="Comment">
        <Comment {...shared} />
      </Action>
      {deciding.some(({ party }) => party === by.party) ? (
        <>
          <Action name="Propose how it should end">
            <Propose {...shared} />
          </Action>
          <Action name="End it alone">
            <End {...shared} />
          </Action>
        </>
      ) : null}
      <Action name="Escalate">
        <Escalate {...shared} />
      </Action>
    </section>
  );
};
