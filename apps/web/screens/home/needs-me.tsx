import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Agreement, Alerts, Side } from '../../api/answers.ts';
import { shortDay } from '../../figures/days.ts';
import { asWritten } from '../../figures/sentences.ts';
import type { Need } from './money-needs.tsx';

const KINDS: Readonly<Record<string, string>> = {
  TIER_NEAR: 'Step near',
  GOAL_AT_RISK: 'Goal at risk',
  AGREEMENT_ENDING: 'Ending',
  LINES_WAITING: 'Lines waiting',
};
const KINDS_OF_PROPOSAL: Readonly<Record<string, string>> = {
  agreement: 'The agreement',
  amendment: 'An amendment',
  extension: 'An extension',
  membership: 'A change of members',
};

/** Whose turn it is with a proposal: a side that has not signed it yet. */
const proposalSentence = ({ openProposal }: Agreement, sides: readonly Side[]): string | undefined => {
  if (openProposal === null) return undefined;
  const { version, kind, party, validUntil, signedBy } = openProposal;
  const what = `${KINDS_OF_PROPOSAL[kind] ?? 'A proposal'} (version ${version}), proposed by the ${party}`;
  const until = validUntil === null ? '' : `; open until ${shortDay(validUntil)}`;
  const mine = sides.filter((side) => !signedBy.includes(side));
  return mine.length > 0
    ? `${what}, waits for the ${mine.join(' and the ')} to sign or counter${until}.`
    : `${what}, waits for the other side${until}.`;
};

export const NeedsMe = ({
  agreement,
  alerts,
  sides,
  money,
}: {
  readonly agreement: Agreement;
  readonly alerts: Alerts;
  readonly sides: readonly Side[];
  readonly money: readonly Need[];
}): ReactNode => {
  const proposal = proposalSentence(agreement, sides);
  if (proposal === undefined && alerts.alerts.length === 0 && money.length === 0)
    return <p className="muted small">Nothing at the moment.</p>;
  return (
    <ul className="plain-list">
      {proposal === undefined ? null : (
        <li>
          <span className="pill warn">Proposal</span> {proposal}{' '}
          <Link to="/agreements/$agreement/terms" params={{ agreement: agreement.agreement }}>
            Look at it
          </Link>
        </li>
      )}
      {money.map(({ key, name, tone, says }) => (
        <li key={key}>
          <span className={`pill ${tone}`}>{name}</span> {says}
        </li>
      ))}
      {alerts.alerts.map(({ code, sentence, place, since }) => (
        <li key={`${code} ${place} ${sentence}`}>
          <span className={`pill ${code === 'TIER_NEAR' ? 'good' : 'warn'}`}>{KINDS[code] ?? code}</span> {asWritten(sentence)}{' '}
          <span className="muted small">since {shortDay(since)}</span>
        </li>
      ))}
    </ul>
  );
};
