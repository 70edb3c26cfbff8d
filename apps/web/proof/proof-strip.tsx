import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { pathOfPartnership } from '../api/paths.ts';
import { problemIn } from '../api/problem.ts';
import { send } from '../api/request.ts';
import { save } from '../parts/save.ts';
import { rolesIn, useMe } from '../parts/side.ts';
import './proof.css';
import { signCheckpoint } from './sign-checkpoint.ts';
import type { Proven, Verdict, Wrong } from './verify.ts';

/** What proves is loaded once it is needed: no screen waits for it. */
const verdictOf = async (partnership: string, isAsked: boolean): Promise<Verdict> =>
  (await import('./verify.ts')).verifyLog(partnership, isAsked);

const fileName = (partnership: string, rest: string): string => `${partnership.replace('~', '-')}-${rest}`;

const saveProof = async (partnership: string, position: number): Promise<void> => {
  const path = `${pathOfPartnership(partnership)}/proofs/${position}`;
  const [proof, entry] = await Promise.all([send(path), send(`${path}/entry`)]);
  save(fileName(partnership, `${position}.tlog-proof`), 'text/plain', await proof.text());
  save(fileName(partnership, `${position}.json`), 'application/json', await entry.text());
};

const Verified = ({
  verdict,
  partnership,
  position,
}: {
  readonly verdict: Proven;
  readonly partnership: string;
  readonly position: number;
}): ReactNode => (
  <>
    <span>
      Proved up to position <strong>{verdict.size - 1}</strong>
    </span>
    <span className="muted">
      root <code title={verdict.root}>{verdict.root.slice(0, 10)}…</code>
    </span>
    <span className="muted">
      signed by <code title={verdict.signedBy}>{verdict.signedBy.slice(0, 15)}</code>
      {verdict.cosigners === 0 ? '' : ` and ${verdict.cosigners} ${verdict.cosigners === 1 ? 'witness' : 'witnesses'}`}
    </span>
    <span className="muted">verified in this browser in {Math.max(1, Math.round(verdict.ms))} ms</span>
    {verdict.grewFrom === undefined ? null : (
      <span
        className="muted"
        title={`It grew out of the ${verdict.grewFrom} events that this browser saw before: none of them was changed.`}
      >
        {verdict.grewFrom === verdict.size ? 'as seen before' : `grown from position ${verdict.grewFrom - 1}`}
      </span>
    )}
    <span className="proof-actions">
      <button
        type="button"
        className="button plain"
        onClick={() => {
          save(fileName(partnership, 'checkpoint.txt'), 'text/plain', verdict.note);
        }}
      >
        Checkpoint
      </button>
      <button
        type="button"
        className="button plain"
        onClick={() => {
          void saveProof(partnership, Math.min(position, verdict.size - 1));
        }}
      >
        Proof of event {Math.min(position, verdict.size - 1)}
      </button>
    </span>
  </>
);

const False = ({ verdict }: { readonly verdict: Wrong }): ReactNode => {
  const { firstBad, lastBad, rejection } = verdict;
  const where =
    firstBad === undefined
      ? ''
      : firstBad === lastBad
        ? ` First bad index: ${firstBad}.`
        : ` First bad index: one of ${firstBad} to ${lastBad ?? firstBad}.`;
  return (
    <span>
      <strong>What the server sent is not what was signed.{where}</strong> {rejection.message} {rejection.wayOut}{' '}
      <code>{rejection.code}</code>
    </span>
  );
};

type Props = {
  readonly agreement: string;
  readonly partnership: string;
  /** The event that a proof can be had for. */ readonly position: number;
};

/** Under every screen of an agreement: whether the history that its figures stand on is the one that was signed. */
export const ProofStrip = ({ agreement, partnership, position }: Props): ReactNode => {
  const me = useMe();
  const maySign = me?.is === 'open' || partnership.split('~').some((side) => rolesIn(me, side).some((role) => role !== 'viewer'));
  const [isAsked, ask] = useState(false);
  const query = useQuery({
    queryKey: ['agreement', agreement, 'proof', partnership, isAsked],
    queryFn: () => verdictOf(partnership, isAsked),
  });
  const sign = useMutation({ mutationFn: () => signCheckpoint(partnership), onSettled: () => query.refetch() });
  const problem = query.isError ? problemIn(query.error) : undefined;
  // An auditor of one agreement may not read the whole partnership, and so cannot prove it.
  if (problem?.status === 403) return null;
  const state = query.data?.kind ?? (problem === undefined ? 'checking' : problem.status === 404 ? 'unsigned' : 'unknown');
  return (
    <section className={`proof-strip small ${state}`} aria-label="Proof" data-state={state} aria-live="polite">
      <span className="proof-mark" aria-hidden="true">
        {state === 'verified' ? '✓' : state === 'wrong' ? '✗' : '·'}
      </span>
      {query.data?.kind === 'verified' ? <Verified verdict={query.data} partnership={partnership} position={position} /> : null}
      {query.data?.kind === 'wrong' ? <False verdict={query.data} /> : null}
      {query.data?.kind === 'large' ? (
        <>
          <span>A history of {query.data.size} events was signed.</span>
          <button
            type="button"
            className="button plain"
            onClick={() => {
              ask(true);
            }}
          >
            Verify every one in this browser
          </button>
        </>
      ) : null}
      {query.isPending ? <span className="muted">Verifying the history in this browser …</span> : null}
      {state === 'unsigned' ? (
        <>
          <span className="muted">No checkpoint of this history was signed yet.</span>
          {maySign ? (
            <button
              type="button"
              className="button plain"
              disabled={sign.isPending}
              onClick={() => {
                sign.mutate();
              }}
            >
              Sign one now
            </button>
          ) : null}
        </>
      ) : null}
      {state === 'unknown' ? (
        <span>
          Not verified: {problem?.detail} {problem?.wayOut}
        </span>
      ) : null}
      {query.data?.kind === 'verified' || query.data?.kind === 'wrong' || state === 'unknown' ? (
        <button
          type="button"
          className="button plain"
          disabled={query.isFetching}
          onClick={() => {
            void query.refetch();
          }}
        >
          Verify again
        </button>
      ) : null}
    </section>
  );
};
