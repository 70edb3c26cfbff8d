import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { pathOfOrganisation } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { Rejections } from '../../parts/rejections.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { KINDS, type Organisation } from './answers.ts';
import { ADMINISTRATION, organisationsQuery } from './queries.ts';
import { Table, unseen } from '../../parts/table.tsx';

const KindBoxes = ({
  kinds,
  onChange,
}: {
  readonly kinds: readonly string[];
  readonly onChange: (kinds: readonly string[]) => void;
}): ReactNode => (
  <fieldset className="roles">
    <legend className="label">Kinds</legend>
    {KINDS.map((kind) => (
      <label key={kind} className="row">
        <input
          type="checkbox"
          checked={kinds.includes(kind)}
          onChange={({ target }) => {
            onChange(KINDS.filter((one) => (one === kind ? target.checked : kinds.includes(one))));
          }}
        />
        {kind}
      </label>
    ))}
  </fieldset>
);

const Change = ({ organisation }: { readonly organisation: Organisation }): ReactNode => {
  const [name, setName] = useState(organisation.name);
  const [kinds, setKinds] = useState(organisation.kinds);
  const send = useSend(ADMINISTRATION);
  return (
    <details>
      <summary className="small">
        Change<span className="seen-by-readers"> {organisation.name}</span>
      </summary>
      <div className="stack">
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            value={name}
            onChange={({ target }) => {
              setName(target.value);
            }}
          />
        </label>
        <KindBoxes kinds={kinds} onChange={setKinds} />
        <div>
          <button
            type="button"
            className="button"
            disabled={send.isPending || name === '' || kinds.length === 0}
            onClick={() => {
              send.mutate({ method: 'PUT', path: pathOfOrganisation(organisation.id), body: { name, kinds } });
            }}
          >
            Change it
          </button>
        </div>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </div>
    </details>
  );
};

const Add = (): ReactNode => {
  const [given, setGiven] = useState<Organisation>({ id: '', name: '', kinds: [] });
  const send = useSend<Organisation>(ADMINISTRATION, () => {
    setGiven({ id: '', name: '', kinds: [] });
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send.mutate({ path: '/organisations', body: given });
  };
  return (
    <section className="panel" aria-labelledby="add-title">
      <h2 id="add-title">Add an organisation</h2>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>Id: what agreements call it, for good</span>
          <input
            className="input"
            required
            pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
            maxLength={64}
            value={given.id}
            onChange={({ target }) => {
              setGiven({ ...given, id: target.value });
            }}
          />
        </label>
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            required
            value={given.name}
            onChange={({ target }) => {
              setGiven({ ...given, name: target.value });
            }}
          />
        </label>
        <KindBoxes
          kinds={given.kinds}
          onChange={(kinds) => {
            setGiven({ ...given, kinds });
          }}
        />
        <div>
          <button className="button first" disabled={send.isPending || given.kinds.length === 0}>
            Add it
          </button>
        </div>
        {send.isError ? <Rejections problem={problemIn(send.error)} /> : null}
      </form>
    </section>
  );
};

/** All organisations of the server, for its operators. */
export const Organisations = (): ReactNode => {
  const query = useQuery(organisationsQuery);
  return (
    <>
      <section className="panel" aria-labelledby="organisations-title">
        <div className="panel-head">
          <h2 id="organisations-title">Organisations</h2>
          {query.data === undefined ? null : (
            <Twins
              name="organisations"
              sheet={() => ({
                columns: ['id', 'name', 'kinds'],
                rows: query.data.map(({ id, name, kinds }) => [id, name, kinds.join(' ')]),
              })}
              json={() => query.data}
              command={commandOf('organisations list', {})}
            />
          )}
        </div>
        <Answered query={query} waiting={<Waiting lines={5} what="organisations" />}>
          {(all) =>
            all.length === 0 ? (
              <Empty title="No organisation yet.">A supplier and a customer are needed before they can agree on anything.</Empty>
            ) : (
              <Table label="Organisations, table" columns={['Name', 'Id', 'Kinds', unseen('Change')]}>
                {all.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">
                      <Link to="/administration" search={{ of: one.id, part: 'members' }}>
                        {one.name}
                      </Link>
                    </th>
                    <td>
                      <code>{one.id}</code>
                    </td>
                    <td>{one.kinds.join(', ')}</td>
                    <td>
                      <Change organisation={one} />
                    </td>
                  </tr>
                ))}
              </Table>
            )
          }
        </Answered>
      </section>
      <Add />
    </>
  );
};
