import type { ReactNode } from 'react';
import type { Variance } from '../../api/sides-answers.ts';
import { decimalsOf } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { EventLink } from '../../parts/event-link.tsx';
import type { Acting } from '../../parts/people.ts';
import { VarianceMeaning, VarianceSaid } from '../../parts/variance-meaning.tsx';
import { Resolve } from './resolve.tsx';
import { lineOf, wordsOf } from '../../parts/variance-words.ts';
import { Table, numbers } from '../../parts/table.tsx';

type Props = {
  readonly agreement: string;
  readonly partnership: string;
  readonly currency: string;
  /** About which day the figures of the screen are. */ readonly on: string;
  readonly by: Acting | undefined;
};

const Since = ({ variance, agreement, on }: { readonly variance: Variance } & Pick<Props, 'agreement' | 'on'>): ReactNode => (
  <EventLink agreement={agreement} position={variance.since.position} on={on === '' ? variance.since.day : on}>
    {variance.since.position}
  </EventLink>
);

/** The first place where the two histories part: everything after it stands on it. */
export const FirstDivergence = ({
  variance,
  children,
  ...rest
}: Props & { readonly variance: Variance; /** To dispute it. */ readonly children: ReactNode }): ReactNode => (
  <section className="panel first-divergence" aria-labelledby="first-title">
    <div className="panel-head">
      <h2 id="first-title">Where the two records first part</h2>
      <span className="pill bad">{variance.kind}</span>
    </div>
    <p>
      <strong>{lineOf(variance)}</strong>: {wordsOf(variance)}.
    </p>
    <p className="small muted">
      Since {shortDay(variance.since.day)}, position <Since variance={variance} {...rest} />. In value{' '}
      <Amount value={variance.value} currency={rest.currency} signed least={decimalsOf(rest.currency)} />; in rebate{' '}
      <VarianceMeaning variance={variance} />
    </p>
    {rest.by === undefined ? null : <Resolve agreement={rest.agreement} partnership={rest.partnership} variance={variance} by={rest.by} />}
    {children}
  </section>
);

type TableProps = Props & {
  readonly items: readonly Variance[];
  readonly picked: readonly string[];
  /** Where lines may be chosen to be disputed together. */ readonly onPick?: (picked: readonly string[]) => void;
};

export const VarianceTable = ({ items, picked, onPick, ...rest }: TableProps): ReactNode => (
  <Table
    label="Variances, table"
    className="variances"
    columns={[
      ...(onPick === undefined ? [] : ['Dispute']),
      'Since',
      'Position',
      'Line',
      'What differs',
      numbers(<>Value, {rest.currency}</>),
      numbers('In rebate'),
      'State',
    ]}
  >
    {items.map((variance) => (
      <tr key={variance.variance}>
        {onPick === undefined ? null : (
          <td>
            <input
              type="checkbox"
              aria-label={`Dispute ${lineOf(variance)}`}
              checked={picked.includes(variance.variance)}
              onChange={({ target }) => {
                onPick(target.checked ? [...picked, variance.variance] : picked.filter((one) => one !== variance.variance));
              }}
            />
          </td>
        )}
        <td className="nowrap">{shortDay(variance.since.day)}</td>
        <td>
          <Since variance={variance} {...rest} />
        </td>
        <td>
          <code>{lineOf(variance)}</code>
        </td>
        <td>{wordsOf(variance)}</td>
        <td className="figure">
          <Amount value={variance.value} signed tone least={decimalsOf(rest.currency)} />
        </td>
        <td className="figure">
          <VarianceMeaning variance={variance} />
        </td>
        <td>
          <VarianceSaid variance={variance} />
          {rest.by === undefined ? (
            <span className="pill">{variance.status}</span>
          ) : (
            <Resolve agreement={rest.agreement} partnership={rest.partnership} variance={variance} by={rest.by} />
          )}
        </td>
      </tr>
    ))}
  </Table>
);
