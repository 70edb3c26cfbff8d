import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { newCommandId, openLedger } from '#ledger';
import { answer, options, peakMib, startClock } from './measure.mjs';
import { customerName } from './sales-file.mjs';

/** The customer's copy of all of the supplier's lines, with one in so many damaged: matched, and matched again when one document is new. */
const ONE_IN = 5_000;
const { dir, file, lines } = options();
const partnership = `acme~${customerName(0)}`;

/** Its quantity is another: `document,line,date,customer,product,quantity,unitPrice,…`. */
const damaged = (row) => {
  const cells = row.split(',');
  cells[5] = `${cells[5]}1`;
  return cells.join(',');
};

const writeCopy = async (copy) => {
  const out = createWriteStream(copy);
  let [index, block] = [0, ''];
  for await (const row of createInterface({ input: createReadStream(file) })) {
    block += `${index > 0 && index % ONE_IN === 0 ? damaged(row) : row}\n`;
    index += 1;
    if (block.length < 1_000_000) continue;
    if (!out.write(block)) await once(out, 'drain');
    block = '';
  }
  out.end(block);
  await once(out, 'finish');
  return Math.floor((index - 1) / ONE_IN);
};

const context = () => ({ commandId: newCommandId(), actor: 'bench', now: new Date().toISOString() });
const given = (result) => {
  if (result.kind === 'rejected' || result.kind === 'conflict') throw new Error(JSON.stringify(result));
  return result;
};

/** In a process of its own, so that its memory is that of matching and not of importing. */
if (file !== '') {
  const copy = join(dir, 'copy.csv');
  const expected = await writeCopy(copy);
  const ledger = await openLedger({ dataDir: dir });
  const { value } = given(
    await ledger.importSales(
      { target: { kind: 'partnership', partnership }, by: 'customer', reporter: 'customer', file: 'copy.csv', source: copy },
      context(),
    ),
  );
  if (value.recorded !== lines) throw new Error(`not all was recorded: ${JSON.stringify(value)}`);
  await ledger.close();
  answer({ expected });
} else {
  const ledger = await openLedger({ dataDir: dir });
  const ask = async (atLeast) => {
    const clock = startClock();
    const { value } = given(
      await ledger.reconciliation.variances({ partnership, limit: 1, ...(atLeast === undefined ? {} : { atLeast }) }),
    );
    return { ...clock(), found: value.total.count };
  };
  const first = await ask();
  const { token } = given(
    await ledger.execute(
      {
        kind: 'RecordSales',
        partnership,
        document: {
          reporter: 'customer',
          stage: 'invoiced',
          document: 'one-more',
          lines: [{ line: '1', date: '2026-06-01', product: 'SKU-1', quantity: '1', unitPrice: '1' }],
        },
      },
      context(),
    ),
  );
  const again = await ask(token);
  if (again.found !== first.found + 1) throw new Error(`${again.found} variances after one more line, and ${first.found} before`);
  answer({ first, again, peakMib: peakMib() });
  await ledger.close();
}
process.exit(0);
