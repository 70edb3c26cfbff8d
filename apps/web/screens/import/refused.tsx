import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ImportSummary, RefusedLine } from '../../api/import-answers.ts';
import { problemIn } from '../../api/problem.ts';
import { newKey } from '../../api/request.ts';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { save } from '../../parts/save.ts';
import { csvOf } from '../../parts/twins.tsx';
import { FIELDS, type Mapping, mappingText } from './columns.ts';
import { allRefused, refusedQuery } from './queries.ts';
import { type Opened, fileOf, rowsAt } from './read-file.ts';
import { type Target, sendFile } from './send-file.ts';
import { Table } from '../../parts/table.tsx';

type Props = { readonly id: string; readonly opened: Opened | undefined; readonly mapping: Mapping; readonly target: Target };
/** What became of a line that was mended: recorded, or refused again. */
type Fate = 'recorded' | RefusedLine;

const lineColumnOf = ({ header }: Opened, mapping: Mapping): string | undefined =>
  mapping.line ?? header.find((column) => column === 'line');
/** The column that a refusal is about; the server names it as the file does. */
const isAbout = (line: RefusedLine, column: string, mapping: Mapping): boolean =>
  line.column === column || (line.column === 'line' && mapping.line === column);

/** Mended rows as a file of their own: the columns as they were, and where the file had no line numbers, those that were given. */
const sendMended = async (
  { opened, mapping, target }: Props & { readonly opened: Opened },
  mended: readonly { readonly line: RefusedLine; readonly cells: readonly string[] }[],
): Promise<ReadonlyMap<number, Fate>> => {
  const isNumbered = lineColumnOf(opened, mapping) !== undefined;
  const rows = mended.map(({ line, cells }) => (isNumbered ? cells : [...cells, line.line]));
  const { text, numbers } = fileOf([isNumbered ? opened.header : [...opened.header, 'line'], ...rows], opened.delimiter);
  const id = newKey();
  const summary: ImportSummary = await sendFile({
    id,
    target,
    file: new Blob([text]),
    name: `mended ${opened.file.name}`,
    isGzip: false,
    map: mappingText(isNumbered ? mapping : { ...mapping, line: 'line' }),
    onBytes: () => undefined,
    signal: new AbortController().signal,
  });
  const again = new Map((summary.refused === 0 ? [] : await allRefused(id)).map((line) => [line.number, line]));
  return new Map(
    mended.map(({ line }, index): [number, Fate] => {
      const still = again.get(numbers[index + 1] ?? -1);
      return [line.number, still === undefined ? 'recorded' : { ...still, number: line.number }];
    }),
  );
};

const downloadRefused = async (id: string, opened: Opened | undefined): Promise<void> => {
  const lines = await allRefused(id);
  const rows =
    opened === undefined ? new Map<number, readonly string[]>() : await rowsAt(opened, new Set(lines.map(({ number }) => number)));
  const header = opened?.header ?? [];
  const own = header.includes('line') ? [] : ['line'];
  save(
    'refused.csv',
    'text/csv',
    csvOf({
      columns: [...header, ...own, 'row', 'column', 'value', 'code', 'reason', 'wayOut'],
      rows: lines.map((line) => [
        ...header.map((_, at) => rows.get(line.number)?.[at] ?? ''),
        ...(own.length === 0 ? [] : [line.line]),
        line.number,
        line.column,
        line.value,
        line.code,
        line.reason,
        line.wayOut,
      ]),
    }),
  );
};

type RowProps = {
  readonly line: RefusedLine;
  readonly fate: Fate | undefined;
  readonly cells: readonly string[] | undefined;
  readonly columns: readonly { readonly at: number; readonly name: string }[];
  readonly mapping: Mapping;
  readonly onCell: (at: number, text: string) => void;
};

const Row = ({ line, fate, cells, columns, mapping, onCell }: RowProps): ReactNode => {
  const said = fate === undefined || fate === 'recorded' ? line : fate;
  return (
    <tr className={fate === 'recorded' ? 'mended' : ''}>
      <th scope="row">{line.number}</th>
      <td>
        {fate === 'recorded' ? (
          <span className="pill good">recorded</span>
        ) : (
          <>
            {said.reason} <span className="muted">{said.wayOut}</span> <code className="small">{said.code}</code>
            {cells === undefined ? (
              <div className="small">
                {said.column}: <code>{said.value}</code>
              </div>
            ) : null}
          </>
        )}
      </td>
      {cells === undefined
        ? null
        : columns.map(({ at, name }) => (
            <td key={at}>
              {fate === 'recorded' ? (
                cells[at]
              ) : (
                <input
                  className="input"
                  aria-label={`${name}, row ${line.number}`}
                  aria-invalid={isAbout(said, name, mapping)}
                  size={Math.max(6, (cells[at] ?? '').length)}
                  value={cells[at] ?? ''}
                  onChange={({ target }) => {
                    onCell(at, target.value);
                  }}
                />
              )}
            </td>
          ))}
    </tr>
  );
};

