import { isDay } from '../../figures/days.ts';
import { textIn } from '../../parts/axes.ts';

export const KINDS = ['missing', 'duplicate', 'product', 'unit', 'quantity', 'currency', 'price', 'member', 'date'] as const;
const STATUSES = ['open', 'proposed', 'resolved'] as const;
const ORDERS = ['value', 'rebate'] as const;

/** Which variances are on the list: of a kind, a state (all that is not resolved where left out), a document, since when; and in which order. */
export type Filter = {
  readonly kind?: (typeof KINDS)[number];
  readonly status?: (typeof STATUSES)[number];
  readonly document?: string;
  readonly since?: string;
  readonly until?: string;
  readonly order?: (typeof ORDERS)[number];
};

export const filterOf = (search: Readonly<Record<string, unknown>>): Filter => {
  const [kind, status, order] = [
    KINDS.find((one) => one === search['kind']),
    STATUSES.find((one) => one === search['status']),
    ORDERS.find((one) => one === search['order']),
  ];
  const [document, since, until] = [textIn(search['document']), textIn(search['since']), textIn(search['until'])];
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(status === undefined ? {} : { status }),
    ...(order === undefined ? {} : { order }),
    ...(document === undefined ? {} : { document }),
    ...(since !== undefined && isDay(since) ? { since } : {}),
    ...(until !== undefined && isDay(until) ? { until } : {}),
  };
};
