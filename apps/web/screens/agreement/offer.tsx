import { type ReactNode, useState } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Written } from '../../api/negotiation-answers.ts';
import { pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { Rejections } from '../../parts/rejections.tsx';
import { useMe } from '../../parts/side.ts';
import { byOf } from './may.ts';

/** What is proposed and where to, by whom; `draft`, what a private draft of it would hold. */
export type Offer = { readonly path: string; readonly body: object; readonly draft?: object };
type Props = {
  readonly offer: Offer | undefined;
  readonly agreement: string;
  readonly side: Side;
  readonly organisation: string;
  /** The open version of the other side that this answers. */
  readonly answers: number | undefined;
  readonly draftName: string;
  readonly onProposed: () => void;
};

/** Proposes what is written, with a reason that stays with it, or keeps it as a private draft. */
export const OfferForm = ({ offer, agreement, side, organisation, answers, draftName, onProposed }: Props): ReactNode => {
  const me = useMe();
  const [reason, setReason] = useState('');
  const [validUntil, setValidUntil] = useState('');
  const [name, setName] = useState(draftName);
  const propose = useSend<Written>(['agreement', agreement], onProposed);
  const keep = useSend<Written>(['drafts', organisation]);
  const send = (): void => {
    if (offer !== undefined)
      propose.mutate({
        path: offer.path,
        body: {
          ...offer.body,
          ...(reason === '' ? {} : { reason }),
          ...(validUntil === '' ? {} : { validUntil }),
          ...(answers === undefined ? {} : { answers }),
          ...byOf(me, side),
        },
      });
  };
  const save = (): void => {
    if (offer?.draft !== undefined)
      keep.mutate({ method: 'PUT', path: `${pathOfOrganisation(organisation)}/drafts/${encodeURIComponent(name)}`, body: offer.draft });
  };
  return (
    <div className="offer">
      <label className="field wide">
        <span>Why (it stays with the version, for both sides to read)</span>
        <textarea
          className="input"
          rows={2}
          maxLength={2_000}
          value={reason}
          onChange={({ target }) => {
            setReason(target.value);
          }}
        />
      </label>
      <label className="field">
        <span>Can be signed until (may be left out)</span>
        <input
          className="input"
          type="date"
          value={validUntil}
          onChange={({ target }) => {
            setValidUntil(target.value);
          }}
        />
      </label>
      <div className="row">
        <button type="button" className="button first" disabled={offer === undefined || propose.isPending} onClick={send}>
          {answers === undefined ? 'Propose it' : `Propose it in answer to version ${answers}`}
          {me?.is === 'open' ? ` for the ${side}` : ''}
        </button>
        <span className="small muted">Nothing is in force before both sides have signed.</span>
      </div>
      {propose.isError ? <Rejections problem={problemIn(propose.error)} /> : null}
      {offer?.draft === undefined ? null : (
        <div className="row draft-row">
          <label className="row small">
            <span className="muted">or keep it to {organisation} as</span>
            <input
              className="input"
              value={name}
              pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
              maxLength={64}
              onChange={({ target }) => {
                setName(target.value);
              }}
            />
          </label>
          <button type="button" className="button" disabled={keep.isPending || name === ''} onClick={save}>
            Save as draft
          </button>
          <span className="small" role="status">
            {keep.isSuccess ? 'Saved. Only your organisation can read it.' : ''}
          </span>
        </div>
      )}
      {keep.isError ? <Rejections problem={problemIn(keep.error)} /> : null}
    </div>
  );
};
