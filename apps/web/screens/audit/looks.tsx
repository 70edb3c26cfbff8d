import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Paged } from '../../api/answers.ts';
import { pathOfPartnership } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { get } from '../../api/request.ts';
import { longTime } from '../../figures/days.ts';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Look } from './answers.ts';
import { Table } from '../../parts/table.tsx';

/** What auditors have looked at: for the two sides, whose history it is. */
export const Looks = ({ partnership }: { readonly partnership: string }): ReactNode => {
  const query = useInfiniteQuery({
    queryKey: ['looks', partnership],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: Paged<Look>) => nextCursor,
    queryFn: ({ pageParam, signal }) =>
      get<Paged<Look>>(`${pathOfPartnership(partnership)}/audit-looks`, { limit: 25, cursor: pageParam }, signal),
  });
  if (query.isError) return <Refused problem={problemIn(query.error)} />;
  const looks = query.data?.pages.flatMap(({ items }) => items);
  return (
    <section className="panel" aria-labelledby="looks-title">
      <div className="panel-head">
        <h2 id="looks-title">What auditors have looked at</h2>
        {looks === undefined ? null : (
          <Twins
            name={`${partnership}-looks`}
            sheet={() => ({
              columns: ['at', 'auditor', 'user', 'asked for'],
              rows: looks.map((look) => [look.lookedAt, look.auditor, look.user, look.path]),
            })}
            json={() => looks}
            command={commandOf('grants looks', { partnership })}
          />
        )}
      </div>
      {looks === undefined ? (
        <Waiting lines={3} what="looks" />
      ) : looks.length === 0 ? (
        <p className="muted small">No auditor has looked at anything yet.</p>
      ) : (
        <Table label="Looks, table" columns={['When', 'Who', 'Asked for']}>
          {looks.map(({ lookedAt, auditor, user, path }, index) => (
            <tr key={index}>
              <td>{longTime(lookedAt)}</td>
              <td>
                {auditor} <span className="muted small">{user}</span>
              </td>
              <td>
                <code>{path}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {query.hasNextPage ? (
        <button
          type="button"
          className="button"
          disabled={query.isFetchingNextPage}
          onClick={() => {
            void query.fetchNextPage();
          }}
        >
          Earlier ones
        </button>
      ) : null}
    </section>
  );
};
