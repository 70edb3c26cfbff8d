import { z } from 'zod';
import { STAGES } from '../agreement/terms.ts';
import { LINE_COLUMNS } from '../sales/columns.ts';
import { ACTIONS } from '../sales/line.ts';

const text = z.string();
const said = { document: text, line: text, date: text, product: text, quantity: text, unitPrice: text };

/** A line as one side has it, in its own words: what the other side, or an outsider, compares it by. */
export const heldLine = z.strictObject({
  ...said,
  net: text.optional(),
  unit: text.optional(),
  member: text.optional(),
  currency: text.optional(),
});
export type HeldLine = Readonly<z.infer<typeof heldLine>>;

const required = ['line', 'date', 'product', 'quantity', 'unitPrice'];
const saleLine = z.strictObject({
  ...Object.fromEntries(LINE_COLUMNS.filter((name) => !required.includes(name)).map((name) => [name, text.optional()])),
  line: text,
  date: text,
  product: text,
  quantity: text,
  unitPrice: text,
});

/** What is to be recorded in a reporter's record: a document of sales as it would come in by a file. */
export const correction = z.strictObject({
  reporter: text,
  stage: z.enum(STAGES),
  document: text,
  action: z.enum(ACTIONS),
  lines: z.array(saleLine).min(1),
});
