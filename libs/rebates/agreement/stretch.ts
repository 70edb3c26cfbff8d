import type { Day } from '#kernel';
import type { CompiledProgramme } from './compile.ts';

/**
 * How a programme's terms follow each other in valid time. A joint says what parts a stretch from the one before it:
 * `start` begins the term; `restated` begins a measurement period under new terms; `cut` ends a measurement period the
 * day before and begins another; `carry` goes on in the same measurement period (domain.md §7).
 */
export type Joint = 'start' | 'restated' | 'cut' | 'carry';
export type Stretch = { readonly from: Day; readonly joint: Joint; readonly programme: CompiledProgramme };
/** Stretches of one programme in order of their first day; the first begins with the agreement. */
export type Timeline = readonly Stretch[];
