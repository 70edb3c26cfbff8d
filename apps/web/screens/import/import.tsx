import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import type { ImportSummary } from '../../api/import-answers.ts';
import { type Problem, problemIn } from '../../api/problem.ts';
import { partnershipsQuery } from '../../api/queries.ts';
import { newKey } from '../../api/request.ts';
import { longTime } from '../../figures/days.ts';
import { Answered, Empty, Refused, Waiting } from '../../parts/answered.tsx';
import { useMe } from '../../parts/side.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { type Mapping, guessed, mappingText, missingIn } from './columns.ts';
import { ColumnsStep } from './columns-step.tsx';
import { Counts } from './counts.tsx';
import './import.css';
import { countsQuery, importsQuery } from './queries.ts';
import { type Opened, openFile } from './read-file.ts';
import { RefusedLines } from './refused.tsx';
import { sendFile } from './send-file.ts';
import { choicesOf } from './targets.ts';
import { Table, numbers } from '../../parts/table.tsx';

const route = getRouteApi('/import');

const KEPT = 'rebate-mapping ';
const keyOf = ({ header }: Opened): string => KEPT + header.join('\n');

/** A mapping is remembered here by the header that it fits. */
const kept = (opened: Opened): Mapping | undefined => {
  try {
    const text = localStorage.getItem(keyOf(opened));
    return text === null ? undefined : (JSON.parse(text) as Mapping);
  } catch {
    return undefined;
  }
};
const keep = (opened: Opened, mapping: Mapping): void => {
  try {
    localStorage.setItem(keyOf(opened), JSON.stringify(mapping));
  } catch {
    // A browser that keeps nothing guesses again.
  }
};

type Run = {
  readonly id: string;
  readonly bytes: number;
  readonly total: number;
  readonly isRunning: boolean;
  readonly summary: ImportSummary | undefined;
  readonly problem: Problem | undefined;
};

const Running = ({ run, onStop }: { readonly run: Run; readonly onStop: () => void }): ReactNode => {
  const counts = useQuery({ ...countsQuery(run.id), enabled: run.isRunning });
  const shown = run.summary ?? counts.data;
  const percent = run.total === 0 ? 100 : Math.min(100, Math.round((run.bytes / run.total) * 100));
  return (
    <div className="stack">
      <progress className="sending" aria-label="Sent of the file" max={100} value={run.isRunning ? percent : 100} />
      <p className="row">
        <span role="status">
          {run.isRunning
            ? percent < 100
              ? `${percent} % sent`
              : 'All sent; the server records the rest …'
            : run.problem === undefined
              ? 'Done.'
              : 'Ended early.'}
        </span>
        {run.isRunning ? (
          <button type="button" className="button" onClick={onStop}>
            Stop
          </button>
        ) : null}
      </p>
      {shown === undefined ? null : <Counts counts={shown} />}
      {run.problem === undefined ? null : <Refused problem={run.problem} />}
    </div>
  );
};

const Past = ({ onShow }: { readonly onShow: (id: string) => void }): ReactNode => {
  const imports = useQuery(importsQuery);
  return (
    <section className="panel" aria-labelledby="past-title">
      <Answered query={imports} waiting={<Waiting lines={4} what="imports" />}>
        {({ items }) => (
          <>
            <div className="panel-head">
              <h2 id="past-title">Imports so far</h2>
              <Twins
                name="imports"
                json={() => items}
                command={commandOf('imports', {})}
                sheet={() => ({
                  columns: ['import', 'file', 'startedAt', 'status', 'sent', 'recorded', 'repeated', 'refused', 'notAddressed'],
                  rows: items.map((one) => [
                    one.import,
                    one.file,
                    one.startedAt,
                    one.status,
                    one.sent,
                    one.recorded,
                    one.repeated,
                    one.refused,
                    one.notAddressed,
                  ]),
                })}
              />
            </div>
            {items.length === 0 ? (
              <p className="muted small">None yet. What an organisation imports is listed for itself alone.</p>
            ) : (
              <Table
                label="Imports so far, table"
                columns={[
                  'File',
                  'Started',
                  'State',
                  numbers('Sent'),
                  numbers('Recorded'),
                  numbers('Repeated'),
                  numbers('Refused'),
                  numbers('Not addressed'),
                ]}
              >
                {items.map((one) => (
                  <tr key={one.import}>
                    <th scope="row">{one.file}</th>
                    <td>{longTime(one.startedAt)}</td>
                    <td>
                      <span className={`pill ${one.status === 'completed' ? 'good' : 'warn'}`}>{one.status}</span>
                    </td>
                    <td className="figure">{one.sent}</td>
                    <td className="figure">{one.recorded}</td>
                    <td className="figure">{one.repeated}</td>
                    <td className="figure">
                      {one.refused === 0 ? (
                        0
                      ) : (
                        <button
                          type="button"
                          className="button"
                          onClick={() => {
                            onShow(one.import);
                          }}
                        >
                          {one.refused}
                          <span className="seen-by-readers"> refused lines of {one.file}</span>
                        </button>
                      )}
                    </td>
                    <td className="figure">{one.notAddressed}</td>
                  </tr>
                ))}
              </Table>
            )}
          </>
        )}
      </Answered>
    </section>
  );
};

