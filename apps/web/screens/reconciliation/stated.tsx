import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { pathOfAgreement } from '../../api/paths.ts';
import type { Stated, StatedFigure, StatedStatement } from '../../api/sides-answers.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { plusDays, shortDay } from '../../figures/days.ts';
import { Act, Folded, TextField, filled } from '../../parts/act.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import type { Axes } from '../../parts/axes.ts';
import { type Acting, type Names, useNames } from '../../parts/people.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { statedQuery } from './queries.ts';

type Of = {
  readonly id: string;
  readonly partnership: string;
  readonly terms: Terms;
  readonly axes: Axes;
  readonly acting: readonly Acting[];
};

const pathOf = ({ id }: Of, ...rest: readonly string[]): string => [`${pathOfAgreement(id)}/stated-figures`, ...rest].join('/');
const spanOf = ({ from, to }: StatedStatement['period']): string => `${from}..${to}`;

const saidOf = ({ status, resolution }: StatedFigure, names: Names): string => {
  if (resolution === null) return status === 'agrees' ? 'agrees' : 'open';
  const what = { stated: 'what was stated holds', earned: 'what is earned holds', neither: 'neither holds' }[resolution.accept];
  return `${what}, said ${names.of(resolution.person)} for the ${resolution.party}${resolution.reason === null ? '' : `: ${resolution.reason}`}`;
};

/** The side whose figure gives way says so: whoever stated it for what is earned, the other side for what was stated. */
const Resolve = ({
  of,
  item,
  row,
  acting,
}: {
  readonly of: Of;
  readonly item: StatedStatement;
  readonly row: StatedFigure;
  readonly acting: Acting;
}): ReactNode => {
  const gives = acting.party === item.party ? 'earned' : 'stated';
  return (
    <Folded title="Say which holds">
      <Act
        agreement={of.id}
        path={pathOf(of, 'resolutions')}
        does="Say so"
        body={(given) => ({
          of: item.party,
          period: spanOf(item.period),
          programme: row.programme,
          accept: given('accept'),
          ...filled({ reason: given('reason') }),
          ...acting,
        })}
      >
        <fieldset className="choices">
          <legend className="small muted">The balance follows neither: it follows the recorded lines</legend>
          <label className="row">
            <input type="radio" name="accept" value={gives} defaultChecked />{' '}
            {gives === 'earned'
              ? 'What is earned holds: your own statement was wrong'
              : `What the ${item.party} stated holds: the lines are to be mended`}
          </label>
          <label className="row">
            <input type="radio" name="accept" value="neither" /> Neither: it stays apart, and is passed over (needs a reason)
          </label>
        </fieldset>
        <TextField label="Reason (both sides read it)" name="reason" />
      </Act>
    </Folded>
  );
};

/** Records what the own rebate statement says of a period: evidence beside the lines. */
const State = ({ of, acting }: { readonly of: Of; readonly acting: Acting }): ReactNode => (
  <Folded title={`Enter what the ${acting.party}’s own statement says`}>
    <Act
      agreement={of.id}
      path={pathOf(of)}
      does="Record it"
      body={(given) => ({
        period: given('period'),
        figures: Object.fromEntries(
          of.terms.programmes.flatMap(({ id }) => {
            const earned = given(`earned ${id}`);
            return earned === '' ? [] : [[id, earned]];
          }),
        ),
        ...filled({ reference: given('reference') }),
        ...(given('corrects') === '' ? {} : { corrects: true }),
        ...acting,
      })}
    >
      <div className="act-fields">
        <TextField label="Period, such as 2026-03 or 2026-Q1" name="period" required />
        <TextField label="Number of the paper" name="reference" />
        {of.terms.programmes.map(({ id }) => (
          <TextField key={id} label={`${nameOf(of.terms, id)}, ${of.terms.currency}`} name={`earned ${id}`} amount />
        ))}
        <label className="row">
          <input type="checkbox" name="corrects" value="yes" /> in place of what was stated of the period before
        </label>
      </div>
    </Act>
  </Folded>
);

const Figures = ({ answer, of }: { readonly answer: Stated; readonly of: Of }): ReactNode => {
  const names = useNames(of.partnership, of.terms);
  return (
    <Table
      label="Each side’s own statements, table"
      columns={[
        'Statement',
        'Programme',
        numbers(<>Stated, {answer.currency}</>),
        numbers('Earned in these days'),
        numbers('Difference'),
        'State',
        unseen('What can be done'),
      ]}
    >
      {answer.items.flatMap((item) =>
        item.programmes.map((row) => (
          <tr key={`${item.party} ${item.period.from} ${row.programme}`}>
            <th scope="row">
              {item.party}
              {item.reference === null ? '' : `, ${item.reference}`}
              <div className="small muted">
                {shortDay(item.period.from)} to {shortDay(item.period.to)}
              </div>
            </th>
            <td>{nameOf(of.terms, row.programme)}</td>
            <td className="figure">
              <Amount value={row.stated} />
            </td>
            <td className="figure">
              <Why
                agreement={of.id}
                name={`${nameOf(of.terms, row.programme)}, earned ${shortDay(item.period.from)} to ${shortDay(item.period.to)}`}
                value={row.ledger}
                fromOn={plusDays(item.period.from, -1)}
                on={item.period.to}
                knownAt={answer.knownAt}
                programme={row.programme}
              />
            </td>
            <td className="figure">
              <Amount value={row.difference} signed tone />
            </td>
            <td className="small words">{saidOf(row, names)}</td>
            <td>
              {row.status === 'open'
                ? of.acting.map((acting) => <Resolve key={acting.party} of={of} item={item} row={row} acting={acting} />)
                : null}
            </td>
          </tr>
        )),
      )}
    </Table>
  );
};

/** Figures that a side states on its own paper, against what the agreement earns in the same days. */
export const StatedPanel = (of: Of): ReactNode => (
  <section className="panel" aria-labelledby="stated-title">
    <Answered query={useQuery(statedQuery(of.id, of.axes))} waiting={<Waiting lines={3} what="statements of both sides" />}>
      {(answer) => (
        <div className="stack">
          <div className="panel-head">
            <h2 id="stated-title">Each side’s own statements</h2>
            <Twins
              name={`${of.id}-stated`}
              json={() => answer}
              command={commandOf('reconcile stated', { agreement: of.id, 'known-at': of.axes.knownAt })}
              sheet={() => ({
                columns: ['side', 'from', 'to', 'reference', 'programme', 'stated', 'earned', 'difference', 'status', 'currency'],
                rows: answer.items.flatMap(({ party, period, reference, programmes }) =>
                  programmes.map((row) => [
                    party,
                    period.from,
                    period.to,
                    reference,
                    row.programme,
                    row.stated,
                    row.ledger,
                    row.difference,
                    row.status,
                    answer.currency,
                  ]),
                ),
              })}
            />
          </div>
          {answer.items.length === 0 ? (
            <Empty title="Neither side has entered a statement of its own." />
          ) : (
            <Figures answer={answer} of={of} />
          )}
          {of.acting.map((acting) => (
            <State key={acting.party} of={of} acting={acting} />
          ))}
        </div>
      )}
    </Answered>
  </section>
);
