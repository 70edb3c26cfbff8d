import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Dispute } from '../../api/dispute-answers.ts';
import { disputeQuery } from '../../api/dispute-queries.ts';
import { agreementQuery } from '../../api/queries.ts';
import { type Terms, countsOf, termsOf } from '../../api/terms.ts';
import { subtract } from '../../figures/amounts.ts';
import { longDay, longTime, shortDay, today } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { EventLink } from '../../parts/event-link.tsx';
import { useNames } from '../../parts/people.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { Actions } from './actions.tsx';
import './disputes.css';
import { EvidenceList } from './evidence.tsx';
import { Proposals } from './proposals.tsx';
import { Timeline } from './timeline.tsx';
import { OUTCOMES, gapOf, isLate, subjectWords } from './words.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';

const route = getRouteApi('/agreements/$agreement/disputes/$dispute');

type Props = { readonly dispute: Dispute; readonly terms: Terms };

/** The first event from which on the two histories are not the same; what follows stands on it. */
const Parting = ({ dispute, terms }: Props): ReactNode => {
  const { parting, partings, about } = dispute;
  if (parting === null)
    return (
      <section className="panel" aria-labelledby="parting-title">
        <h2 id="parting-title">Where the two histories part</h2>
        <p className="muted">No event was found from which on they differ: the records agree, or a side’s figure follows neither record.</p>
      </section>
    );
  return (
    <section className="panel first-parting" aria-labelledby="parting-title">
      <div className="panel-head">
        <h2 id="parting-title">Where the two histories part</h2>
        <span className="pill bad">{parting.cause === 'later' ? 'known later' : parting.cause}</span>
      </div>
      <p>
        <strong>
          <EventLink agreement={terms.id} position={parting.position} on={about.on}>
            {parting.summary}
          </EventLink>
        </strong>
        , recorded {longTime(parting.recordedAt)}.
      </p>
      <p>{parting.words}</p>
      {partings.length < 2 ? null : (
        <p className="small muted">
          They part again at{' '}
          {partings.slice(1, 20).map(({ position, words }, index) => (
            <span key={`${position} ${words}`}>
              {index === 0 ? '' : ', '}
              <EventLink agreement={terms.id} position={position} on={about.on}>
                {position}
              </EventLink>
            </span>
          ))}
          {partings.length > 20 ? ' and later' : ''}.
        </p>
      )}
    </section>
  );
};

/** What each side holds, and what its own record gives now. */
const Figures = ({ dispute, terms }: Props): ReactNode => {
  const { figures, now, about, currency } = dispute;
  const gap = gapOf(figures);
  const counts = countsOf(terms);
  const nowOf = (side: 'supplier' | 'customer'): ReactNode =>
    side === counts ? (
      <Why agreement={terms.id} name={`Now by the record of the ${side}`} value={now[side]} on={about.on} knownAt={now.knownAt} />
    ) : (
      <Amount value={now[side]} />
    );
  return (
    <section className="panel" aria-labelledby="held-title">
      <div className="panel-head">
        <h2 id="held-title">What each side holds</h2>
        <Twins
          name={`dispute-${dispute.dispute}`}
          sheet={() => ({
            columns: ['figure', 'supplier', 'customer', 'difference', 'currency', 'on', 'knownAt'],
            rows: [
              ['held', figures.supplier, figures.customer, gap, currency, about.on, about.knownAt],
              ['now', now.supplier, now.customer, now.difference, currency, about.on, now.knownAt],
            ],
          })}
          json={() => dispute}
          command={commandOf(`dispute show ${dispute.dispute}`, { partnership: dispute.partnership })}
        />
      </div>
      <Table
        label="Figures of both sides, table"
        className="held"
        columns={[unseen('Figure'), numbers(<>Supplier, {currency}</>), numbers(<>Customer, {currency}</>), numbers('Difference')]}
      >
        <tr>
          <th scope="row">Held, about {shortDay(about.on)}</th>
          <td className="figure">{figures.supplier === undefined ? '–' : <Amount value={figures.supplier} />}</td>
          <td className="figure">{figures.customer === undefined ? '–' : <Amount value={figures.customer} />}</td>
          <td className="figure">{gap === undefined ? '–' : <Amount value={gap} signed tone />}</td>
        </tr>
        <tr>
          <th scope="row">By its own record, known at {now.knownAt}</th>
          <td className="figure">{nowOf('supplier')}</td>
          <td className="figure">{nowOf('customer')}</td>
          <td className="figure">
            <Amount value={now.difference} signed tone />
          </td>
        </tr>
        {figures.supplier === undefined || figures.customer === undefined ? null : (
          <tr>
            <th scope="row">Changed since it was opened</th>
            <td className="figure">
              <Amount value={subtract(now.supplier, figures.supplier)} signed tone />
            </td>
            <td className="figure">
              <Amount value={subtract(now.customer, figures.customer)} signed tone />
            </td>
            <td />
          </tr>
        )}
      </Table>
      <p className="small muted">
        The agreement counts from the {counts}. Pinned at position {about.knownAt}:{' '}
        <Link to="/agreements/$agreement/sides" params={{ agreement: terms.id }} search={{ on: about.on, knownAt: String(about.knownAt) }}>
          both sides as they stood then
        </Link>
        .
      </p>
    </section>
  );
};

