/** The canonical columns of a sales file (files.md), in ascending code-unit order: the order of a recorded line's keys. */
export const LINE_COLUMNS = [
  'brand',
  'category',
  'channel',
  'contractRef',
  'cost',
  'currency',
  'date',
  'dueOn',
  'endCustomer',
  'freight',
  'kind',
  'line',
  'listPrice',
  'member',
  'net',
  'paidAmount',
  'paidOn',
  'product',
  'quantity',
  'returns',
  'shipTo',
  'tax',
  'taxCode',
  'unit',
  'unitPrice',
  'weight',
] as const;

/** Columns that say where a line belongs and what it does; they are not part of its content. */
export const ADDRESS_COLUMNS = ['action', 'customer', 'document', 'reporter', 'stage'] as const;

export const SALES_COLUMNS = [...LINE_COLUMNS, ...ADDRESS_COLUMNS] as const;
export type SalesColumn = (typeof SALES_COLUMNS)[number];
export const REQUIRED_COLUMNS = ['document', 'line', 'date', 'product', 'quantity', 'unitPrice'] as const satisfies readonly SalesColumn[];

export const DECIMAL_COLUMNS: ReadonlySet<string> = new Set<SalesColumn>([
  'cost',
  'freight',
  'listPrice',
  'net',
  'paidAmount',
  'quantity',
  'tax',
  'unitPrice',
  'weight',
]);
export const DAY_COLUMNS: ReadonlySet<string> = new Set<SalesColumn>(['date', 'dueOn', 'paidOn']);

const names: ReadonlySet<string> = new Set(SALES_COLUMNS);
export const isSalesColumn = (name: string): name is SalesColumn => names.has(name);

export type CellForm = 'decimal' | 'day' | 'text';
/** A column of the file: its place there, its index in SALES_COLUMNS, and how its texts are read. */
type Slot = { readonly name: SalesColumn; readonly position: number; readonly index: number; readonly form: CellForm };

const formOf = (name: SalesColumn): CellForm => {
  if (DECIMAL_COLUMNS.has(name)) return 'decimal';
  return DAY_COLUMNS.has(name) ? 'day' : 'text';
};

/** Where the cells of a row hold each column; worked out once for a file, so that a line costs no look-up by name. */
export type Layout = {
  readonly date: number;
  readonly line: number;
  readonly product: number;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly document: number;
  readonly customer: number;
  readonly reporter: number;
  readonly stage: number;
  readonly action: number;
  /** All columns of the file that we know, the line's own first, in the order of a recorded line's keys. */
  readonly slots: readonly Slot[];
  /** Positions of the columns that a plain line leaves empty. */
  readonly extras: readonly number[];
  /** Take the day part of an ISO timestamp (2010-12-01T08:26:00Z), as files exported from other systems have it. */
  readonly timestamps: boolean;
};

const PLAIN: ReadonlySet<string> = new Set<SalesColumn>(['date', 'line', 'product', 'quantity', 'unitPrice', 'document', 'customer']);

export const layoutOf = (positions: ReadonlyMap<SalesColumn, number>, timestamps: boolean): Layout => {
  const slots = SALES_COLUMNS.flatMap((name, index): Slot[] => {
    const position = positions.get(name);
    return position === undefined ? [] : [{ name, position, index, form: formOf(name) }];
  });
  const at = (name: SalesColumn): number => positions.get(name) ?? -1;
  return {
    date: at('date'),
    line: at('line'),
    product: at('product'),
    quantity: at('quantity'),
    unitPrice: at('unitPrice'),
    document: at('document'),
    customer: at('customer'),
    reporter: at('reporter'),
    stage: at('stage'),
    action: at('action'),
    slots,
    extras: slots.filter((slot) => !PLAIN.has(slot.name)).map((slot) => slot.position),
    timestamps,
  };
};

/** The layout of cells given in the order of SALES_COLUMNS. */
export const CANONICAL_LAYOUT: Layout = layoutOf(new Map(SALES_COLUMNS.map((name, position) => [name, position])), false);
