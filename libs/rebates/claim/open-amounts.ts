import { Rational } from '#kernel';
import type { ClaimFacts, ProgrammeFacts } from './commands.ts';
import type { ClaimPart } from './events.ts';
import { keyOfPart } from './standing.ts';
import type { Claim, ClaimsState } from './state.ts';

/** A period's end with an amount that is settled, given up, or claimed and not settled yet. */
type Used = { readonly to: string; readonly amount: Rational };

export const isLive = ({ status }: Claim): boolean => status === 'raised' || status === 'approved';

/** What of each live claim's part is settled now, by claim and part. */
const settledNow = ({ settlements }: ClaimsState): Map<string, Rational> => {
  const settled = new Map<string, Rational>();
  for (const { recorded, reversed } of settlements.values()) {
    for (const part of reversed === undefined ? recorded.parts : []) {
      const key = `${part.claim ?? ''}\n${keyOfPart(part)}`;
      settled.set(key, (settled.get(key) ?? Rational.zero).plus(Rational.parse(part.amount)));
    }
  }
  return settled;
};

/** What is not settled yet of one part of a claim. */
export const openOfPart = (state: ClaimsState, claim: string, part: ClaimPart): Rational =>
  Rational.parse(part.amount)
    .minus(settledNow(state).get(`${claim}\n${keyOfPart(part)}`) ?? Rational.zero)
    .max(Rational.zero);

export const settledOfClaim = (state: ClaimsState, claim: string): Rational =>
  [...settledNow(state)].reduce((total, [key, amount]) => (key.startsWith(`${claim}\n`) ? total.plus(amount) : total), Rational.zero);

/** All that takes from what a programme earned; of one claim, where it is named, nothing. */
const usedOf = (state: ClaimsState, programme: string, without: string | undefined): Used[] => {
  const settled = settledNow(state);
  const used: Used[] = [];
  for (const { recorded, reversed } of state.settlements.values()) {
    for (const part of reversed === undefined ? recorded.parts : []) {
      if (part.programme === programme && (part.claim === undefined || part.claim !== without))
        used.push({ to: part.period.to, amount: Rational.parse(part.amount) });
    }
  }
  for (const { requested, status } of state.waivers.values()) {
    if (requested.programme === programme && status !== 'dropped')
      used.push({ to: requested.period.to, amount: Rational.parse(requested.amount) });
  }
  for (const claim of state.claims.values()) {
    if (!isLive(claim) || claim.id === without) continue;
    for (const part of claim.standing) {
      if (part.programme !== programme) continue;
      const open = Rational.parse(part.amount).minus(settled.get(`${claim.id}\n${keyOfPart(part)}`) ?? Rational.zero);
      used.push({ to: part.period.to, amount: open.max(Rational.zero) });
    }
  }
  return used;
};

export type Left = { readonly left: Rational; readonly earned: Rational; readonly used: Rational };

/**
 * What can still be claimed of a programme for a period that ends on `to`. What is claimed through a day must be within what
 * was earned through it, for that day and for each later one that something was claimed for: a later period claimed first
 * leaves the earlier one its own.
 */
export const leftThrough = (state: ClaimsState, programme: string, { earned }: ProgrammeFacts, to: string, without?: string): Left => {
  const used = usedOf(state, programme, without);
  const days = [to, ...used.map((one) => one.to).filter((day) => day > to)];
  const lefts = [...new Set(days)].map((day): Left => {
    const through = used.reduce((total, one) => (one.to <= day ? total.plus(one.amount) : total), Rational.zero);
    const earning = Rational.parse(earned[day] ?? '0');
    return { left: earning.minus(through), earned: earning, used: through };
  });
  return lefts.reduce((least, one) => (one.left.lt(least.left) ? one : least));
};

/** What live claims ask of each line for a programme, by `document#line`. */
export const claimedOnLines = ({ claims }: ClaimsState, programme: string, without?: string): ReadonlyMap<string, Rational> => {
  const claimed = new Map<string, Rational>();
  for (const claim of claims.values()) {
    if (!isLive(claim) || claim.id === without) continue;
    for (const part of claim.standing.filter((one) => one.programme === programme)) {
      for (const { document, line, amount } of part.lines ?? []) {
        const key = `${document}#${line}`;
        claimed.set(key, (claimed.get(key) ?? Rational.zero).plus(Rational.parse(amount)));
      }
    }
  }
  return claimed;
};

/** Days about which the rules need what a programme earned: of what is asked for, and of all that stands. */
export const daysThatMatter = (state: ClaimsState, programme: string, asked: readonly string[]): string[] =>
  [...new Set([...asked, ...usedOf(state, programme, undefined).map(({ to }) => to)])].sort();

export const factsOf = ({ programmes }: ClaimFacts, programme: string): ProgrammeFacts =>
  programmes[programme] ?? { earned: {}, plan: undefined, lines: {} };
