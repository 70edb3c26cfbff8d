import type { ReactNode } from 'react';
import type { Balance, Settlement } from '../../api/answers.ts';
import { add } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Help, type Word } from '../../parts/help.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';

type FigureProps = { readonly name: string; readonly word: Word; readonly balance: Balance; readonly children: ReactNode; readonly note?: ReactNode };

/** One figure, always with its two dates. */
const Figure = ({ name, word, balance, children, note }: FigureProps): ReactNode => (
  <div className="figure-card">
    <div className="figure-name"><span>{name}</span><Help of={word} /></div>
    <div className="figure-value">{children}</div>
    <p className="small muted">about {shortDay(balance.on)}, as known at {balance.knownAt ?? 'now'}</p>
    {note === undefined ? null : <p className="small muted">{note}</p>}
  </div>
);

const dueBy = (settlements: readonly Settlement[], on: string): string => add('0.00', ...settlements.filter((one) => one.on <= on).map(({ amount }) => amount));

type Props = { readonly id: string; readonly balance: Balance; readonly own: Balance | undefined; readonly side: 'supplier' | 'customer' | undefined };

export const Figures = ({ id, balance, own, side }: Props): ReactNode => {
  const { currency, on, knownAt, projection, settlements } = balance;
  return (
    <section className="panel" aria-label="Figures">
      <div className="figures">
        <Figure name="Earned" word="earned" balance={balance}><Why agreement={id} name="Earned" value={balance.earned} currency={currency} on={on} knownAt={knownAt} /></Figure>
        {side === undefined ? null : (
          <Figure name={`Accrued by the ${side}`} word="accrued" balance={own ?? balance} note={own === undefined ? '…' : own.policy === null ? 'No policy was set: accrued is what is earned.' : undefined}>
            {own === undefined ? '…' : <Amount value={own.accrued} currency={currency} />}
          </Figure>
        )}
        {settlements === undefined ? null : <Figure name="Due by the plan" word="settled" balance={balance} note="what the settlement plan pays up to the day"><Amount value={dueBy(settlements, on)} currency={currency} /></Figure>}
        <Figure name="Projected" word="projected" balance={balance} note={projection === undefined ? 'every period is closed' : <>low <Amount value={projection.low} /> · high <Amount value={projection.high} /></>}>
          <Amount value={projection?.likely ?? balance.earned} currency={currency} />
        </Figure>
      </div>
      <Twins
        name={`${id}-${on}`}
        sheet={() => ({ columns: ['figure', 'amount', 'currency', 'about', 'knownAt'], rows: [['earned', balance.earned], ...(own === undefined ? [] : [['accrued', own.accrued]]), ...(projection === undefined ? [] : Object.entries(projection).map(([name, value]) => [`projected ${name}`, value]))].map((row) => [...row, currency, on, knownAt]) })}
        json={() => balance}
        command={commandOf('balance', { agreement: id, on, 'known-at': knownAt })}
      />
    </section>
  );
};
