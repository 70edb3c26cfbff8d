import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Side } from '../../api/answers.ts';
import type { OpenVersion, Overview, Written } from '../../api/negotiation-answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { Refused } from '../../parts/answered.tsx';
import { useMe } from '../../parts/side.ts';
import { type May, byOf } from './may.ts';

type Props = { readonly overview: Overview; readonly open: OpenVersion; readonly may: May };

/** Where the answer to a proposal is written: it begins with what is open. */
const Counter = ({ overview, open, isOwn }: Pick<Props, 'overview' | 'open'> & { readonly isOwn: boolean }): ReactNode => {
  const { agreement, supplier, customer } = overview;
  const name = isOwn ? 'Propose another in its place' : 'Counter';
  if (open.kind === 'agreement')
    return (
      <Link className="button" to="/new-agreement" search={{ supplier, customer, like: agreement, answers: String(open.version) }}>
        {name}
      </Link>
    );
  const what = open.kind === 'extension' ? { what: 'extension' } : open.kind === 'membership' ? { what: 'members' } : {};
  return (
    <Link className="button" to="/agreements/$agreement/propose" params={{ agreement }} search={what}>
      {name}
    </Link>
  );
};

/** The steps that are this person's to take. Where another's is awaited, it says so. */
export const Decide = ({ overview, open, may }: Props): ReactNode => {
  const me = useMe();
  const path = pathOfAgreement(overview.agreement);
  const send = useSend<Written>(['agreement', overview.agreement]);
  const act = (what: string, side: Side) => (): void => {
    send.mutate({ path: `${path}/${what}`, body: { version: open.version, ...byOf(me, side) } });
  };
  const both = new Set([...may.approve, ...may.sign, ...may.withdraw, ...may.counter]).size > 1;
  const forSide = (side: Side): string => (both ? ` for the ${side}` : '');
  const isNothing = !may.lapse && [may.approve, may.sign, may.withdraw, may.counter].every((sides) => sides.length === 0);
  const isOwn = may.counter.includes(open.proposed.party);
  return (
    <div className="decide not-printed">
      <div className="row">
        {may.approve.map((side) => (
          <button key={`approve ${side}`} type="button" className="button first" disabled={send.isPending} onClick={act('approvals', side)}>
            Approve version {open.version}
            {forSide(side)}
          </button>
        ))}
        {may.sign.map((side) => (
          <button key={`sign ${side}`} type="button" className="button first" disabled={send.isPending} onClick={act('signatures', side)}>
            Sign version {open.version}
            {forSide(side)}
          </button>
        ))}
        {may.counter.length === 0 ? null : <Counter overview={overview} open={open} isOwn={isOwn && may.counter.length === 1} />}
        {may.withdraw.map((side) => (
          <button key={`withdraw ${side}`} type="button" className="button" disabled={send.isPending} onClick={act('withdrawals', side)}>
            Withdraw it{forSide(side)}
          </button>
        ))}
        {may.lapse ? (
          <button
            type="button"
            className="button"
            disabled={send.isPending}
            onClick={() => {
              send.mutate({ path: `${path}/lapses`, body: {} });
            }}
          >
            Record that it lapsed
          </button>
        ) : null}
      </div>
      {isNothing ? <p className="muted small">There is nothing for you to decide here at the moment.</p> : null}
      {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
    </div>
  );
};