export const Import = (): ReactNode => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const me = useMe();
  const partnerships = useQuery(partnershipsQuery);
  const [opened, setOpened] = useState<Opened>();
  const [mapping, setMapping] = useState<Mapping>({});
  const [unreadable, setUnreadable] = useState('');
  const [run, setRun] = useState<Run>();
  const stop = useRef<AbortController>(undefined);
  const choices = choicesOf(me, partnerships.data ?? []);
  const choice = choices.find(({ value }) => value === search.of) ?? choices[0];
  const show = (next: { readonly of?: string; readonly import?: string | undefined }): void => {
    void navigate({
      search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined)),
    });
  };
  const open = async (file: File | undefined): Promise<void> => {
    setRun(undefined);
    setUnreadable('');
    if (file === undefined) return;
    try {
      const next = await openFile(file);
      setOpened(next);
      setMapping(kept(next) ?? guessed(next.header));
    } catch {
      setOpened(undefined);
      setUnreadable(`${file.name} cannot be read as CSV, plain or gzip.`);
    }
  };
  const send = async (): Promise<void> => {
    if (opened === undefined || choice === undefined) return;
    const [id, controller] = [newKey(), new AbortController()];
    stop.current = controller;
    const began: Run = { id, bytes: 0, total: opened.file.size, isRunning: true, summary: undefined, problem: undefined };
    setRun(began);
    keep(opened, mapping);
    show({ import: undefined });
    try {
      const summary = await sendFile({
        id,
        target: choice.target,
        file: opened.file,
        name: opened.file.name,
        isGzip: opened.isGzip,
        map: mappingText(mapping),
        onBytes: (bytes) => {
          setRun({ ...began, bytes });
        },
        signal: controller.signal,
      });
      setRun({ ...began, bytes: began.total, isRunning: false, summary });
      if (summary.refused > 0) show({ import: id });
    } catch (error) {
      setRun({ ...began, isRunning: false, problem: problemIn(error) });
    }
    await queries.invalidateQueries({
      predicate: ({ queryKey: [first] }) => first === 'imports' || first === 'agreement' || first === 'partnerships',
    });
  };
  if (partnerships.isError)
    return (
      <Refused
        problem={problemIn(partnerships.error)}
        onAgain={() => {
          void partnerships.refetch();
        }}
      />
    );
  if (partnerships.data !== undefined && choice === undefined)
    return (
      <div className="stack">
        <h1>Import sales</h1>
        <Empty title="Nothing that you may import.">Commercial and finance of a partnership’s side import what it saw.</Empty>
      </div>
    );
  return (
    <div className="stack">
      <h1>Import sales</h1>
      <section className="panel stack" aria-labelledby="file-title">
        <h2 id="file-title">1. The file, and whose lines it holds</h2>
        <div className="act-fields">
          <label className="field">
            <span>Whose lines</span>
            <select
              className="input"
              value={choice?.value}
              onChange={({ target }) => {
                show({ of: target.value });
              }}
            >
              {choices.map(({ value, words }) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>File, CSV in UTF-8, plain or gzip</span>
            <input
              className="input"
              type="file"
              accept=".csv,.gz,.txt,text/csv,application/gzip"
              onChange={({ target }) => {
                void open(target.files?.[0]);
              }}
            />
          </label>
        </div>
        {unreadable === '' ? null : (
          <p className="notice bad" role="alert">
            {unreadable}
          </p>
        )}
      </section>
      {opened === undefined ? null : <ColumnsStep opened={opened} mapping={mapping} onMapping={setMapping} />}
      {opened === undefined ? null : (
        <section className="panel stack" aria-labelledby="send-title">
          <h2 id="send-title">3. Send</h2>
          <p className="small muted">
            Good lines are recorded, each bad one comes back with its reason; sending a file again changes nothing.
          </p>
          <p className="row">
            <button
              type="button"
              className="button first"
              disabled={run?.isRunning === true || missingIn(mapping).length > 0}
              onClick={() => {
                void send();
              }}
            >
              {run?.isRunning === true ? 'Sending …' : `Send ${opened.file.name}`}
            </button>
          </p>
          {run === undefined ? null : (
            <Running
              run={run}
              onStop={() => {
                stop.current?.abort();
              }}
            />
          )}
        </section>
      )}
      {search.import === undefined || choice === undefined ? null : (
        <RefusedLines key={search.import} id={search.import} opened={opened} mapping={mapping} target={choice.target} />
      )}
      <Past
        onShow={(id) => {
          show({ import: id });
        }}
      />
    </div>
  );
};
