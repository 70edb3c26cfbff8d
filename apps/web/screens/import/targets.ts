import type { Me, Partnership, Side } from '../../api/answers.ts';
import { rolesIn } from '../../parts/side.ts';
import type { Target } from './send-file.ts';

const MAY_IMPORT = ['commercial', 'finance'];

/** Whose lines a file can hold: `value` stands in the address. */
export type Choice = { readonly value: string; readonly words: string; readonly target: Target };

const sidesIn = (me: Me, { supplier, customer }: Partnership): readonly Side[] =>
  (
    [
      ['supplier', supplier],
      ['customer', customer],
    ] as const
  )
    .filter(([, organisation]) => me.is === 'open' || rolesIn(me, organisation).some((role) => MAY_IMPORT.includes(role)))
    .map(([side]) => side);

/** Each partnership as each side that this person may report for; and for a supplier of several, all of its customers at once. */
export const choicesOf = (me: Me | undefined, partnerships: readonly Partnership[]): readonly Choice[] => {
  if (me === undefined) return [];
  const single = partnerships.flatMap((one) =>
    sidesIn(me, one).map((side): Choice => {
      const isFirst = side === (sidesIn(me, one)[0] ?? side);
      return {
        value: isFirst ? one.partnership : `${one.partnership}:${side}`,
        words: `${one.supplier} supplies ${one.customer}, as ${one[side]} saw it`,
        target: { partnership: one.partnership, by: one[side], reporter: side },
      };
    }),
  );
  const suppliers = [...new Set(partnerships.filter((one) => sidesIn(me, one).includes('supplier')).map(({ supplier }) => supplier))];
  const whole = suppliers
    .filter((supplier) => partnerships.filter((one) => one.supplier === supplier).length > 1)
    .map((supplier): Choice => ({
      value: supplier,
      words: `all customers of ${supplier}, by the column for the customer`,
      target: { supplier, by: supplier },
    }));
  return [...single, ...whole];
};
