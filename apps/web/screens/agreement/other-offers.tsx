import { type ReactNode, useEffect, useState } from 'react';
import { shortDay } from '../../figures/days.ts';
import type { Offer } from './offer.tsx';
import { pathOfAgreement } from '../../api/paths.ts';
import { Table } from '../../parts/table.tsx';

type Props = { readonly agreement: string; readonly onOffer: (offer: Offer | undefined) => void };

/** A later last day: measurement periods follow it. */
export const ExtensionForm = ({ agreement, to, onOffer }: Props & { readonly to: string }): ReactNode => {
  const [day, setDay] = useState('');
  useEffect(() => {
    onOffer(day > to ? { path: `${pathOfAgreement(agreement)}/extensions`, body: { to: day } } : undefined);
  }, [agreement, day, to, onOffer]);
  return (
    <section className="panel stack">
      <p>The agreement ends on {shortDay(to)}. A later last day makes its measurement periods longer, or adds some, as the terms say.</p>
      <label className="field">
        <span>New last day</span>
        <input
          className="input"
          type="date"
          min={to}
          value={day}
          onChange={({ target }) => {
            setDay(target.value);
          }}
        />
      </label>
    </section>
  );
};

type Member = { readonly id: string; readonly from?: string; readonly to?: string };
type Joining = { readonly key: number; readonly id: string; readonly from: string };

/** Who joins and who leaves, each with its day. */
export const MembersForm = ({ agreement, members, onOffer }: Props & { readonly members: readonly Member[] }): ReactNode => {
  const [leaving, setLeaving] = useState<Readonly<Record<string, string>>>({});
  const [joining, setJoining] = useState<readonly Joining[]>([{ key: 0, id: '', from: '' }]);
  useEffect(() => {
    const join = joining.filter(({ id, from }) => id !== '' && from !== '').map(({ id, from }) => ({ id, from }));
    const leave = Object.entries(leaving)
      .filter(([, on]) => on !== '')
      .map(([id, on]) => ({ id, on }));
    const body = { ...(join.length === 0 ? {} : { join }), ...(leave.length === 0 ? {} : { leave }) };
    onOffer(join.length + leave.length === 0 ? undefined : { path: `${pathOfAgreement(agreement)}/members`, body });
  }, [agreement, joining, leaving, onOffer]);
  const change = (key: number, next: Partial<Joining>): void => {
    setJoining((before) => before.map((one) => (one.key === key ? { ...one, ...next } : one)));
  };
  return (
    <section className="panel stack">
      <h2>Who leaves</h2>
      {members.length === 0 ? (
        <p className="muted small">The agreement names no members: every line of the customer counts.</p>
      ) : (
        <Table label="Members, table" columns={['Member', 'Since', 'Until', 'Leaves after']}>
          {members.map(({ id, from, to }) => (
            <tr key={`${id} ${from ?? ''}`}>
              <th scope="row">{id}</th>
              <td>{from === undefined ? 'the start' : shortDay(from)}</td>
              <td>{to === undefined ? '–' : shortDay(to)}</td>
              <td>
                {to === undefined ? (
                  <input
                    className="input"
                    type="date"
                    aria-label={`${id} leaves after`}
                    value={leaving[id] ?? ''}
                    onChange={({ target }) => {
                      setLeaving((before) => ({ ...before, [id]: target.value }));
                    }}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>Who joins</h2>
      {joining.map(({ key, id, from }) => (
        <div key={key} className="row">
          <label className="field">
            <span>Member</span>
            <input
              className="input"
              value={id}
              onChange={({ target }) => {
                change(key, { id: target.value });
              }}
            />
          </label>
          <label className="field">
            <span>From</span>
            <input
              className="input"
              type="date"
              value={from}
              onChange={({ target }) => {
                change(key, { from: target.value });
              }}
            />
          </label>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="button"
          onClick={() => {
            setJoining((before) => [...before, { key: before.length, id: '', from: '' }]);
          }}
        >
          Another one
        </button>
      </div>
    </section>
  );
};
