import type { Side } from '../../api/answers.ts';
import { drawn, isZero } from '../../figures/amounts.ts';
import { type Knob, isDecimal, keyOf, slideOf, valueAtTick } from '../../what-if/knobs.ts';

/** What a search may vary, and what each side wants of it, as the address carries them and as the API takes them. */
export type Vary = { readonly from: string; readonly to: string; readonly by: string };
export type Varies = Readonly<Record<string, Vary>>;
export type Wish = { readonly party: Side; readonly growth: string; readonly in: 'amount' | 'percent'; readonly value: string };

/** `volume:earn.steps[1].percent=1..3/0.25;…` */
export const writeVaries = (varies: Varies): string | undefined => {
  const text = Object.entries(varies)
    .map(([key, { from, to, by }]) => `${key}=${from}..${to}/${by}`)
    .join(';');
  return text === '' ? undefined : text;
};
export const readVaries = (text: string | undefined): Varies =>
  Object.fromEntries(
    (text ?? '').split(';').flatMap((one) => {
      const [, key, from = '', to = '', by = ''] = /^([\w-]+:[\w.[\]]+)=(.+)\.\.(.+)\/(.+)$/.exec(one) ?? [];
      return key !== undefined && [from, to, by].every(isDecimal) ? [[key, { from, to, by }]] : [];
    }),
  );

const WISH = /^(customer|supplier),(-?\d+(?:\.\d+)?),(amount|percent),(\d+(?:\.\d+)?)$/;
/** `customer,0,amount,13000;supplier,10,percent,2.8`: who, at which growth in percent, in money or percent, how much. */
export const writeWishes = (wishes: readonly Wish[]): string | undefined => {
  const text = wishes.map((wish) => `${wish.party},${wish.growth},${wish.in},${wish.value}`).join(';');
  return text === '' ? undefined : text;
};
export const readWishes = (text: string | undefined): readonly Wish[] =>
  (text ?? '').split(';').flatMap((one): Wish[] => {
    const [, party, growth = '', unit, value = ''] = WISH.exec(one) ?? [];
    return party === undefined
      ? []
      : [{ party: party === 'customer' ? 'customer' : 'supplier', growth, in: unit === 'amount' ? 'amount' : 'percent', value }];
  });

/** What a search asks of the API: the content of a goals file. A customer wants at least so much, a supplier to pay at most so much. */
export const goalsFile = (varies: Varies, wishes: readonly Wish[]): object => ({
  vary: Object.entries(varies).map(([key, vary]) => {
    const [programme, at] = key.split(':');
    return { programme, at, ...vary };
  }),
  goals: wishes.map(({ party, growth, in: unit, value }) => ({
    party,
    growth,
    [party === 'customer' ? 'atLeast' : 'atMost']: { [unit]: value },
  })),
});

/** A quarter below to a quarter above what stands there, in some ten round steps. */
export const suggested = (knob: Knob): readonly [key: string, vary: Vary] => {
  const slide = slideOf(knob);
  const middle = Math.max(1, Math.round(drawn(knob.value) / drawn(slide.by)));
  const reach = Math.max(1, Math.round(middle / 4));
  const by = valueAtTick(Math.max(1, Math.round(reach / 5)), slide);
  return [
    keyOf(knob.programme, knob.at),
    { from: isZero(knob.value) ? '0' : valueAtTick(middle - reach, slide), to: valueAtTick(middle + reach, slide), by },
  ];
};
