import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** The sales that are measured: reproducible, 20-line documents, days spread over one year, 12 columns of which 7 are read. */

export const LINES_PER_DOCUMENT = 20;
const HEADER = 'document,line,date,customer,product,quantity,unitPrice,description,orderNo,warehouse,salesRep,costCentre';
const DAY_MS = 86_400_000;
const YEAR_START = Date.UTC(2026, 0, 1);
const DAYS = 365;

/** Park and Miller's generator: the same file on every machine. */
export const newRandom = (seed) => {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

export const dayText = (offset) => new Date(YEAR_START + offset * DAY_MS).toISOString().slice(0, 10);
const DAY_TEXTS = Array.from({ length: DAYS }, (_, offset) => dayText(offset));

export const customerName = (index) => `customer-${String(index).padStart(4, '0')}`;

const documentText = (index, customers, random) => {
  // Files come in about the order of the sales, with stragglers: one document in ten is up to a month late.
  const base = Math.floor((index * DAYS) / customers.documents);
  const day = Math.max(0, Math.min(DAYS - 1, random(10) === 0 ? base - random(30) : base));
  const [document, date, customer] = [`INV-${String(index).padStart(8, '0')}`, DAY_TEXTS[day], customerName(index % customers.count)];
  let text = '';
  for (let line = 1; line <= LINES_PER_DOCUMENT; line += 1) {
    const sign = random(50) === 0 ? '-' : '';
    const product = random(5_000);
    text += `${document},${line},${date},${customer},SKU-${product},${sign}${1 + random(40)},${1 + random(300)}.${String(random(100)).padStart(2, '0')},Pipe fitting ${product % 97},PO-${index % 1_000_003},W${product % 9},rep-${index % 40},cc-${product % 12}\n`;
  }
  return text;
};

/** Writes the file block by block, so that making it costs no memory. */
export const writeSalesFile = async (file, lines, customerCount) => {
  const random = newRandom(20_260_101);
  const documents = Math.ceil(lines / LINES_PER_DOCUMENT);
  const out = createWriteStream(file);
  out.write(`${HEADER}\n`);
  for (let index = 0, block = ''; index < documents; index += 1) {
    block += documentText(index, { count: customerCount, documents }, random);
    if (block.length < 1_000_000 && index < documents - 1) continue;
    if (!out.write(block)) await once(out, 'drain');
    block = '';
  }
  out.end();
  await once(out, 'finish');
  return documents * LINES_PER_DOCUMENT;
};

/** One retrospective volume programme: the tier reached in the year pays on all of it. */
export const STEPS = [
  { from: '0', percent: '1' },
  { from: '100000', percent: '2' },
  { from: '1000000', percent: '3' },
  { from: '10000000', percent: '4' },
];
export const TEMPLATE = {
  id: 'bench-{customer}',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  programmes: [{ id: 'volume', period: 'year', earn: { tiers: 'retrospective', steps: STEPS } }],
};
export const agreementOf = (customer) => TEMPLATE.id.replace('{customer}', customer);
