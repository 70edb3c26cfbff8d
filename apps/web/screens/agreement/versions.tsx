import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { VersionRow } from '../../api/negotiation-answers.ts';
import { longTime, shortDay } from '../../figures/days.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Changes } from './changes.tsx';
import { KINDS, STATUSES } from './kinds.ts';
import { diffQuery } from './queries.ts';

const Row = ({ row, names }: { readonly row: VersionRow; readonly names: Names }): ReactNode => {
  const { version, kind, status, proposed, why, answers, closedAt, validUntil, comments } = row;
  return (
    <li>
      <p className="row">
        <strong>{version}</strong> <span className={`pill ${STATUSES[status].tone}`}>{STATUSES[status].word}</span> {KINDS[kind]}
        {answers === undefined ? '' : `, an answer to ${answers}`}
      </p>
      <p className="small muted">
        {names.of(proposed.person)} ({proposed.party}), {longTime(proposed.at)}
        {closedAt === undefined ? '' : `; ${STATUSES[status].word} ${longTime(closedAt)}`}
        {validUntil === undefined ? '' : `; open until ${shortDay(validUntil)}`}
        {comments === 0 ? '' : `; ${comments} ${comments === 1 ? 'comment' : 'comments'}`}
      </p>
      {why === undefined ? null : <p className="said">{why}</p>}
    </li>
  );
};

const Chooser = ({
  name,
  value,
  rows,
  onChoose,
}: {
  readonly name: string;
  readonly value: number;
  readonly rows: readonly VersionRow[];
  readonly onChoose: (version: string) => void;
}): ReactNode => (
  <label className="row small">
    <span className="muted">{name}</span>
    <select
      className="input"
      aria-label={`What changed, ${name}`}
      value={value}
      onChange={({ target }) => {
        onChoose(target.value);
      }}
    >
      {rows.map(({ version }) => (
        <option key={version} value={version}>
          version {version}
        </option>
      ))}
    </select>
  </label>
);

type Props = {
  readonly id: string;
  readonly rows: readonly VersionRow[];
  readonly names: Names;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChoose: (next: Readonly<Record<string, string>>) => void;
};

/** What was proposed and what became of it, and what changed between any two. */
export const Versions = ({ id, rows, names, from, to, onChoose }: Props): ReactNode => {
  const last = rows.at(-1)?.version ?? 1;
  const of = (version: string | undefined, otherwise: number): number =>
    rows.find((row) => String(row.version) === version)?.version ?? otherwise;
  const [before, after] = [of(from, Math.max(1, last - 1)), of(to, last)];
  const query = useQuery({ ...diffQuery(id, before, after), enabled: rows.length > 1 && before !== after });
  return (
    <section className="panel" aria-labelledby="versions-title">
      <div className="panel-head">
        <h2 id="versions-title">Versions</h2>
        <Twins
          name={`${id}-versions`}
          sheet={() => ({
            columns: ['version', 'kind', 'status', 'party', 'person', 'at', 'answers', 'why'],
            rows: rows.map((row) => [
              row.version,
              row.kind,
              row.status,
              row.proposed.party,
              row.proposed.person,
              row.proposed.at,
              row.answers,
              row.why,
            ]),
          })}
          json={() => rows}
          command={commandOf('agreement versions', {}).replace('versions', `versions ${id}`)}
        />
      </div>
      <ol className="versions">
        {[...rows].reverse().map((row) => (
          <Row key={row.version} row={row} names={names} />
        ))}
      </ol>
      {rows.length < 2 ? null : (
        <div className="stack">
          <div className="row">
            <h3>What changed</h3>
            <Chooser
              name="from"
              value={before}
              rows={rows}
              onChoose={(version) => {
                onChoose({ from: version, to: String(after) });
              }}
            />
            <Chooser
              name="to"
              value={after}
              rows={rows}
              onChoose={(version) => {
                onChoose({ from: String(before), to: version });
              }}
            />
          </div>
          {before === after ? (
            <p className="muted small">A version does not differ from itself: choose two.</p>
          ) : (
            <Answered query={query} waiting={<Waiting lines={3} what="what changed" />}>
              {({ changes }) =>
                changes.length === 0 ? (
                  <p className="muted small">Nothing: both say the same.</p>
                ) : (
                  <Changes changes={changes} caption={`What changed from version ${before} to version ${after}, table`} />
                )
              }
            </Answered>
          )}
        </div>
      )}
    </section>
  );
};
