import type { ReactNode } from 'react';
import type { Dispute, Step } from '../../api/dispute-answers.ts';
import { type Terms, countsOf } from '../../api/terms.ts';
import { isZero } from '../../figures/amounts.ts';
import { longTime } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { EventLink } from '../../parts/event-link.tsx';
import { useNames } from '../../parts/people.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { Table, numbers } from '../../parts/table.tsx';

/** The id of the dispute stands in the address of the page. */
const whatOf = ({ summary }: Step): string => summary.replace(/: [0-9a-f]{8}-[0-9a-f-]{27}$/, '');

const Effect = ({ step, terms, on }: { readonly step: Step; readonly terms: Terms; readonly on: string }): ReactNode => {
  const { effect, position } = step;
  if (effect === null) return <span className="muted">–</span>;
  const causes = Object.entries(effect.causes).flatMap(([cause, amount]) => (amount === undefined || isZero(amount) ? [] : [cause]));
  return (
    <>
      {effect.of === countsOf(terms) && position > 0 ? (
        <Why
          agreement={terms.id}
          name={`Change by event ${position}`}
          value={effect.change}
          signed
          on={on}
          knownAt={position}
          fromOn={on}
          fromKnownAt={position - 1}
          event={position}
        />
      ) : (
        <Amount value={effect.change} signed tone />
      )}
      <div className="small muted nowrap">
        <Amount value={effect.before} /> → <Amount value={effect.after} />
      </div>
      <div className="small muted">{causes.join(', ')}</div>
    </>
  );
};

/** What both sides recorded, in order, and what each event did to the figure of the record that it is in. */
export const Timeline = ({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms }): ReactNode => {
  const { timeline, partings, about } = dispute;
  const name = useNames(dispute.partnership, terms).of;
  const parts = new Map(partings.map((one) => [one.position, one]));
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <div className="panel-head">
        <h2 id="timeline-title">What happened, in order</h2>
        <Twins
          name={`dispute-${dispute.dispute}-timeline`}
          sheet={() => ({
            columns: ['position', 'recordedAt', 'type', 'summary', 'side', 'person', 'text', 'before', 'after', 'change', 'currency'],
            rows: timeline.map((step) => [
              step.position,
              step.recordedAt,
              step.type,
              step.summary,
              step.party,
              step.person,
              step.text,
              step.effect?.before,
              step.effect?.after,
              step.effect?.change,
              dispute.currency,
            ]),
          })}
          json={() => timeline}
          command={commandOf(`dispute show ${dispute.dispute}`, { partnership: dispute.partnership })}
        />
      </div>
      <Table
        label="Timeline, table"
        className="timeline"
        columns={['Position', 'Side', 'What was recorded', numbers(<>Did to its figure, {dispute.currency}</>)]}
      >
        {timeline.map((step) => (
          <tr
            key={step.position}
            className={`${parts.has(step.position) ? 'parts' : ''} ${step.position === dispute.parting?.position ? 'first' : ''}`}
          >
            <td>
              <EventLink agreement={terms.id} position={step.position} on={about.on}>
                {step.position}
              </EventLink>
            </td>
            <td>
              <span className={`pill side-${step.party ?? 'both'}`}>{step.party ?? 'both'}</span>
            </td>
            <td>
              {parts.has(step.position) ? (
                <span className="pill bad">{step.position === dispute.parting?.position ? 'here they part' : 'parts again'}</span>
              ) : null}{' '}
              {whatOf(step)}
              {step.text === null ? null : <p>“{step.text}”</p>}
              <p className="small muted">
                {step.person === null ? '' : `${name(step.person)}, `}
                {longTime(step.recordedAt)}
              </p>
            </td>
            <td className="figure">
              <Effect step={step} terms={terms} on={about.on} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
};
