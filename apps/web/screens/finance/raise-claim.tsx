import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { problemIn } from '../../api/problem.ts';
import type { ClaimLine, Due, DueItem } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { add, isNegative, isZero, subtract } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Act, TextField, filled } from '../../parts/act.tsx';
import type { Acting } from '../../parts/people.ts';
import { Amount } from '../../parts/amount.tsx';
import { Refused, Waiting } from '../../parts/answered.tsx';
import type { Of } from './of.ts';
import { claimLinesQuery, pathIn } from './queries.ts';
import { idFor, periodWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

/** What of an item nobody has claimed yet. */
const leftOf = ({ open, claims }: DueItem): string => subtract(open, add('0.00', ...claims.map((one) => one.open)));
const keyOf = ({ programme, period }: DueItem): string => `${programme} ${period.from}`;
const lineKey = ({ document, line }: ClaimLine): string => `${document}#${line}`;

type Chosen = ReadonlyMap<string, ClaimLine>;

/** The lines that earned it: those that are marked are claimed for what they have left. */
const Lines = ({
  of,
  item,
  chosen,
  onChoose,
}: {
  readonly of: Of;
  readonly item: DueItem;
  readonly chosen: Chosen;
  readonly onChoose: (next: Chosen) => void;
}): ReactNode => {
  const query = useInfiniteQuery(claimLinesQuery(of.id, item.programme, item.period.to));
  if (query.isError)
    return (
      <Refused
        problem={problemIn(query.error)}
        onAgain={() => {
          void query.refetch();
        }}
      />
    );
  if (query.data === undefined) return <Waiting lines={5} what="lines" />;
  const lines = query.data.pages.flatMap((page) => page.lines).filter(({ left }) => !isZero(left) && !isNegative(left));
  const all = lines.every((line) => chosen.has(lineKey(line)));
  const toggle = (line: ClaimLine): void => {
    const next = new Map(chosen);
    if (!next.delete(lineKey(line))) next.set(lineKey(line), line);
    onChoose(next);
  };
  return (
    <>
      <Table
        label="Lines that earned it, table"
        className="small"
        tall
        columns={[
          <input
            key="all"
            type="checkbox"
            aria-label="All lines loaded"
            checked={all && lines.length > 0}
            onChange={() => {
              onChoose(all ? new Map() : new Map(lines.map((line) => [lineKey(line), line])));
            }}
          />,
          'Date',
          'Document',
          'Product',
          numbers('Earned'),
          numbers('Claimed'),
          numbers('Left'),
        ]}
      >
        {lines.map((line) => (
          <tr key={lineKey(line)}>
            <td>
              <input
                type="checkbox"
                aria-label={`Claim ${lineKey(line)}`}
                checked={chosen.has(lineKey(line))}
                onChange={() => {
                  toggle(line);
                }}
              />
            </td>
            <td className="nowrap">{shortDay(line.date)}</td>
            <th scope="row">
              <code>{lineKey(line)}</code>
            </th>
            <td>{line.product}</td>
            <td className="figure">
              <Amount value={line.earned} />
            </td>
            <td className="figure">
              <Amount value={line.claimed} />
            </td>
            <td className="figure">
              <Amount value={line.left} />
            </td>
          </tr>
        ))}
      </Table>
      {query.hasNextPage ? (
        <p>
          <button
            type="button"
            className="button"
            disabled={query.isFetchingNextPage}
            onClick={() => {
              void query.fetchNextPage();
            }}
          >
            More lines
          </button>
        </p>
      ) : null}
    </>
  );
};

const Form = ({ of, item, customer }: { readonly of: Of; readonly item: DueItem; readonly customer: Acting }): ReactNode => {
  const [byLine, setByLine] = useState(false);
  const [chosen, choose] = useState<Chosen>(new Map());
  const { programme, period } = item;
  const sum = add('0.00', ...[...chosen.values()].map(({ left }) => left));
  return (
    <Act
      agreement={of.id}
      path={pathIn(of.id, 'claims')}
      does={byLine ? `Claim ${sum} ${of.terms.currency} on ${chosen.size} lines` : 'Raise the claim'}
      onDone={() => {
        choose(new Map());
      }}
      body={(given) => ({
        claim: given('claim'),
        ...filled({ reference: given('reference'), on: given('on') }),
        ...customer,
        parts: [
          {
            programme,
            period,
            ...(byLine
              ? { lines: [...chosen.values()].map(({ document, line, left }) => ({ document, line, amount: left })) }
              : { amount: given('amount') }),
          },
        ],
      })}
    >
      <div className="act-fields">
        <TextField label="Your claim number" name="claim" value={idFor('C', programme, period)} required />
        {byLine ? null : <TextField label={`Amount, ${of.terms.currency}`} name="amount" value={leftOf(item)} amount required />}
        <TextField label="Your reference" name="reference" />
        <TextField label="Day (today, where left out)" name="on" type="date" />
        <label className="row">
          <input
            type="checkbox"
            checked={byLine}
            onChange={() => {
              setByLine(!byLine);
            }}
          />{' '}
          by line
        </label>
      </div>
      {byLine ? <Lines of={of} item={item} chosen={chosen} onChoose={choose} /> : null}
    </Act>
  );
};

/** Settlement periods that are over, with what of them is not claimed yet: one is chosen and claimed, as a whole or by line. */
export const RaiseClaim = ({ due, of, customer }: { readonly due: Due; readonly of: Of; readonly customer: Acting }): ReactNode => {
  const items = due.items.filter((item) => !isZero(leftOf(item)) && !isNegative(leftOf(item)));
  const [asked, ask] = useState<string>();
  const item = items.find((one) => keyOf(one) === asked) ?? items[0];
  if (item === undefined)
    return <p className="muted small">Nothing: what was earned in periods that are over is claimed, settled or given up.</p>;
  return (
    <div className="stack">
      <label className="field">
        <span>Programme and settlement period</span>
        <select
          className="input"
          value={keyOf(item)}
          onChange={({ target }) => {
            ask(target.value);
          }}
        >
          {items.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {nameOf(of.terms, one.programme)}, {periodWords(one.period)}: {leftOf(one)} {due.currency}
              {one.claimUntil === undefined ? '' : `, until ${shortDay(one.claimUntil)}`}
            </option>
          ))}
        </select>
      </label>
      <Form key={keyOf(item)} of={of} item={item} customer={customer} />
    </div>
  );
};
