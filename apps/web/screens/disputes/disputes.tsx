import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DisputeSummary } from '../../api/dispute-answers.ts';
import { disputesQuery } from '../../api/dispute-queries.ts';
import { agreementQuery } from '../../api/queries.ts';
import { type Terms, termsOf } from '../../api/terms.ts';
import { shortDay, today } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { axesOf } from '../../parts/axes.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import './disputes.css';
import { OUTCOMES, gapOf, isLate, subjectWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

const route = getRouteApi('/agreements/$agreement/disputes');

const State = ({ dispute }: { readonly dispute: DisputeSummary }): ReactNode => {
  const { status, outcome, waitsFor, answerBy, escalatedTo, endedAt } = dispute;
  if (status === 'ended')
    return (
      <>
        <span className="pill good">ended</span>{' '}
        <span className="small muted">
          {outcome === null ? '' : OUTCOMES[outcome]}
          {endedAt === null ? '' : `, ${shortDay(endedAt.slice(0, 10))}`}
        </span>
      </>
    );
  const late = isLate(dispute, today());
  return (
    <>
      <span className={`pill ${late ? 'bad' : 'warn'}`}>{late ? 'answer overdue' : `waits for the ${waitsFor}`}</span>
      <span className="small muted">
        {answerBy === null ? '' : ` by ${shortDay(answerBy)}`}
        {escalatedTo === null ? '' : ` before ${escalatedTo}`}
      </span>
    </>
  );
};

const Row = ({ dispute, terms }: { readonly dispute: DisputeSummary; readonly terms: Terms }): ReactNode => {
  const { figures, about, openedAt, openedBy, subject } = dispute;
  const gap = gapOf(figures);
  return (
    <tr>
      <th scope="row">
        <Link to="/agreements/$agreement/disputes/$dispute" params={{ agreement: terms.id, dispute: dispute.dispute }}>
          {subjectWords(subject)}
        </Link>
      </th>
      <td className="nowrap">
        {shortDay(about.on)}
        <div className="small muted">known at {about.knownAt}</div>
      </td>
      <td className="nowrap">
        {shortDay(openedAt.slice(0, 10))}
        <div className="small muted">by the {openedBy}</div>
      </td>
      <td className="figure">{figures.supplier === undefined ? '–' : <Amount value={figures.supplier} />}</td>
      <td className="figure">{figures.customer === undefined ? '–' : <Amount value={figures.customer} />}</td>
      <td className="figure">{gap === undefined ? '–' : <Amount value={gap} signed tone />}</td>
      <td>
        <State dispute={dispute} />
      </td>
    </tr>
  );
};

export const Disputes = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const partnership = agreement?.partnership ?? '';
  const disputes = useQuery({ ...disputesQuery(id, partnership), enabled: terms !== undefined });
  return (
    <section className="panel" aria-labelledby="disputes-title">
      <Answered query={disputes} waiting={<Waiting lines={6} what="the disputes" />}>
        {(all) => {
          const shown = show === 'all' ? all : all.filter(({ status }) => status === 'open');
          return (
            <>
              <div className="panel-head">
                <h2 id="disputes-title">
                  Disputes{' '}
                  <span className="small muted">
                    {all.filter(({ status }) => status === 'open').length} open of {all.length}
                  </span>
                </h2>
                <label className="row small">
                  <input
                    type="checkbox"
                    checked={show === 'all'}
                    onChange={({ target }) => {
                      void navigate({ search: (before) => ({ ...axesOf(before), ...(target.checked ? { show: 'all' } : {}) }) });
                    }}
                  />{' '}
                  with those that have ended
                </label>
                <Twins
                  name={`${id}-disputes`}
                  sheet={() => ({
                    columns: [
                      'dispute',
                      'about',
                      'on',
                      'knownAt',
                      'openedAt',
                      'openedBy',
                      'supplier',
                      'customer',
                      'currency',
                      'status',
                      'waitsFor',
                      'answerBy',
                      'escalatedTo',
                      'outcome',
                    ],
                    rows: shown.map((one) => [
                      one.dispute,
                      subjectWords(one.subject),
                      one.about.on,
                      one.about.knownAt,
                      one.openedAt,
                      one.openedBy,
                      one.figures.supplier,
                      one.figures.customer,
                      terms?.currency,
                      one.status,
                      one.waitsFor,
                      one.answerBy,
                      one.escalatedTo,
                      one.outcome,
                    ]),
                  })}
                  json={() => shown}
                  command={`${commandOf('dispute list', { partnership, agreement: id })}${show === 'all' ? '' : ' --open'}`}
                />
              </div>
              {terms === undefined || shown.length === 0 ? (
                <Empty title={all.length === 0 ? 'Nothing was ever disputed.' : 'No dispute is open.'}>
                  One is opened from Two sides, on the lines that differ, or from Why this figure, on the figure as such.
                </Empty>
              ) : (
                <Table
                  label="Disputes, table"
                  columns={[
                    'About',
                    'Day',
                    'Opened',
                    numbers(<>Supplier holds, {terms.currency}</>),
                    numbers(<>Customer holds, {terms.currency}</>),
                    numbers(<>Difference, {terms.currency}</>),
                    'State',
                  ]}
                >
                  {shown.map((one) => (
                    <Row key={one.dispute} dispute={one} terms={terms} />
                  ))}
                </Table>
              )}
            </>
          );
        }}
      </Answered>
    </section>
  );
};
