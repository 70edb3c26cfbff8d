import type { ReactNode } from 'react';
import type { Dispute, Proposal } from '../../api/dispute-answers.ts';
import type { Terms } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { actingIn, useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { WriteForm } from '../../parts/write-form.tsx';
import { MAY_DECIDE } from './actions.tsx';
import { useSay } from './use-said.ts';
import { OUTCOMES, correctionWords } from './words.ts';

const MOST_SHOWN = 10;

const One = ({
  dispute,
  terms,
  proposal,
}: {
  readonly dispute: Dispute;
  readonly terms: Terms;
  readonly proposal: Proposal;
}): ReactNode => {
  const say = useSay(dispute);
  const name = useNames(dispute.partnership, terms).of;
  const by = actingIn(useMe(), terms, MAY_DECIDE).find(({ party }) => party !== proposal.party);
  const body = { proposal: Number(proposal.proposal), ...by };
  const { corrections } = proposal;
  return (
    <li className="proposal">
      <p>
        <strong>
          {proposal.proposal}. {OUTCOMES[proposal.outcome]}
        </strong>{' '}
        <span className="small muted">
          {name(proposal.person)}, {proposal.party}
          {proposal.answerBy === undefined ? '' : `; answer by ${shortDay(proposal.answerBy)}`}
        </span>
      </p>
      <p>“{proposal.reason}”</p>
      {corrections.length === 0 ? (
        <p className="small muted">Nothing is recorded but the end itself.</p>
      ) : (
        <ul className="small">
          {corrections.slice(0, MOST_SHOWN).map((one, index) => (
            <li key={index}>{correctionWords(one)}</li>
          ))}
          {corrections.length > MOST_SHOWN ? <li>and {corrections.length - MOST_SHOWN} more</li> : null}
        </ul>
      )}
      {by === undefined || dispute.status === 'ended' ? null : (
        <WriteForm content={body} button={`Accept proposal ${proposal.proposal}`} send={(key) => say('acceptance', body, key)}>
          <p className="small muted">Accepting ends the dispute, and records what is said here.</p>
        </WriteForm>
      )}
    </li>
  );
};

/** How it should end, as either side proposed; the other accepts. The newest stands first. */
export const Proposals = ({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms }): ReactNode =>
  dispute.proposals.length === 0 ? null : (
    <section className="panel" aria-labelledby="proposals-title">
      <h2 id="proposals-title">Proposals</h2>
      <ul className="plain-list">
        {dispute.proposals.toReversed().map((one) => (
          <One key={one.proposal} dispute={dispute} terms={terms} proposal={one} />
        ))}
      </ul>
    </section>
  );