/** The refused lines with place and reason. Where the file is at hand they are mended here, and only they are sent again. */
export const RefusedLines = (props: Props): ReactNode => {
  const { id, opened, mapping } = props;
  const queries = useQueryClient();
  const refused = useInfiniteQuery(refusedQuery(id));
  const [edits, setEdits] = useState<ReadonlyMap<number, readonly string[]>>(new Map());
  const [fates, setFates] = useState<ReadonlyMap<number, Fate>>(new Map());
  const lines = refused.data?.pages.flatMap(({ items }) => items) ?? [];
  const numbers = lines.map(({ number }) => number);
  const original = useQuery({
    queryKey: ['rows-of-file', id, opened?.file.name, opened?.file.lastModified, numbers.length],
    queryFn: () => (opened === undefined ? new Map<number, readonly string[]>() : rowsAt(opened, new Set(numbers))),
    enabled: opened !== undefined && numbers.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const cellsOf = (number: number): readonly string[] | undefined => edits.get(number) ?? original.data?.get(number);
  const mended = lines.filter(({ number }) => edits.has(number) && fates.get(number) !== 'recorded');
  const send = useMutation({
    mutationFn: () =>
      opened === undefined
        ? Promise.resolve(fates)
        : sendMended(
            { ...props, opened },
            mended.map((line) => ({ line, cells: edits.get(line.number) ?? [] })),
          ),
    onSuccess: async (next) => {
      setFates(new Map([...fates, ...next]));
      await queries.invalidateQueries({ queryKey: ['imports'], exact: true });
    },
  });
  if (refused.isError)
    return (
      <Refused
        problem={problemIn(refused.error)}
        onAgain={() => {
          void refused.refetch();
        }}
      />
    );
  if (refused.data === undefined)
    return (
      <section className="panel">
        <Waiting lines={4} what="refused lines" />
      </section>
    );
  if (lines.length === 0) return null;
  const columns = (opened?.header ?? []).flatMap((name, at) => (FIELDS.some(([field]) => mapping[field] === name) ? [{ at, name }] : []));
  const recorded = [...fates.values()].filter((fate) => fate === 'recorded').length;
  return (
    <section className="panel" aria-labelledby="refused-title">
      <div className="panel-head">
        <h2 id="refused-title">Refused lines{recorded === 0 ? '' : `, ${recorded} of them mended`}</h2>
        <button
          type="button"
          className="button"
          onClick={() => {
            void downloadRefused(id, opened);
          }}
        >
          All refused lines as CSV
        </button>
      </div>
      <p className="small muted">
        {opened === undefined
          ? 'Choose the same file above to mend them here, or mend the downloaded file and send it.'
          : 'Change what is wrong and send the changed lines again; their numbers stay the same.'}
      </p>
      <Table
        label="Refused lines, table"
        className="small refused"
        tall
        columns={['Row', 'What is wrong', ...(original.data === undefined ? [] : columns.map(({ name }) => name))]}
      >
        {lines.map((line, index) => (
          <Row
            key={`${line.number} ${index}`}
            line={line}
            fate={fates.get(line.number)}
            cells={cellsOf(line.number)}
            columns={columns}
            mapping={mapping}
            onCell={(at, text) => {
              setEdits(
                new Map(edits).set(
                  line.number,
                  (cellsOf(line.number) ?? []).map((cell, place) => (place === at ? text : cell)),
                ),
              );
            }}
          />
        ))}
      </Table>
      <p className="row">
        {refused.hasNextPage ? (
          <button
            type="button"
            className="button"
            disabled={refused.isFetchingNextPage}
            onClick={() => {
              void refused.fetchNextPage();
            }}
          >
            More refused lines
          </button>
        ) : null}
        {opened === undefined ? null : (
          <button
            type="button"
            className="button first"
            disabled={mended.length === 0 || send.isPending}
            onClick={() => {
              send.mutate();
            }}
          >
            {send.isPending
              ? 'Sending …'
              : mended.length === 1
                ? 'Send the changed line again'
                : `Send ${mended.length} changed lines again`}
          </button>
        )}
        <span role="status" className="small">
          {send.isSuccess ? `${recorded} recorded${fates.size > recorded ? `, ${fates.size - recorded} refused again` : ''}.` : ''}
        </span>
      </p>
      {send.isError ? <Refused problem={problemIn(send.error)} /> : null}
    </section>
  );
};
