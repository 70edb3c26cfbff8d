import { textIn } from '../../parts/axes.ts';

const VIEWS = ['periods', 'claims', 'settlements', 'accruals', 'journal'] as const;
export type View = (typeof VIEWS)[number];
const LENGTHS = ['month', 'quarter', 'half', 'year'] as const;

/** `statement` and `preview` name a period; `claim` the claim that is open; `as` whose books, where one may see both. */
export type Shown = {
  readonly view?: View;
  readonly statement?: string;
  readonly preview?: string;
  readonly every?: (typeof LENGTHS)[number];
  readonly claim?: string;
  readonly as?: 'supplier' | 'customer';
};

export const shownOf = (search: Readonly<Record<string, unknown>>): Shown => {
  const [statement, preview, claim] = [textIn(search['statement']), textIn(search['preview']), textIn(search['claim'])];
  const [view, every, as] = [
    VIEWS.find((one) => one === search['view']),
    LENGTHS.find((one) => one === search['every']),
    (['supplier', 'customer'] as const).find((one) => one === search['as']),
  ];
  return {
    ...(view === undefined ? {} : { view }),
    ...(every === undefined ? {} : { every }),
    ...(as === undefined ? {} : { as }),
    ...(statement === undefined ? {} : { statement }),
    ...(preview === undefined ? {} : { preview }),
    ...(claim === undefined ? {} : { claim }),
  };
};
