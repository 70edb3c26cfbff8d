import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { pathOfPartnership } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { get } from '../../api/request.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Act, Folded, TextField, filled } from '../../parts/act.tsx';
import { Answered, Empty, Refused, Waiting } from '../../parts/answered.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Table, numbers, unseen } from '../../parts/table.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Contradiction, Witness } from './answers.ts';

type Of = {
  readonly agreement: string;
  readonly partnership: string;
  /** The organisations that this person administers. */ readonly own: readonly string[];
};

const pathOf = (partnership: string): string => `${pathOfPartnership(partnership)}/log/witnesses`;
/** `acme-witness+1a2b3c4d+…`: the name before the key itself. */
const nameOf = (key: string): string => key.split('+')[0] ?? key;

const Contradicted = ({ found }: { readonly found: Contradiction }): ReactNode => (
  <div className="notice bad" role="alert">
    <p>
      <strong>{found.witness} has seen another history of this partnership.</strong> {found.why}
    </p>
    <p className="muted">
      Found on {longTime(found.foundAt)}, at {found.size} events. Both checkpoints are kept: show them to the other side, and sign nothing
      further before it is known which history holds.
    </p>
    <Folded title="Both checkpoints">
      <p className="small muted">The ledger’s own:</p>
      <pre className="small note">{found.own}</pre>
      <p className="small muted">What the witness shows:</p>
      <pre className="small note">{found.seen}</pre>
    </Folded>
  </div>
);

const stateOf = ({ contradicts, said, cosignedAt, url }: Witness): string => {
  if (contradicts) return 'has seen another history';
  if (said !== null) return `did not cosign: ${said}`;
  if (cosignedAt !== null) return `cosigned on ${longTime(cosignedAt)}`;
  return url === null ? 'comes by itself' : 'not asked yet';
};

const Rows = ({ items, of }: { readonly items: readonly Witness[]; readonly of: Of }): ReactNode => {
  const send = useSend(['agreement', of.agreement]);
  return (
    <>
      <Table label="Witnesses, table" columns={['Witness', 'Named by', 'Handed to', numbers('Events cosigned'), 'State', unseen('Remove')]}>
        {items.map((witness) => (
          <tr key={witness.key}>
            <th scope="row">
              <code title={witness.key}>{nameOf(witness.key)}</code>
            </th>
            <td>{witness.organisation}</td>
            <td>{witness.url === null ? <span className="muted">–</span> : <code>{witness.url}</code>}</td>
            <td className="figure">{witness.size ?? '–'}</td>
            <td className="small words">{stateOf(witness)}</td>
            <td>
              {of.own.includes(witness.organisation) ? (
                <Sure
                  sure={`Yes, take no more cosignatures of ${nameOf(witness.key)}`}
                  disabled={send.isPending}
                  onSure={() => {
                    send.mutate({ method: 'DELETE', path: `${pathOf(of.partnership)}?key=${encodeURIComponent(witness.key)}` });
                  }}
                >
                  Remove …<span className="seen-by-readers"> {nameOf(witness.key)}</span>
                </Sure>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
    </>
  );
};

/** Third parties that sign what they saw of the history: whoever shows two sides two histories is found out by them. */
export const Witnesses = (of: Of): ReactNode => {
  const witnesses = useQuery({
    queryKey: ['agreement', of.agreement, 'witnesses'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Witness[] }>(pathOf(of.partnership), {}, signal),
  });
  const contradictions = useQuery({
    queryKey: ['agreement', of.agreement, 'contradictions'],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly Contradiction[] }>(`${pathOfPartnership(of.partnership)}/log/contradictions`, {}, signal),
  });
  return (
    <section className="panel stack" aria-labelledby="witnesses-title">
      <Answered query={witnesses} waiting={<Waiting lines={3} what="witnesses" />}>
        {({ items }) => (
          <>
            <div className="panel-head">
              <h2 id="witnesses-title">Witnesses of this history</h2>
              <Twins
                name={`${of.partnership}-witnesses`}
                sheet={() => ({
                  columns: ['key', 'named by', 'handed to', 'events', 'cosigned at', 'state'],
                  rows: items.map((one) => [one.key, one.organisation, one.url, one.size, one.cosignedAt, stateOf(one)]),
                })}
                json={() => items}
                command={commandOf('checkpoint witness list', { partnership: of.partnership })}
              />
            </div>
            {(contradictions.data?.items ?? []).map((found) => (
              <Contradicted key={`${found.witness} ${found.foundAt}`} found={found} />
            ))}
            {items.length === 0 ? (
              <Empty title="Nobody witnesses this history yet.">
                A witness signs each checkpoint that it is shown, and only if it continues the one before.
              </Empty>
            ) : (
              <Rows items={items} of={of} />
            )}
          </>
        )}
      </Answered>
      {of.own.length === 0 ? null : (
        <Folded title="Name a witness">
          <Act
            agreement={of.agreement}
            path={pathOf(of.partnership)}
            does="Name it"
            done="Named."
            body={(given) => ({ key: given('key'), ...filled({ url: given('url') }) })}
          >
            <div className="act-fields">
              <TextField label="Its key: the line that the witness shows" name="key" required />
              <TextField label="Where it is handed checkpoints (left out: it comes by itself)" name="url" />
            </div>
          </Act>
        </Folded>
      )}
    </section>
  );
};
