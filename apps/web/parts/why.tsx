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
  readonly from?: string;
  readonly programme?: string;
  readonly signed?: boolean;
};

/** An amount that opens its explanation: causes, rules and lines. */
export const Why = ({ agreement, value, currency, name, on, knownAt, from, programme, signed = false }: Props): ReactNode => {
  const search = { on, ...(knownAt === undefined ? {} : { knownAt: String(knownAt) }), ...(from === undefined ? {} : { from }), ...(programme === undefined ? {} : { programme }) };
  return (
    <Link className="why" to="/agreements/$agreement/why" params={{ agreement }} search={search} preload={false}>
      <span className="seen-by-readers">{name}: </span>
      <Amount value={value} signed={signed} {...(currency === undefined ? {} : { currency })} />
      <span className="seen-by-readers">. Why this figure?</span>
    </Link>
  );
};
