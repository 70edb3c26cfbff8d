/**
 * Sums are kept by block: so many events of a partnership in a row. A question as known at a position sums whole blocks
 * and reads the events of the last one only. Small blocks make that tail short, large ones make rows few.
 */
export const EVENTS_PER_BLOCK = 16;

export const blockOf = (position: number): number => Math.floor(position / EVENTS_PER_BLOCK);
export const firstOf = (block: number): number => block * EVENTS_PER_BLOCK;
