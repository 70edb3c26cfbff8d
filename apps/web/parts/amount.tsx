import type { ReactNode } from 'react';
import { formatDecimal, isNegative } from '../figures/amounts.ts';

type Props = {
  readonly value: string;
  readonly currency?: string;
  readonly signed?: boolean;
  readonly tone?: boolean;
  /** As of formatDecimal. */ readonly least?: number;
};

/** An exact amount, its currency always named. With `tone`, what is below zero is red: the sign says so as well. */
export const Amount = ({ value, currency, signed = false, tone = false, least = 0 }: Props): ReactNode => (
  <span className="amount" data-amount={value} data-tone={tone && isNegative(value) ? 'bad' : undefined}>
    {formatDecimal(value, { signed, least })}
    {currency === undefined ? null : <span className="currency">{currency}</span>}
  </span>
);
