import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OpenVersion, Overview, SaidBy } from '../../api/negotiation-answers.ts';
import type { Terms } from '../../api/terms.ts';
import { longTime, shortDay } from '../../figures/days.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { commandOf } from '../../parts/twins.tsx';
import { Compared } from '../../what-if/compared.tsx';
import { comparisonQuery } from '../../what-if/queries.ts';
import { Decide } from './decide.tsx';
import { End } from './end.tsx';
import { KINDS } from './kinds.ts';
import type { May } from './may.ts';
import { Talk } from './talk.tsx';
import { Warnings } from './warnings.tsx';

type Props = { readonly overview: Overview; readonly terms: Terms; readonly names: Names; readonly may: May };

/** Who has done what, and what is still awaited of whom. */
const Progress = ({ open, names }: { readonly open: OpenVersion; readonly names: Names }): ReactNode => {
  const said = (word: string, all: readonly SaidBy[]): ReactNode =>
    all.map(({ party, person, at }) => (
      <li key={`${word} ${party} ${person}`}>
        <span className="pill good">{word}</span> for the {party}: {names.of(person)} <span className="muted small">{longTime(at)}</span>
      </li>
    ));
  return (
    <ul className="plain-list progress">
      {said('approved', open.approvals)}
      {said('signed', open.signatures)}
      {open.awaits.map(({ party, act, people }) => (
        <li key={`${party} ${act}`}>
          <span className="pill warn">to {act}</span> for the {party}
          {people.length === 0 ? '' : `: ${people.map(names.of).join(' or ')}`}
        </li>
      ))}
    </ul>
  );
};

/** Old and new terms on the sales that are known, before anybody signs: past, open and future periods. */
const Preview = ({ overview, terms }: { readonly overview: Overview; readonly terms: Terms }): ReactNode => {
  const query = useQuery(comparisonQuery(overview.agreement, {}, { proposal: true }));
  return (
    <div>
      <h3>What it would mean</h3>
      <Answered query={query} waiting={<Waiting lines={6} what="what it would mean" />}>
        {(comparison) => (
          <Compared
            comparison={comparison}
            terms={terms}
            isOld={query.isPlaceholderData}
            command={`${commandOf('compare', { agreement: overview.agreement })} --proposal`}
          />
        )}
      </Answered>
    </div>
  );
};

const Open = ({ open, overview, terms, names, may }: Props & { readonly open: OpenVersion }): ReactNode => {
  const { version, kind, proposed, why, answers, validUntil, lapsed, comparedWith, changes, warnings } = open;
  return (
    <section className="panel open-proposal" aria-labelledby="open-title">
      <div className="panel-head">
        <h2 id="open-title">
          {lapsed ? 'Lapsed' : 'Open'}: version {version}, {KINDS[kind]}
        </h2>
        {validUntil === null ? null : (
          <span className={`pill ${lapsed ? 'bad' : ''}`}>
            {lapsed ? 'could be signed until' : 'to be signed until'} {shortDay(validUntil)}
          </span>
        )}
      </div>
      <p>
        Proposed by <strong>{names.of(proposed.person)}</strong> for the {proposed.party}{' '}
        <span className="muted small">{longTime(proposed.at)}</span>
        {answers === null ? '' : `, in answer to version ${answers}`}.
      </p>
      {why === undefined ? null : <blockquote className="said">{why}</blockquote>}
      <div className="open-columns">
        <div>
          <h3>{comparedWith === null ? 'A first version' : `What it changes against version ${comparedWith}`}</h3>
          {changes.length === 0 ? (
            <p className="muted small">{comparedWith === null ? 'Its sentences are below.' : 'Nothing: it says the same.'}</p>
          ) : (
            <ul className="changes-list">
              {changes.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </div>
        <div>
          <h3>Where it stands</h3>
          <Progress open={open} names={names} />
        </div>
      </div>
      <Warnings warnings={warnings} />
      <Decide overview={overview} open={open} may={may} />
      <Preview overview={overview} terms={terms} />
      <Talk agreement={overview.agreement} open={open} names={names} sides={may.comment} />
    </section>
  );
};

const OfferLinks = ({ overview, may }: Pick<Props, 'overview' | 'may'>): ReactNode => {
  const { agreement, status, supplier, customer } = overview;
  const isActive = status === 'active';
  return (
    <div className="row">
      {isActive && may.propose.length > 0 ? (
        <>
          <Link className="button first" to="/agreements/$agreement/propose" params={{ agreement }}>
            Propose a change
          </Link>
          <Link className="button" to="/agreements/$agreement/propose" params={{ agreement }} search={{ what: 'extension' }}>
            A later last day
          </Link>
          <Link className="button" to="/agreements/$agreement/propose" params={{ agreement }} search={{ what: 'members' }}>
            Members
          </Link>
        </>
      ) : null}
      {!isActive && status !== 'terminated' && may.propose.length > 0 ? (
        <Link className="button first" to="/new-agreement" search={{ supplier, customer, like: agreement }}>
          Propose it anew
        </Link>
      ) : null}
      {may.terminate.length > 0 ? <End overview={overview} sides={may.terminate} /> : null}
    </div>
  );
};

/** What is open stands on top, with what whoever looks can do next. */
export const OpenProposal = (props: Props): ReactNode => {
  const { overview, may } = props;
  if (overview.open !== null) return <Open {...props} open={overview.open} />;
  const says =
    overview.status === 'active'
      ? `Version ${overview.version} is in force.`
      : overview.status === 'terminated'
        ? 'The agreement has ended.'
        : 'No version was signed by both.';
  return (
    <section className="panel" aria-labelledby="open-title">
      <div className="panel-head">
        <h2 id="open-title">Nothing is open</h2>
        <span className="muted small">{says}</span>
      </div>
      <OfferLinks overview={overview} may={may} />
    </section>
  );
};
