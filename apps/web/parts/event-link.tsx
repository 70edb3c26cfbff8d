import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type Props = { readonly agreement: string; readonly position: number; readonly on: string; readonly children: ReactNode };

/** An event that opens what it says, what it did to the figure about a day, and its proof. */
export const EventLink = ({ agreement, position, on, children }: Props): ReactNode => (
  <Link
    to="/agreements/$agreement/why"
    params={{ agreement }}
    search={{ on, knownAt: String(position), fromOn: on, fromKnownAt: String(Math.max(0, position - 1)), event: String(position) }}
    preload={false}
  >
    {children}
    <span className="seen-by-readers">. What event {position} says and did</span>
  </Link>
);
