import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Amount } from './amount.tsx';

type Props = {
  readonly agreement: string;
  readonly value: string;
  readonly currency?: string;
  /** What the figure is about, for those who do not see where it stands. */
  readonly name: string;
  readonly on: string;
  readonly knownAt?: string | number | undefined;
  /** The figure that the way begins at: of this day, as known at this position; the agreement's beginning where both are left out. */
  readonly fromOn?: string;
  readonly fromKnownAt?: string | number | undefined;
  readonly figure?: 'open' | 'projected';
  readonly programme?: string;
  /** The step that is to be opened at once. */
  readonly event?: number;
  readonly signed?: boolean;
};

const said = (values: Readonly<Record<string, string | number | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));

/** An amount that opens its explanation: causes, events, rules and lines. */
export const Why = ({ agreement, value, currency, name, signed = false, ...asked }: Props): ReactNode => (
  <Link className="why" to="/agreements/$agreement/why" params={{ agreement }} search={said(asked)} preload={false}>
    <span className="seen-by-readers">{name}: </span>
    <Amount value={value} signed={signed} tone={signed} {...(currency === undefined ? {} : { currency })} />
    <span className="seen-by-readers">. Why this figure?</span>
  </Link>
);
