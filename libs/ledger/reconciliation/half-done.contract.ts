import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { newCommandId, toAppend } from '../event-ids.ts';
import { reconciliationStream } from '../streams.ts';
import { PARTNERSHIP } from './reconciling.contract.ts';

/** A resolution of the line A#1 as a process leaves it that dies before it records the correction. */
export const recordResolutionOnly = async (dataDir: string, variance: string): Promise<void> => {
  const store = openSqliteEventStore({ file: join(dataDir, 'events.db') });
  const line = (quantity: string) => ({ document: 'A', line: '1', date: '2026-03-05', product: 'P', quantity, unitPrice: '9' });
  const { document, ...corrected } = line('11');
  const data = {
    partnership: PARTNERSHIP,
    variance,
    kind: 'quantity',
    supplier: line('10'),
    customer: line('11'),
    quantity: '1',
    value: '9',
    accept: 'customer',
    party: 'supplier',
    person: 'sue',
    corrections: [{ reporter: 'acme', stage: 'invoiced', document, action: 'correct', lines: [corrected] }],
  };
  const stream = reconciliationStream(PARTNERSHIP);
  await store.append(
    stream,
    'noStream',
    toAppend(
      [{ type: 'VarianceResolved', data }],
      stream,
      PARTNERSHIP,
      { commandId: newCommandId(), actor: 'u-1', now: '2026-01-05T09:00:00.000Z' },
      'hash',
    ),
  );
  await store.close();
};
