import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemIn } from '../api/problem.ts';
import { longTime } from '../figures/days.ts';
import { save } from '../parts/save.ts';
import './proof.css';
import { signCheckpoint } from './sign-checkpoint.ts';
import type { ProvenEvent, Wrong } from './verify.ts';

/** What proves is loaded once it is needed: no screen waits for it. */
const verdictOf = async (partnership: string, position: number): Promise<ProvenEvent | Wrong> =>
  (await import('./verify.ts')).verifyEvent(partnership, position);

const Verified = ({ verdict, partnership }: { readonly verdict: ProvenEvent; readonly partnership: string }): ReactNode => {
  const { leaf, size, root, signedBy, ms } = verdict;
  const name = `${partnership.replace('~', '-')}-${leaf.position}`;
  return (
    <>
      <span>
        Event <strong>{leaf.position}</strong> stands in the signed history of {size}
      </span>
      <span className="muted">
        root <code title={root}>{root.slice(0, 10)}…</code>
      </span>
      <span className="muted">
        signed by <code title={signedBy}>{signedBy.slice(0, 24)}</code>
        {leaf.recordedAt === undefined ? '' : `, recorded ${longTime(leaf.recordedAt)}`}
      </span>
      <span className="muted">verified in this browser in {Math.max(1, Math.round(ms))} ms</span>
      <span className="proof-actions">
        <button
          type="button"
          className="button plain"
          onClick={() => {
            save(`${name}.tlog-proof`, 'text/plain', verdict.proof);
            save(`${name}.json`, 'application/json', JSON.stringify(leaf));
          }}
        >
          Proof
        </button>
      </span>
    </>
  );
};

const NAMES: Readonly<Record<string, string>> = { unitPrice: 'unit price' };
const COLUMNS = ['line', 'date', 'product', 'quantity', 'unitPrice', 'net', 'member', 'currency', 'unit'] as const;
type Said = Readonly<Record<string, unknown>>;
const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The lines that the event recorded, as their reporter said them. */
const RecordedLines = ({ data }: { readonly data: Said }): ReactNode => {
  const lines = Array.isArray(data['lines']) ? (data['lines'] as readonly unknown[]).filter(isSaid) : [];
  if (lines.length === 0) return null;
  const columns = COLUMNS.filter((name) => lines.some((line) => line[name] !== undefined));
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Lines as they were recorded, table">
      <table className="table lines">
        <caption className="recorded">
          {textIn(data['document'])}, recorded by {textIn(data['reporter'])}
        </caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {NAMES[name] ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={textIn(line['line'])}>
              {columns.map((name) => (
                <td key={name}>{textIn(line[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

type Props = {
  readonly partnership: string;
  readonly position: number;
  /** Also its lines, where they stand nowhere else. */ readonly withLines?: boolean;
};

/** The inclusion proof of one event, checked here; and what the event says, word for word. */
export const EventProof = ({ partnership, position, withLines = false }: Props): ReactNode => {
  const query = useQuery({
    queryKey: ['event-proof', partnership, position],
    queryFn: () => verdictOf(partnership, position),
    retry: false,
  });
  const sign = useMutation({ mutationFn: () => signCheckpoint(partnership), onSettled: () => query.refetch() });
  const problem = query.isError ? problemIn(query.error) : undefined;
  // An auditor of one agreement may not read the whole partnership, and so cannot prove its events.
  if (problem?.status === 403) return null;
  const state = query.data?.kind ?? (problem === undefined ? 'checking' : 'unknown');
  return (
    <>
      <div className={`proof-strip event small ${state}`} role="status" data-event-state={state} data-event={position}>
        <span className="proof-mark" aria-hidden="true">
          {state === 'verified' ? '✓' : state === 'wrong' ? '✗' : '·'}
        </span>
        {query.data?.kind === 'verified' ? <Verified verdict={query.data} partnership={partnership} /> : null}
        {query.data?.kind === 'wrong' ? (
          <span>
            <strong>What the server sent is not what was signed. First bad index: {position}.</strong> {query.data.rejection.message}{' '}
            {query.data.rejection.wayOut} <code>{query.data.rejection.code}</code>
          </span>
        ) : null}
        {query.isPending ? <span className="muted">Verifying event {position} in this browser …</span> : null}
        {problem === undefined ? null : <span>{problem.detail}</span>}
        {problem?.code === 'NOT_YET_SIGNED' || problem?.code === 'CHECKPOINT_UNKNOWN' ? (
          <button
            type="button"
            className="button plain"
            disabled={sign.isPending}
            onClick={() => {
              sign.mutate();
            }}
          >
            Sign a checkpoint now
          </button>
        ) : null}
      </div>
      {withLines && query.data?.kind === 'verified' ? <RecordedLines data={query.data.leaf.data} /> : null}
      {query.data?.kind === 'verified' ? (
        <details className="small entry">
          <summary>{query.data.leaf.type}, as it was recorded</summary>
          <pre tabIndex={0}>{JSON.stringify(query.data.leaf.data, null, 2)}</pre>
        </details>
      ) : null}
    </>
  );
};
