/**
 * The figure that the way begins at, about `fromOn` as known at `fromKnownAt`: what is left out is as in the figure asked
 * about, and where both are, the way begins before the agreement does. `event` is the step that stands open.
 */
export type Asked = {
  readonly fromOn?: string;
  readonly fromKnownAt?: string;
  readonly figure?: 'open' | 'projected';
  readonly programme?: string;
  readonly cause?: string;
  readonly event?: string;
};

/** Moves to another question: what is given takes the place of what is in the address, undefined takes it away. */
export type Change = (next: Readonly<Partial<Record<keyof Asked | 'on' | 'knownAt', string | undefined>>>) => void;