const Head = ({ dispute, terms }: Props): ReactNode => {
  const name = useNames(dispute.partnership, terms).of;
  const { status, openedAt, openedBy, openedByPerson, text, subject, about, answerBy, escalatedTo, waitsFor, ended } = dispute;
  const late = isLate(dispute, today());
  return (
    <section className="panel" aria-labelledby="dispute-title">
      <div className="panel-head">
        <h2 id="dispute-title">Dispute about {subjectWords(subject)}</h2>
        <p className="row">
          <span className={`pill ${status === 'ended' ? 'good' : 'warn'}`} data-status={status}>
            {status}
          </span>
          {status === 'open' ? <span className="small">waits for the {waitsFor}</span> : null}
          {answerBy === null ? null : (
            <span className={`pill ${late ? 'bad' : ''}`}>
              {late ? 'answer overdue since' : 'answer by'} {shortDay(answerBy)}
            </span>
          )}
          {escalatedTo === null ? null : <span className="pill">before {escalatedTo}</span>}
        </p>
      </div>
      <p>“{text}”</p>
      <p className="small muted">
        {name(openedByPerson)}, {terms[openedBy]}, {longTime(openedAt)}. About {longDay(about.on)}, as known at {about.knownAt}.{' '}
        <Link to="/agreements/$agreement/disputes" params={{ agreement: terms.id }}>
          All disputes
        </Link>
      </p>
      {ended === null ? null : (
        <p className="notice good">
          <strong>{OUTCOMES[ended.outcome]}.</strong> “{ended.reason}”{' '}
          <span className="muted">
            {name(ended.person)}, {terms[ended.party]}
          </span>
        </p>
      )}
    </section>
  );
};

export const DisputePage = (): ReactNode => {
  const { agreement: id, dispute } = route.useParams();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const query = useQuery({ ...disputeQuery(id, agreement?.partnership ?? '', dispute), enabled: terms !== undefined });
  return (
    <Answered
      query={query}
      waiting={
        <section className="panel dispute-waiting">
          <Waiting lines={12} what="the dispute" />
        </section>
      }
    >
      {(value) =>
        terms === undefined ? null : (
          <div className="stack dispute" data-dispute={value.dispute}>
            <Head dispute={value} terms={terms} />
            <Parting dispute={value} terms={terms} />
            <div className="columns dispute-columns">
              <div className="stack">
                <Figures dispute={value} terms={terms} />
                <Timeline dispute={value} terms={terms} />
              </div>
              <div className="stack">
                <Proposals dispute={value} terms={terms} />
                <Actions dispute={value} terms={terms} />
                <EvidenceList dispute={value} terms={terms} />
              </div>
            </div>
          </div>
        )
      }
    </Answered>
  );
};
