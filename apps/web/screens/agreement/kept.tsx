import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Written } from '../../api/negotiation-answers.ts';
import { pathOfAgreement, pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import type { Terms } from '../../api/terms.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Refused, Waiting } from '../../parts/answered.tsx';
import { type Names, sidesWith } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { Sure } from '../../parts/sure.tsx';
import { draftsQuery, notesQuery } from './queries.ts';

const READS = ['administrator', 'commercial', 'approver', 'finance'];
const WRITES = ['commercial', 'approver', 'finance'];

type Props = { readonly id: string; readonly organisation: string; readonly names: Names };

const Notes = ({ id, organisation, names, mayWrite }: Props & { readonly mayWrite: boolean }): ReactNode => {
  const query = useQuery(notesQuery(organisation, id));
  const [text, setText] = useState('');
  const send = useSend<Written>(['agreement', id, 'notes'], () => {
    setText('');
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({ path: `${pathOfOrganisation(organisation)}${pathOfAgreement(id)}/notes`, body: { text } });
  };
  return (
    <>
      <h3>Notes</h3>
      <Answered query={query} waiting={<Waiting lines={2} what="notes" />}>
        {(notes) =>
          notes.length === 0 ? (
            <p className="muted small">None yet.</p>
          ) : (
            <ol className="plain-list">
              {notes.map(({ at, person, text: noted }) => (
                <li key={`${at} ${person}`}>
                  <p className="small muted">
                    {names.of(person)}, {longTime(at)}
                  </p>
                  <p className="said">{noted}</p>
                </li>
              ))}
            </ol>
          )
        }
      </Answered>
      {mayWrite ? (
        <form className="say" onSubmit={submit}>
          <label className="field">
            <span>A note, for {organisation} only</span>
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
            Note it
          </button>
          {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
        </form>
      ) : null}
    </>
  );
};

const Drafts = ({ id, organisation, names, mayWrite }: Props & { readonly mayWrite: boolean }): ReactNode => {
  const query = useQuery(draftsQuery(organisation));
  const send = useSend<Written>(['drafts', organisation]);
  return (
    <>
      <h3>Drafts</h3>
      <Answered query={query} waiting={<Waiting lines={2} what="drafts" />}>
        {(drafts) => {
          const own = drafts.filter(({ agreement }) => agreement === id || agreement === null);
          return own.length === 0 ? (
            <p className="muted small">None: “Save as draft” keeps what is written and not proposed yet.</p>
          ) : (
            <ul className="plain-list">
              {own.map(({ draft, person, savedAt, agreement }) => (
                <li key={draft}>
                  {agreement === null ? (
                    <Link to="/new-agreement" search={{ organisation, draft }}>
                      {draft}
                    </Link>
                  ) : (
                    <Link to="/agreements/$agreement/propose" params={{ agreement }} search={{ draft }}>
                      {draft}
                    </Link>
                  )}
                  <span className="small muted">
                    {' '}
                    {agreement === null ? 'a new agreement' : 'amendments'}, {names.of(person)}, {longTime(savedAt)}
                  </span>
                  {mayWrite ? (
                    <Sure
                      sure={`Yes, give ${draft} up`}
                      disabled={send.isPending}
                      onSure={() => {
                        send.mutate({ method: 'DELETE', path: `${pathOfOrganisation(organisation)}/drafts/${encodeURIComponent(draft)}` });
                      }}
                    >
                      Give up …<span className="seen-by-readers"> {draft}</span>
                    </Sure>
                  ) : null}
                </li>
              ))}
            </ul>
          );
        }}
      </Answered>
      {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
    </>
  );
};

/** What one's own organisation keeps to itself: the other side never sees it. */
export const Kept = ({ id, terms, names }: { readonly id: string; readonly terms: Terms; readonly names: Names }): ReactNode => {
  const me = useMe();
  return (
    <>
      {sidesWith(me, terms, READS).map((side) => (
        <section key={side} className="panel kept" aria-label={`Only for ${terms[side]}`}>
          <div className="panel-head">
            <h2>Only for {terms[side]}</h2>
            <span className="pill">private</span>
          </div>
          <Notes id={id} organisation={terms[side]} names={names} mayWrite={sidesWith(me, terms, WRITES).includes(side)} />
          <Drafts id={id} organisation={terms[side]} names={names} mayWrite={sidesWith(me, terms, ['commercial']).includes(side)} />
        </section>
      ))}
    </>
  );
};
