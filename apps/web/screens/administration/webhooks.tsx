import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Secret } from '../../parts/secret.tsx';
import { Sure } from '../../parts/sure.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Attempt, Hook } from './answers.ts';
import { Deliveries } from './deliveries.tsx';
import { ADMINISTRATION, hooksQuery } from './queries.ts';

type Made = Hook & { readonly secret: string };
const namesIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter((name) => name !== '');

const NewWebhook = ({ organisation }: { readonly organisation: string }): ReactNode => {
  const [given, setGiven] = useState({ url: '', kinds: '', partnerships: '' });
  const send = useSend<Made>(ADMINISTRATION);
  const set = (next: Partial<typeof given>): void => {
    setGiven((before) => ({ ...before, ...next }));
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const [kinds, partnerships] = [namesIn(given.kinds), namesIn(given.partnerships)];
    send.mutate({
      path: `${pathOfOrganisation(organisation)}/webhooks`,
      body: { url: given.url, ...(kinds.length === 0 ? {} : { kinds }), ...(partnerships.length === 0 ? {} : { partnerships }) },
    });
  };
  return (
    <section className="panel" aria-labelledby="new-hook-title">
      <h2 id="new-hook-title">Be told what happens</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>Where to: an https address that the internet can reach</span>
          <input
            className="input"
            type="url"
            required
            placeholder="https://erp.example/rebates"
            value={given.url}
            onChange={({ target }) => {
              set({ url: target.value });
            }}
          />
        </label>
        <label className="field">
          <span>Kinds, such as signed amended tierReached; all where left out</span>
          <input
            className="input"
            value={given.kinds}
            onChange={({ target }) => {
              set({ kinds: target.value });
            }}
          />
        </label>
        <label className="field">
          <span>Only these partnerships; all where left out</span>
          <input
            className="input"
            placeholder="acme~buildco"
            value={given.partnerships}
            onChange={({ target }) => {
              set({ partnerships: target.value });
            }}
          />
        </label>
        <div>
          <button className="button first" disabled={send.isPending}>
            Set it up
          </button>
        </div>
      </form>
      {send.data === undefined ? null : (
        <Secret name="The secret that signs its messages" value={send.data.secret}>
          The receiver checks each message with it.
        </Secret>
      )}
      {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
    </section>
  );
};

const Card = ({
  organisation,
  hook,
  isOpen,
}: {
  readonly organisation: string;
  readonly hook: Hook;
  readonly isOpen: boolean;
}): ReactNode => {
  const { id, url, kinds, partnerships, status, pending, parked, lastDeliveredAt } = hook;
  const path = `${pathOfOrganisation(organisation)}/webhooks/${encodeURIComponent(id)}`;
  const test = useSend<Attempt>(ADMINISTRATION);
  const rotate = useSend<Made>(ADMINISTRATION);
  const remove = useSend(ADMINISTRATION);
  const problem = [test, rotate, remove].find(({ isError }) => isError)?.error;
  return (
    <section className="panel stack" aria-label={url}>
      <div className="panel-head">
        <h2 className="address">{url}</h2>
        <span className={`pill ${status === 'active' ? 'good' : 'warn'}`}>{status}</span>
      </div>
      <p className="small muted">
        <code>{id}</code> · told of {kinds.length === 0 ? 'all named kinds' : kinds.join(', ')} in{' '}
        {partnerships.length === 0 ? 'all partnerships' : partnerships.join(', ')} ·{' '}
        {lastDeliveredAt === null ? 'nothing was delivered yet' : `last delivered ${longTime(lastDeliveredAt)}`}
      </p>
      <p>
        {pending} waiting, {parked === 0 ? 'none given up' : <strong>{parked} given up</strong>}
      </p>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={test.isPending}
          onClick={() => {
            test.mutate({ path: `${path}/tests`, body: {} });
          }}
        >
          {test.isPending ? 'Sending …' : 'Send a test'}
        </button>
        <Link className="button" to="/administration" search={{ of: organisation, part: 'webhooks', ...(isOpen ? {} : { hook: id }) }}>
          {isOpen ? 'Hide its deliveries' : 'Its deliveries'}
        </Link>
        <Sure
          sure="Yes, another secret; the old one holds for a day"
          disabled={rotate.isPending}
          onSure={() => {
            rotate.mutate({ path: `${path}/secrets`, body: {} });
          }}
        >
          Another secret …
        </Sure>
        <Sure
          sure="Yes, take it away with what waits"
          disabled={remove.isPending}
          onSure={() => {
            remove.mutate({ method: 'DELETE', path });
          }}
        >
          Take away …
        </Sure>
      </div>
      {test.data === undefined ? null : (
        <p role="status" className={`notice small ${test.data.error === null ? 'good' : 'bad'}`}>
          {test.data.error === null ? `Answered with ${test.data.status ?? 'nothing'}.` : `It failed: ${test.data.error}`}
        </p>
      )}
      {rotate.data === undefined ? null : (
        <Secret name="The new secret" value={rotate.data.secret}>
          For a day messages carry two signatures, so that the receiver can change over.
        </Secret>
      )}
      {problem === undefined || problem === null ? null : <Rejections problem={problemIn(problem)} />}
      {isOpen ? <Deliveries organisation={organisation} hook={hook} /> : null}
    </section>
  );
};

/** Where the organisation is told what happens in its partnerships. */
export const Webhooks = ({ organisation, open }: { readonly organisation: string; readonly open: string | undefined }): ReactNode => {
  const query = useQuery(hooksQuery(organisation));
  return (
    <>
      <div className="panel-head">
        <h2>Webhooks</h2>
        {query.data === undefined ? null : (
          <Twins
            name={`${organisation}-webhooks`}
            sheet={() => ({
              columns: ['webhook', 'address', 'kinds', 'partnerships', 'status', 'waiting', 'given up', 'last delivered'],
              rows: query.data.map((hook) => [
                hook.id,
                hook.url,
                hook.kinds.join(' '),
                hook.partnerships.join(' '),
                hook.status,
                hook.pending,
                hook.parked,
                hook.lastDeliveredAt,
              ]),
            })}
            json={() => query.data}
            command={commandOf('webhooks list', { organisation })}
          />
        )}
      </div>
      <Answered query={query} waiting={<Waiting lines={4} what="webhooks" />}>
        {(hooks) =>
          hooks.length === 0 ? (
            <Empty title="No webhook yet.">
              A webhook tells another system, such as an ERP, what happens here: a signature, a step reached, a variance.
            </Empty>
          ) : (
            <>
              {hooks.map((hook) => (
                <Card key={hook.id} organisation={organisation} hook={hook} isOpen={hook.id === open} />
              ))}
            </>
          )
        }
      </Answered>
      <NewWebhook key={organisation} organisation={organisation} />
    </>
  );
};
