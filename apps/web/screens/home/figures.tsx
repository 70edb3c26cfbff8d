import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Balance, Side, Standing } from '../../api/answers.ts';
import { add, isZero } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Help, type Word } from '../../parts/help.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';

type FigureProps = {
  readonly name: string;
  readonly word: Word;
  readonly balance: Balance;
  readonly children: ReactNode;
  readonly note?: ReactNode;
};

/** One figure, always with its two dates. */
const Figure = ({ name, word, balance, children, note }: FigureProps): ReactNode => (
  <div className="figure-card">
    <div className="figure-name">
      <span>{name}</span>
      <Help of={word} />
    </div>
    <div className="figure-value">{children}</div>
    <p className="small muted">
      <span className="nowrap">about {shortDay(balance.on)},</span> <span className="nowrap">as known at {balance.knownAt ?? 'now'}</span>
    </p>
    {note === undefined ? null : <p className="small muted">{note}</p>}
  </div>
);

/** A figure that was recorded and not calculated: it leads to the records. */
const Recorded = ({
  agreement,
  name,
  view,
  value,
  currency,
  on,
  knownAt,
}: {
  readonly agreement: string;
  readonly name: string;
  readonly view: 'settlements' | 'accruals';
  readonly value: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: string | undefined;
}): ReactNode => (
  <Link
    className="why"
    to="/agreements/$agreement/finance"
    params={{ agreement }}
    search={{ view, on, ...(knownAt === undefined ? {} : { knownAt }) }}
  >
    <span className="seen-by-readers">{name}: </span>
    <Amount value={value} currency={currency} />
    <span className="seen-by-readers">. What was recorded</span>
  </Link>
);

const totalOf = (standing: readonly Standing[] | undefined, name: 'settled' | 'waived' | 'open' | 'claimed'): string | undefined =>
  standing === undefined ? undefined : add('0.00', ...standing.map((row) => row[name]));

type Props = {
  readonly id: string;
  readonly balance: Balance;
  readonly own: Balance | undefined;
  readonly side: Side | undefined;
  readonly standing: readonly Standing[] | undefined;
};

export const Figures = ({ id, balance, own, side, standing }: Props): ReactNode => {
  const { currency, on, knownAt, projection } = balance;
  const [settled, waived, open, claimed] = (['settled', 'waived', 'open', 'claimed'] as const).map((name) => totalOf(standing, name));
  const about = { currency, on, knownAt: knownAt === undefined ? undefined : String(knownAt) };
  return (
    <section className="panel" aria-label="Figures">
      <div className="figures">
        <Figure name="Earned" word="earned" balance={balance}>
          <Why agreement={id} name="Earned" value={balance.earned} currency={currency} on={on} knownAt={knownAt} />
        </Figure>
        {side === undefined ? null : (
          <Figure
            name={`Accrued by the ${side}`}
            word="accrued"
            balance={own ?? balance}
            note={own === undefined ? '…' : own.policy === null ? 'No policy was set: accrued is what is earned.' : undefined}
          >
            {own === undefined ? (
              '…'
            ) : (
              <Recorded agreement={id} name={`Accrued by the ${side}`} view="accruals" value={own.accrued} {...about} />
            )}
          </Figure>
        )}
        <Figure
          name="Settled"
          word="settled"
          balance={balance}
          note={
            waived === undefined || isZero(waived) ? undefined : (
              <>
                and <Amount value={waived} /> waived
              </>
            )
          }
        >
          {settled === undefined ? '…' : <Recorded agreement={id} name="Settled" view="settlements" value={settled} {...about} />}
        </Figure>
        <Figure
          name="Open"
          word="open"
          balance={balance}
          note={
            claimed === undefined || isZero(claimed) ? undefined : (
              <>
                of it claimed <Amount value={claimed} />
              </>
            )
          }
        >
          {open === undefined ? (
            '…'
          ) : (
            <Why agreement={id} name="Open" value={open} currency={currency} on={on} knownAt={knownAt} figure="open" />
          )}
        </Figure>
        <Figure
          name="Projected"
          word="projected"
          balance={balance}
          note={
            projection === undefined ? (
              'every period is closed'
            ) : (
              <>
                low <Amount value={projection.low} /> · high <Amount value={projection.high} />
              </>
            )
          }
        >
          <Why
            agreement={id}
            name="Projected"
            value={projection?.likely ?? balance.earned}
            currency={currency}
            on={on}
            knownAt={knownAt}
            figure="projected"
          />
        </Figure>
      </div>
      <Twins
        name={`${id}-${on}`}
        sheet={() => ({
          columns: ['figure', 'amount', 'currency', 'about', 'knownAt'],
          rows: [
            ['earned', balance.earned],
            ['settled', settled],
            ['open', open],
            ...(own === undefined ? [] : [['accrued', own.accrued]]),
            ...(projection === undefined ? [] : Object.entries(projection).map(([name, value]) => [`projected ${name}`, value])),
          ].map((row) => [...row, currency, on, knownAt]),
        })}
        json={() => balance}
        command={commandOf('balance', { agreement: id, on, 'known-at': knownAt })}
      />
    </section>
  );
};
