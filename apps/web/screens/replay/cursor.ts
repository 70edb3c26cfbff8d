import { useEffect, useState } from 'react';

/** Where one stands: the day, and the event of it, if one was chosen. */
export type Cursor = { readonly on: string; readonly event?: string };

const SETTLED_MS = 250;

/**
 * The cursor moves many times a second; browsers let an address change only so often. So it lives here and goes into the
 * address once it rests; an address that changes otherwise (back, a link) moves the cursor.
 */
export const useCursor = (inAddress: Cursor, toAddress: (cursor: Cursor) => void): readonly [Cursor, (cursor: Cursor) => void] => {
  const [cursor, setCursor] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  if (seen.on !== inAddress.on || seen.event !== inAddress.event) {
    setSeen(inAddress);
    setCursor(inAddress);
  }
  useEffect(() => {
    if (cursor.on === inAddress.on && cursor.event === inAddress.event) return undefined;
    const timer = setTimeout(() => {
      toAddress(cursor);
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [cursor, inAddress.on, inAddress.event, toAddress]);
  return [cursor, setCursor];
};
