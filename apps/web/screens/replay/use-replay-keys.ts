import { useEffect } from 'react';
import { plusDays, plusMonths } from '../../figures/days.ts';

type Moves = {
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly goTo: (on: string) => void;
  readonly goToEvent: (step: 1 | -1) => void;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName));

/** The day to which a key leads; undefined where it leads to none. */
const dayOf = (key: string, { on, from, to }: Moves): string | undefined => {
  const days: Readonly<Record<string, string>> = {
    ArrowRight: plusDays(on, 1),
    ArrowLeft: plusDays(on, -1),
    PageUp: plusMonths(on, 1),
    PageDown: plusMonths(on, -1),
    Home: from,
    End: to,
  };
  return days[key];
};

/** Arrows a day, PgUp and PgDn a month, Home and End the term's ends, J and K an event. */
export const useReplayKeys = (moves: Moves): void => {
  useEffect(() => {
    const key = (pressed: KeyboardEvent): void => {
      if (isTyping(pressed.target) || pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.defaultPrevented) return;
      const letter = pressed.key.toLowerCase();
      const day = dayOf(pressed.key, moves);
      if (day !== undefined) moves.goTo(day);
      else if (letter === 'j' || letter === 'k') moves.goToEvent(letter === 'j' ? 1 : -1);
      else return;
      pressed.preventDefault();
    };
    addEventListener('keydown', key);
    return () => {
      removeEventListener('keydown', key);
    };
  });
};
