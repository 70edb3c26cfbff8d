import { type Day, Rational, toDay } from '#kernel';
import type { ClaimPart, SettledPart } from './events.ts';
import type { Claim, ClaimsState } from './state.ts';

/** What became of what a programme earned, about a day: `claimed` is raised and undecided, `approved` not settled yet. */
export type ClaimStanding = {
  readonly settled: Rational;
  readonly waived: Rational;
  readonly claimed: Rational;
  readonly approved: Rational;
};

const NOTHING: ClaimStanding = { settled: Rational.zero, waived: Rational.zero, claimed: Rational.zero, approved: Rational.zero };

const by = (day: string | undefined, on: Day): boolean => day !== undefined && toDay(day) <= on;

type Key = { readonly programme: string; readonly period: { readonly from: string; readonly to: string } };
export const keyOfPart = ({ programme, period }: Key): string => `${programme}\n${period.from}\n${period.to}`;

/** What settlements that stand about a day gave to parts, in the order of recording. */
export const settledParts = ({ settlements }: ClaimsState, on: Day): SettledPart[] =>
  [...settlements.values()].flatMap(({ recorded, reversed }) => (by(recorded.on, on) && !by(reversed?.on, on) ? recorded.parts : []));

/** Of each claim and part, what was settled of it about a day. */
export const settledOfClaims = (state: ClaimsState, on: Day): ReadonlyMap<string, Rational> => {
  const settled = new Map<string, Rational>();
  for (const part of settledParts(state, on)) {
    if (part.claim === undefined) continue;
    const key = `${part.claim}\n${keyOfPart(part)}`;
    settled.set(key, (settled.get(key) ?? Rational.zero).plus(Rational.parse(part.amount)));
  }
  return settled;
};

/** Of one claim about a day: its parts as they stood then, and whether they were approved; undefined where it was not open. */
export const openOn = (claim: Claim, on: Day): { readonly approved: boolean; readonly parts: readonly ClaimPart[] } | undefined => {
  if (!by(claim.raised.on, on) || by(claim.ended?.on, on)) return undefined;
  const approved = by(claim.approved?.on, on);
  return { approved, parts: approved ? claim.standing : claim.parts };
};

/** What of a claim's part is not settled; a part that was settled beyond what was approved has nothing left. */
export const unsettled = (claim: string, part: ClaimPart, settled: ReadonlyMap<string, Rational>): Rational =>
  Rational.parse(part.amount)
    .minus(settled.get(`${claim}\n${keyOfPart(part)}`) ?? Rational.zero)
    .max(Rational.zero);

/** How an agreement's programmes stand about a day, by what is in the state: fold it as far as it is to be known. */
export const claimStanding = (state: ClaimsState, on: Day): ReadonlyMap<string, ClaimStanding> => {
  const standings = new Map<string, ClaimStanding>();
  const add = (programme: string, to: keyof ClaimStanding, amount: Rational): void => {
    const standing = standings.get(programme) ?? NOTHING;
    standings.set(programme, { ...standing, [to]: standing[to].plus(amount) });
  };
  for (const part of settledParts(state, on)) add(part.programme, 'settled', Rational.parse(part.amount));
  for (const { requested, status, decided } of state.waivers.values()) {
    if (status === 'waived' && by(decided?.on, on)) add(requested.programme, 'waived', Rational.parse(requested.amount));
  }
  const settled = settledOfClaims(state, on);
  for (const claim of state.claims.values()) {
    const open = openOn(claim, on);
    for (const part of open?.parts ?? [])
      add(part.programme, open?.approved === true ? 'approved' : 'claimed', unsettled(claim.id, part, settled));
  }
  return standings;
};
