import type { Rejection } from '#kernel';
import { verificationRefusal } from '../refusals.ts';
import type { AgreementClaim, Claims } from './claims.ts';

/** A claimed figure that the events do not give, and where it stands. */

type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainObject;
type PlainObject = { readonly [key: string]: Plain };
type Difference = { readonly path: readonly string[]; readonly claimed: Plain; readonly recomputed: Plain };

const isBranch = (value: Plain): value is readonly Plain[] | PlainObject => typeof value === 'object' && value !== null;

/** The first place at which two values differ, in the order of the recomputed one. */
const firstDifference = (claimed: Plain, recomputed: Plain): Difference | undefined => {
  if (!isBranch(claimed) || !isBranch(recomputed)) return claimed === recomputed ? undefined : { path: [], claimed, recomputed };
  const [own, other] = [claimed as Readonly<Record<string, Plain>>, recomputed as Readonly<Record<string, Plain>>];
  for (const key of new Set([...Object.keys(other), ...Object.keys(own)])) {
    const found = firstDifference(own[key], other[key]);
    if (found !== undefined) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
};

const shown = (value: Plain): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 200);
};

const differs = (what: string, { claimed, recomputed }: Difference): Rejection => ({
  ...verificationRefusal('FIGURE_DIFFERS', { what, claimed: shown(claimed), recomputed: shown(recomputed) }),
  place: what,
});

/** A place in words: the day or the programme, not its number in a list. */
const placeIn = (claim: AgreementClaim | undefined, path: readonly string[]): string => {
  const [part, index = '', ...rest] = path;
  const day = part === 'days' ? claim?.days[Number(index)]?.on : part === 'closing' ? claim?.closing.on : undefined;
  const within = part === 'closing' ? [index, ...rest] : rest;
  const named = day === undefined ? path : [day, ...within];
  return named.map((word, at) => (/^\d+$/.test(word) ? `[${word}]` : at === 0 ? word : `.${word}`)).join('');
};

const LISTS = ['days', 'knownThen'] as const;
/** The keys that are no figures come first, then the days in their order, then what the last of them is made of. */
const inOrder = ({ days, closing, knownThen, ...about }: AgreementClaim): Plain => ({ ...about, days, closing, knownThen });

const agreementDiffers = (claimed: AgreementClaim, recomputed: AgreementClaim): Rejection | undefined => {
  const found = firstDifference(inOrder(claimed), inOrder(recomputed));
  if (found === undefined) return undefined;
  const list = LISTS.find((name) => found.path[0] === name && claimed[name].length !== recomputed[name].length);
  const what = list === undefined || found.path.length > 2 ? placeIn(recomputed, found.path) : `${list}[${found.path[1] ?? ''}]`;
  return differs(`agreement ${recomputed.agreement}, ${what}`, found);
};

/** The first claim that the events do not bear out. */
export const firstWrongClaim = (claimed: Claims, recomputed: Claims): Rejection | undefined => {
  const ids = new Set([...recomputed.agreements, ...claimed.agreements].map(({ agreement }) => agreement));
  for (const id of [...ids].sort()) {
    const [own, other] = [claimed, recomputed].map(({ agreements }) => agreements.filter(({ agreement }) => agreement === id));
    const [one, again] = own ?? [];
    const [known] = other ?? [];
    if (one === undefined || known === undefined || again !== undefined) {
      return differs(`agreement ${id}`, { path: [], claimed: own?.length ?? 0, recomputed: other?.length ?? 0 });
    }
    const wrong = agreementDiffers(one, known);
    if (wrong !== undefined) return wrong;
  }
  const found = firstDifference(claimed, recomputed);
  return found === undefined ? undefined : differs(found.path.join('.'), found);
};
