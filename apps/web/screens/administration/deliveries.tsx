import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Delivery, Hook } from './answers.ts';
import { ADMINISTRATION, deliveriesQuery } from './queries.ts';
import { Table, unseen } from '../../parts/table.tsx';

const STATES: Readonly<Record<string, readonly [word: string, tone: string]>> = {
  pending: ['waits', 'warn'],
  delivered: ['delivered', 'good'],
  parked: ['given up', 'bad'],
};

/** From where a partnership is told again. */
type Again = { readonly partnership: string; readonly from: string };

const Row = ({ delivery, onAgain }: { readonly delivery: Delivery; readonly onAgain: (again: Again) => void }): ReactNode => {
  const { kind, partnership, position, status, attempts, createdAt, dueAt, lastStatus, lastError } = delivery;
  const [word, tone] = STATES[status] ?? [status, ''];
  return (
    <tr>
      <td>{longTime(createdAt)}</td>
      <th scope="row">{kind}</th>
      <td>
        {partnership} <span className="muted">at {position}</span>
      </td>
      <td>
        <span className={`pill ${tone}`}>{word}</span>
      </td>
      <td>
        {attempts}
        {dueAt === null ? '' : `, next ${longTime(dueAt)}`}
      </td>
      <td>{lastError ?? lastStatus ?? '–'}</td>
      <td>
        <button
          type="button"
          className="button plain"
          onClick={() => {
            onAgain({ partnership, from: String(position) });
          }}
        >
          From here again …
          <span className="seen-by-readers">
            {' '}
            {kind} of {partnership} at {position}
          </span>
        </button>
      </td>
    </tr>
  );
};

const Replay = ({
  organisation,
  hook,
  given,
  onGiven,
}: {
  readonly organisation: string;
  readonly hook: Hook;
  readonly given: Again;
  readonly onGiven: (given: Again) => void;
}): ReactNode => {
  const send = useSend<{ readonly from: number }>(ADMINISTRATION);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({
      path: `${pathOfOrganisation(organisation)}/webhooks/${encodeURIComponent(hook.id)}/replays`,
      body: { partnership: given.partnership, from: Number(given.from) },
    });
  };
  return (
    <form className="row" onSubmit={submit}>
      <label className="field">
        <span>Tell a partnership again</span>
        <input
          className="input"
          required
          placeholder="acme~buildco"
          value={given.partnership}
          onChange={({ target }) => {
            onGiven({ ...given, partnership: target.value });
          }}
        />
      </label>
      <label className="field">
        <span>From position</span>
        <input
          className="input"
          inputMode="numeric"
          required
          pattern="\d{1,12}"
          value={given.from}
          onChange={({ target }) => {
            onGiven({ ...given, from: target.value });
          }}
        />
      </label>
      <button className="button" disabled={send.isPending}>
        Tell it again
      </button>
      <span role="status" className="small">
        {send.data === undefined ? '' : `It is told again from position ${send.data.from} on.`}
      </span>
      {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
    </form>
  );
};

/** What was sent, waits, or was given up; and a partnership told again. */
export const Deliveries = ({ organisation, hook }: { readonly organisation: string; readonly hook: Hook }): ReactNode => {
  const [status, setStatus] = useState('');
  const [again, setAgain] = useState<Again>({ partnership: hook.partnerships[0] ?? '', from: '0' });
  const query = useQuery(deliveriesQuery(organisation, hook.id, status));
  return (
    <div className="stack">
      <div className="row">
        <label className="row small">
          <span className="muted">Deliveries</span>
          <select
            className="input"
            value={status}
            onChange={({ target }) => {
              setStatus(target.value);
            }}
          >
            <option value="">all</option>
            {Object.entries(STATES).map(([id, [word]]) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
          </select>
        </label>
        {query.data === undefined ? null : (
          <Twins
            name={`${hook.id}-deliveries`}
            sheet={() => ({
              columns: ['created', 'kind', 'partnership', 'position', 'status', 'attempts', 'last status', 'last error'],
              rows: query.data.map((one) => [
                one.createdAt,
                one.kind,
                one.partnership,
                one.position,
                one.status,
                one.attempts,
                one.lastStatus,
                one.lastError,
              ]),
            })}
            json={() => query.data}
            command={commandOf('webhooks deliveries', { organisation, status }).replace('deliveries', `deliveries ${hook.id}`)}
          />
        )}
      </div>
      <Answered query={query} waiting={<Waiting lines={3} what="deliveries" />}>
        {(deliveries) =>
          deliveries.length === 0 ? (
            <p className="muted small">None.</p>
          ) : (
            <Table
              label={`Deliveries to ${hook.url}, table`}
              columns={['Since', 'Kind', 'About', 'State', 'Attempts', 'Answer', unseen('Tell it again')]}
            >
              {deliveries.map((delivery) => (
                <Row key={delivery.id} delivery={delivery} onAgain={setAgain} />
              ))}
            </Table>
          )
        }
      </Answered>
      <Replay organisation={organisation} hook={hook} given={again} onGiven={setAgain} />
    </div>
  );
};
