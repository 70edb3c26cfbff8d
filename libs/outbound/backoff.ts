/**
 * Ever longer pauses: a receiver that restarts is reached again within a minute, and one that is down over night in the
 * morning. Half of each pause is chance, so that what failed together does not come back together.
 */
const FIRST_MS = 15_000;
const LONGEST_MS = 8 * 3_600_000;
const MS = 1_000;
const HALF = 2;

/** How long to wait after so many failed attempts; `chance` is from 0 to below 1. What the receiver asks for counts where it is longer. */
export const pauseMs = (attempts: number, chance: number, retryAfterSeconds: number | null): number => {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  const own = Math.round(whole / HALF + (whole / HALF) * chance);
  return Math.max(own, Math.min(LONGEST_MS, (retryAfterSeconds ?? 0) * MS));
};
