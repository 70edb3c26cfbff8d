import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Subject } from '../api/dispute-answers.ts';
import { disputeQuery, disputesPath } from '../api/dispute-queries.ts';
import { write } from '../api/request.ts';
import type { Terms } from '../api/terms.ts';
import { longDay } from '../figures/days.ts';
import { actingIn } from './people.ts';
import { useMe } from './side.ts';
import { WriteForm } from './write-form.tsx';

const MAY_OPEN = ['finance', 'commercial'];

type Props = {
  readonly terms: Terms;
  readonly partnership: string;
  readonly subject: Subject;
  readonly on: string;
  /** The position that the figure on the screen was known at. */
  readonly knownAt: number;
  /** What it is about, in a sentence that can be sent as it stands. */
  readonly why: string;
};

/** One action: a dispute pinned to the day, the position and the lines of what is on the screen. */
export const OpenDispute = ({ terms, partnership, subject, on, knownAt, why }: Props): ReactNode => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const acting = actingIn(useMe(), terms, MAY_OPEN);
  const [text, setText] = useState<string>();
  const [answerBy, setAnswerBy] = useState('');
  const [chosen, choose] = useState(acting[0]?.party);
  const by = acting.find(({ party }) => party === chosen) ?? acting[0];
  if (by === undefined) return null;
  const body = {
    agreement: terms.id,
    subject,
    on,
    knownAt: String(knownAt),
    text: text ?? why,
    ...(answerBy === '' ? {} : { answerBy }),
    ...by,
  };
  const send = async (key: string): Promise<void> => {
    const { dispute, token } = await write<{ readonly dispute: string; readonly token: string }>(
      'POST',
      disputesPath(partnership),
      body,
      key,
    );
    await queries.query(disputeQuery(terms.id, partnership, dispute, token));
    await queries.invalidateQueries({ queryKey: ['agreement', terms.id, 'disputes'] });
    await navigate({ to: '/agreements/$agreement/disputes/$dispute', params: { agreement: terms.id, dispute } });
  };
  return (
    <WriteForm content={body} button="Open a dispute" disabled={body.text.trim() === ''} send={send}>
      <div className="row fields">
        {acting.length < 2 ? null : (
          <label className="field">
            <span>For the</span>
            <select
              className="input"
              value={by.party}
              onChange={({ target }) => {
                choose(target.value === 'customer' ? 'customer' : 'supplier');
              }}
            >
              {acting.map(({ party }) => (
                <option key={party} value={party}>
                  {party}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field wide">
          <span>Why (both sides read it)</span>
          <input
            className="input"
            value={body.text}
            maxLength={2_000}
            onChange={({ target }) => {
              setText(target.value);
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
      </div>
      <p className="small muted">
        About {longDay(on)}, as known at {knownAt}. It stays in the shared history until it ends in an event.
      </p>
    </WriteForm>
  );
};
