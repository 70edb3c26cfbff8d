/** The columns of a sales file (docs/guides/import.md), the required first; a test holds them to the ledger's. */
export const FIELDS = [
  ['document', 'Document number'],
  ['line', 'Line number'],
  ['date', 'Date'],
  ['product', 'Product'],
  ['quantity', 'Quantity'],
  ['unitPrice', 'Unit price'],
  ['customer', 'Customer'],
  ['net', 'Net amount'],
  ['category', 'Category'],
  ['brand', 'Brand'],
  ['member', 'Member'],
  ['shipTo', 'Ship-to'],
  ['endCustomer', 'End customer'],
  ['channel', 'Channel'],
  ['unit', 'Unit'],
  ['weight', 'Weight'],
  ['tax', 'Tax'],
  ['taxCode', 'Tax code'],
  ['freight', 'Freight'],
  ['listPrice', 'List price'],
  ['cost', 'Cost'],
  ['currency', 'Currency'],
  ['contractRef', 'Contract'],
  ['kind', 'Kind (goods, return, price, freight)'],
  ['returns', 'Returns (document#line)'],
  ['dueOn', 'Due on'],
  ['paidOn', 'Paid on'],
  ['paidAmount', 'Paid amount'],
  ['action', 'Action (record, correct, void, pay)'],
  ['reporter', 'Reporter'],
  ['stage', 'Stage'],
] as const;
export type Field = (typeof FIELDS)[number][0];
export const NAME_OF = Object.fromEntries(FIELDS) as Readonly<Record<Field, string>>;
/** Without these a file cannot be read; lines that have no number are numbered within their document. */
const REQUIRED: readonly Field[] = ['document', 'date', 'product', 'quantity', 'unitPrice'];

/** Which column of the file holds which field. */
export type Mapping = Readonly<Partial<Record<Field, string>>>;

/** What other systems call it, without signs and in small letters. */
const OTHERS: Readonly<Partial<Record<Field, readonly string[]>>> = {
  document: [
    'invoiceno',
    'invoicenumber',
    'invoice',
    'invoiceid',
    'documentno',
    'documentnumber',
    'docno',
    'billingdocument',
    'belegnummer',
    'belegnr',
    'rechnungsnummer',
    'receipt',
    'receiptno',
    'ordernumber',
  ],
  line: ['lineno', 'linenumber', 'position', 'pos', 'item', 'itemno', 'billingitem', 'zeile'],
  date: ['invoicedate', 'documentdate', 'billingdate', 'postingdate', 'datum', 'belegdatum', 'receiptdate', 'day'],
  product: [
    'stockcode',
    'sku',
    'material',
    'materialno',
    'article',
    'articleno',
    'artikel',
    'artikelnummer',
    'productcode',
    'productid',
    'itemcode',
    'productno',
  ],
  quantity: ['qty', 'menge', 'billedquantity', 'units', 'quantityshipped'],
  unitPrice: ['unitprice', 'price', 'netprice', 'preis', 'einzelpreis', 'salesprice'],
  customer: ['customerid', 'customerno', 'customernumber', 'soldto', 'kunde', 'kundennummer', 'account'],
  net: ['netamount', 'netvalue', 'amount', 'lineamount', 'betrag', 'nettobetrag'],
  tax: ['taxamount', 'vat', 'vatamount', 'mwst'],
  taxCode: ['vatcode', 'steuerkennzeichen'],
  category: ['productgroup', 'group', 'materialgroup', 'warengruppe', 'family'],
  brand: ['marke'],
  member: ['branch', 'store', 'filiale'],
  shipTo: ['shiptoparty', 'deliveryaddress'],
  currency: ['curr', 'waehrung'],
  unit: ['uom', 'unitofmeasure', 'einheit'],
  weight: ['netweight', 'gewicht'],
};
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A field whose own name stands in the header is read from there, whatever else is said. */
const ownOf = (header: readonly string[], field: Field): string | undefined => header.find((column) => column === field);

export const guessed = (header: readonly string[]): Mapping => {
  const taken = new Set<string>();
  const found: Partial<Record<Field, string>> = {};
  const take = (field: Field, column: string | undefined): void => {
    if (column === undefined || taken.has(column) || found[field] !== undefined) return;
    found[field] = column;
    taken.add(column);
  };
  for (const [field] of FIELDS) take(field, ownOf(header, field));
  for (const [field] of FIELDS)
    take(
      field,
      header.find((column) => !taken.has(column) && plain(column) === field.toLowerCase()),
    );
  for (const [field] of FIELDS)
    for (const name of OTHERS[field] ?? [])
      take(
        field,
        header.find((column) => !taken.has(column) && plain(column) === name),
      );
  return found;
};

export const missingIn = (mapping: Mapping): readonly Field[] => REQUIRED.filter((field) => mapping[field] === undefined);

/** One field has one column, and one column one field: what it was before is given up. */
export const withColumn = (mapping: Mapping, header: readonly string[], column: string, field: Field | undefined): Mapping => {
  const kept = Object.entries(mapping).filter(([name, of]) => of !== column && name !== field);
  const next: Mapping = { ...(Object.fromEntries(kept) as Mapping), ...(field === undefined ? {} : { [field]: column }) };
  // A column with a name of ours that no field was given is still read under that name.
  return FIELDS.reduce<Mapping>(
    (all, [name]) => (all[name] === undefined && ownOf(header, name) !== undefined ? { ...all, [name]: name } : all),
    next,
  );
};

/** As the server reads it: `document=InvoiceNo,date=…`, or as an object where a name has a comma or an equals sign. */
export const mappingText = (mapping: Mapping): string => {
  const pairs = Object.entries(mapping);
  return pairs.some(([, column]) => /[,=\s:{]/.test(column))
    ? JSON.stringify(mapping)
    : pairs.map(([field, column]) => `${field}=${column}`).join(',');
};

/** As a file that `rebate import --map` takes. */
export const mappingFile = (mapping: Mapping): string =>
  Object.entries(mapping)
    .map(([field, column]) => `${field}: ${/^[A-Za-z][\w .-]*$/.test(column) ? column : JSON.stringify(column)}\n`)
    .join('');

const isField = (name: string): name is Field => FIELDS.some(([field]) => field === name);
const unquoted = (text: string): string => {
  if (!text.startsWith('"')) return text.replace(/^'(.*)'$/, '$1');
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
};

/** Reads a saved mapping: pairs, a line each, or JSON. Columns that this file does not have are left out. */
export const parseMappingFile = (text: string, header: readonly string[]): Mapping => {
  const trimmed = text.trim();
  const pairs = trimmed.startsWith('{')
    ? Object.entries(JSON.parse(trimmed) as Readonly<Record<string, unknown>>)
    : trimmed
        .split(/\r?\n/)
        .filter((line) => !line.startsWith('#'))
        .map((line): [string, string] => [line.slice(0, line.indexOf(':')).trim(), unquoted(line.slice(line.indexOf(':') + 1).trim())]);
  return Object.fromEntries(pairs.filter(([name, column]) => isField(name) && typeof column === 'string' && header.includes(column)));
};
