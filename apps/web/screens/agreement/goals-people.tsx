import type { ReactNode } from 'react';
import type { Overview, OverviewGoal } from '../../api/negotiation-answers.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import type { Names } from '../../parts/people.ts';

const PACE: Readonly<Record<string, readonly [word: string, tone: string]>> = {
  met: ['met', 'good'],
  onTrack: ['on track', 'good'],
  atRisk: ['at risk', 'warn'],
  missed: ['missed', 'bad'],
};

const Goal = ({ goal, currency, names }: { readonly goal: OverviewGoal; readonly currency: string; readonly names: Names }): ReactNode => {
  const { id, measure, target, by, owners, standing } = goal;
  const [word, tone] = PACE[standing?.status ?? ''] ?? ['', ''];
  return (
    <li>
      <p className="row">
        <strong>{id}</strong>
        {standing === null ? null : <span className={`pill ${tone}`}>{word}</span>}
      </p>
      <p>
        {formatDecimal(target)} {measure === 'value' ? currency : measure === 'quantity' ? 'units' : measure} by {shortDay(by)}
        {standing === null ? '' : `: ${formatDecimal(standing.measured)} so far, ${formatDecimal(standing.progress)} %`}
      </p>
      {owners.length === 0 ? null : <p className="small muted">Owned by {owners.map(names.of).join(' and ')}</p>}
    </li>
  );
};

/** Goals that both share, and whom the terms name to decide. */
export const GoalsAndPeople = ({ overview, names }: { readonly overview: Overview; readonly names: Names }): ReactNode => {
  const { goals, people, currency, termination } = overview;
  const anybody = 'anybody of a side who may';
  const listed = (ids: readonly string[]): string => (ids.length === 0 ? anybody : ids.map(names.of).join(', '));
  return (
    <section className="panel" aria-labelledby="goals-people-title">
      <h2 id="goals-people-title">Goals and who decides</h2>
      {termination === null ? null : (
        <p className="notice warn">
          Ended on {shortDay(termination.on)} by {names.of(termination.person)} ({termination.party}): {termination.reason}
        </p>
      )}
      {goals.length === 0 ? (
        <p className="muted small">The agreement names no goal.</p>
      ) : (
        <ul className="plain-list">
          {goals.map((goal) => (
            <Goal key={goal.id} goal={goal} currency={currency} names={names} />
          ))}
        </ul>
      )}
      <dl className="who">
        <dt>Propose</dt>
        <dd>{listed(people.propose)}</dd>
        <dt>Approve</dt>
        <dd>
          {people.approve.length === 0
            ? 'nobody has to'
            : people.approve
                .map(
                  ({ person, party, upTo }) =>
                    `${names.of(person)}${party === null ? '' : ` for the ${party}`}${upTo === null ? '' : `, up to ${formatDecimal(upTo)} ${currency}`}`,
                )
                .join('; ')}
        </dd>
        <dt>Sign</dt>
        <dd>{listed(people.sign)}</dd>
      </dl>
    </section>
  );
};
