import type { ReactNode } from 'react';
import type { Explanation } from '../../api/answers.ts';
import { type Terms, nameOf, roundingOf, unitOf } from '../../api/terms.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';

type Props = {
  readonly explanation: Explanation;
  readonly terms: Terms;
  /** Only these; all where left out. */ readonly of?: ReadonlySet<string>;
};

/** By which rules, at which step or rate, and how it is rounded. */
export const Rules = ({ explanation, terms, of }: Props): ReactNode => (
  <>
    <ul className="rules">
      {explanation.programmes
        .filter(({ id }) => of === undefined || of.has(id))
        .map((one) => (
          <li key={`${one.id} ${one.period.from} ${JSON.stringify(one.scope)}`}>
            <p>
              <strong>{nameOf(terms, one.id)}</strong>{' '}
              <span className="muted small">
                {shortDay(one.period.from)} – {shortDay(one.period.to)}
              </span>{' '}
              <Amount value={one.earned} currency={explanation.currency} />
            </p>
            <p className="small muted">
              Measured {formatDecimal(one.measured)} {unitOf(terms, one.id)}
              {one.step === null ? '' : one.step === 0 ? ', below the first step' : `, step ${one.step} reached`}. {one.words.join(' ')}
            </p>
          </li>
        ))}
    </ul>
    <p className="small muted">
      {roundingOf(terms)} Rules version {explanation.rules}.
    </p>
  </>
);
