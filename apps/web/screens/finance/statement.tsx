import type { ReactNode } from 'react';
import type { Statement, StatementFigures, StatementRow } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { plusDays, shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import type { Of } from './of.ts';
import { periodText, periodWords } from './words.ts';
import { Table, numbers } from '../../parts/table.tsx';

const LINES = [
  ['opening', 'Opening'],
  ['earned', '+ Earned'],
  ['trueUps', '+ True-ups'],
  ['settled', '− Settled'],
  ['waived', '− Waived'],
  ['closing', '= Closing'],
  ['unclaimed', 'unclaimed'],
  ['claimed', 'claimed'],
  ['approved', 'approved'],
] as const satisfies readonly (readonly [keyof StatementFigures, string])[];

const causesOf = ({ programmes }: Statement): readonly string[] => [...new Set(programmes.flatMap(({ causes }) => Object.keys(causes)))];

const sheetOf = (statement: Statement): { columns: string[]; rows: (string | undefined)[][] } => {
  const { number, period, currency, position, programmes, total } = statement;
  const causes = causesOf(statement);
  const row = (programme: string, figures: StatementFigures, of?: StatementRow): (string | undefined)[] => [
    statement.agreement,
    number,
    period.from,
    period.to,
    currency,
    position,
    programme,
    ...LINES.map(([key]) => figures[key]),
    ...causes.map((cause) => of?.causes[cause]),
  ];
  return {
    columns: [
      'agreement',
      'number',
      'from',
      'to',
      'currency',
      'position',
      'programme',
      ...LINES.map(([key]) => key),
      ...causes.map((cause) => `trueUps ${cause}`),
    ],
    rows: [...programmes.map((one) => row(one.programme, one, one)), row('total', total)],
  };
};

const Scopes = ({ row, name }: { readonly row: StatementRow; readonly name: string }): ReactNode =>
  row.scopes === undefined ? (
    row.scopesLeftOut === undefined ? null : (
      <p className="small muted">
        {name}: {row.scopesLeftOut} members or products, too many to be listed in a statement.
      </p>
    )
  ) : (
    <details className="small">
      <summary>{name}, by member or product</summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col" className="figure">
              Earned
            </th>
            <th scope="col" className="figure">
              True-ups
            </th>
            <th scope="col" className="figure">
              To date
            </th>
          </tr>
        </thead>
        <tbody>
          {row.scopes.map(({ scope, earned, trueUps, toDate }) => {
            const of = 'member' in scope ? scope.member : scope.product;
            return (
              <tr key={of}>
                <th scope="row">{of}</th>
                <td className="figure">
                  <Amount value={earned} />
                </td>
                <td className="figure">
                  <Amount value={trueUps} signed />
                </td>
                <td className="figure">
                  <Amount value={toDate} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );

/** opening + earned + true-ups by cause − settled − waived = closing, for each programme and in all. */
export const StatementView = ({
  statement,
  of,
  issuedAt,
}: {
  readonly statement: Statement;
  readonly of: Of;
  readonly issuedAt?: string | undefined;
}): ReactNode => {
  const { period, programmes, total, currency, number, previous, position, rules, inputs } = statement;
  const causes = causesOf(statement);
  const earned = (name: string, value: string, programme?: string): ReactNode => (
    <Why
      agreement={of.id}
      name={`${name}, earned`}
      value={value}
      fromOn={plusDays(period.from, -1)}
      fromKnownAt={position}
      on={period.to}
      knownAt={position}
      {...(programme === undefined ? {} : { programme })}
    />
  );
  const cell = (row: StatementRow, key: keyof StatementFigures): ReactNode =>
    key === 'earned' ? earned(nameOf(of.terms, row.programme), row.earned, row.programme) : <Amount value={row[key]} />;
  return (
    <div className="stack">
      <dl className="facts">
        <div>
          <dt>Period</dt>
          <dd>{periodWords(period)}</dd>
        </div>
        <div>
          <dt>Number</dt>
          <dd>
            {number}
            {previous === undefined ? ', the first' : `, after ${previous.number} through ${shortDay(previous.to)}`}
          </dd>
        </div>
        <div>
          <dt>As known at position</dt>
          <dd>
            {position}, rules version {rules}
          </dd>
        </div>
        {issuedAt === undefined ? null : (
          <div>
            <dt>Issued</dt>
            <dd>{issuedAt}</dd>
          </div>
        )}
        <div>
          <dt>Currency</dt>
          <dd>{currency}</dd>
        </div>
      </dl>
      <Table
        label="Statement, table"
        className="statement-table"
        columns={[currency, ...programmes.map(({ programme }) => numbers(nameOf(of.terms, programme))), numbers('Total')]}
      >
        {LINES.flatMap(([key, name]) => [
          <tr key={key} className={key}>
            <th scope="row">{name}</th>
            {programmes.map((row) => (
              <td key={row.programme} className="figure">
                {cell(row, key)}
              </td>
            ))}
            <td className="figure">{key === 'earned' ? earned('Together', total.earned) : <Amount value={total[key]} />}</td>
          </tr>,
          ...(key === 'trueUps'
            ? causes.map((cause) => (
                <tr key={cause} className="cause">
                  <th scope="row">{cause}</th>
                  {programmes.map((row) => (
                    <td key={row.programme} className="figure">
                      {row.causes[cause] === undefined ? '' : <Amount value={row.causes[cause]} signed />}
                    </td>
                  ))}
                  <td />
                </tr>
              ))
            : []),
        ])}
      </Table>
      {programmes.map((row) => (
        <Scopes key={row.programme} row={row} name={nameOf(of.terms, row.programme)} />
      ))}
      <p className="small muted">
        SHA-256 of all that it was computed from: <code>{inputs}</code>
      </p>
      <Twins
        name={`${of.id}-statement-${period.from}`}
        sheet={() => sheetOf(statement)}
        json={() => statement}
        command={
          issuedAt === undefined
            ? commandOf('close --preview', { agreement: of.id, period: periodText(period) })
            : commandOf(`statement show ${of.id} ${periodText(period)}`, {})
        }
      />
    </div>
  );
};
