import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { agreementQuery } from '../../api/queries.ts';
import { problemIn } from '../../api/problem.ts';
import { type Terms, termsOf } from '../../api/terms.ts';
import { isDay, plusDays } from '../../figures/days.ts';
import { Empty, Refused, Waiting } from '../../parts/answered.tsx';
import { sidesWith, useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { readStructured, writeStructured } from '../../parts/structured.ts';
import { useDebounced } from '../../parts/use-debounced.ts';
import { Sets } from '../../what-if/compared.tsx';
import { comparisonQuery } from '../../what-if/queries.ts';
import './agreement-screen.css';
import { AsRead } from './as-read.tsx';
import { OfferForm } from './offer.tsx';
import './propose.css';
import { type Start, useStartingTerms } from './starting-terms.ts';

const route = getRouteApi('/new-agreement');
const PAUSE_MS = 400;

type Written = Partial<Pick<Terms, 'id' | 'supplier' | 'customer' | 'from'>>;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The next year's terms on what was sold this year, as if it were sold a year later. */
const OnLastYear = ({ like, terms }: { readonly like: string; readonly terms: Terms }): ReactNode => {
  const agreement = useQuery(agreementQuery(like));
  const isNext = agreement.data !== undefined && isDay(terms.from) && terms.from > termsOf(agreement.data).to;
  const query = useQuery({
    ...comparisonQuery(like, { on: isNext ? plusDays(terms.from, -1) : '' }, { with: [{ name: 'these terms', terms }] }, 'growth=0'),
    enabled: isNext,
  });
  if (!isNext) return null;
  return (
    <section className="panel stack" aria-labelledby="last-year-title">
      <div>
        <h2 id="last-year-title">If it sells as the year before</h2>
        <p className="small muted">What the terms in force earn in their year, and what these would on the same sales, a year later.</p>
      </div>
      {query.isError ? (
        <Refused problem={problemIn(query.error)} />
      ) : query.data === undefined ? (
        <Waiting lines={6} what="what it would pay" />
      ) : (
        <Sets comparison={query.data} />
      )}
    </section>
  );
};

const Editor = ({ start }: { readonly start: Start }): ReactNode => {
  const { like, answers, draft } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [text, setText] = useState(() => writeStructured(start.terms));
  const still = useDebounced(text, PAUSE_MS);
  const read = useMemo(() => readStructured(still), [still]);
  const value = read.ok && isObject(read.value) ? read.value : undefined;
  const { id, supplier, customer } = (value ?? {}) as Written;
  const parties = { supplier: textIn(supplier), customer: textIn(customer) };
  const names = useNames(
    parties.supplier !== '' && parties.customer !== '' && like !== undefined ? `${parties.supplier}~${parties.customer}` : '',
    parties,
  );
  const [side] = sidesWith(me, parties, ['commercial']);
  const isNew = id !== like;
  return (
    <div className="columns propose-columns">
      <div className="stack">
        <section className="panel stack" aria-label="The terms">
          {start.notes.map((note) => (
            <p key={note} className="notice warn small">
              {note}
            </p>
          ))}
          <label className="field">
            <span>The terms as YAML or JSON, as in an agreement file</span>
            <textarea
              className="input code-text terms-text"
              rows={34}
              spellCheck={false}
              value={text}
              aria-invalid={!read.ok}
              onChange={({ target }) => {
                setText(target.value);
              }}
            />
          </label>
          {read.ok ? null : (
            <p className="notice bad small" role="alert">
              Line {read.line}, column {read.column}: {read.message}
            </p>
          )}
        </section>
        <section className="panel" aria-label="Propose">
          {side === undefined ? (
            <Empty title="Proposing these terms is not for you.">
              It needs the role “commercial” in the supplier or the customer that they name
              {parties.supplier === '' ? '' : `: ${parties.supplier}, ${parties.customer}`}.
            </Empty>
          ) : (
            <OfferForm
              offer={value === undefined ? undefined : { path: '/agreements', body: { terms: value }, draft: { terms: value } }}
              agreement={textIn(id)}
              side={side}
              organisation={parties[side]}
              answers={answers === undefined ? undefined : Number(answers)}
              draftName={draft ?? textIn(id)}
              onProposed={() => {
                void navigate({ to: '/agreements/$agreement/terms', params: { agreement: textIn(id) } });
              }}
            />
          )}
        </section>
      </div>
      <div className="stack">
        {value === undefined ? null : (
          <section className="panel stack" aria-labelledby="reads-title">
            <h2 id="reads-title">How it reads</h2>
            <AsRead agreement={isNew ? undefined : like} written={{ terms: value }} names={names} />
          </section>
        )}
        {like === undefined || value === undefined || !isNew ? null : <OnLastYear like={like} terms={value as Terms} />}
      </div>
    </div>
  );
};

/** Drafts an agreement, reads it aloud while it is written, and proposes it: its partnership opens with it. */
export const NewAgreement = (): ReactNode => {
  const asked = route.useSearch();
  const { start, error } = useStartingTerms(asked);
  const title = asked.answers === undefined ? 'A new agreement' : `A counter to version ${asked.answers} of ${asked.like ?? ''}`;
  return (
    <div className="stack propose">
      <h1>{title}</h1>
      {error === null ? null : <Refused problem={problemIn(error)} />}
      {start === undefined ? error === null ? <Waiting lines={10} what="the terms" /> : null : <Editor start={start} />}
    </div>
  );
};
