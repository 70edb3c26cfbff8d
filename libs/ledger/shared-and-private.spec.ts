import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type JsonObject, openSqliteEventStore } from '#event-store';
import { newCommandId } from './event-ids.ts';
import { AGREEMENT, at, negotiating, sale, TERMS, value } from './negotiating.contract.ts';

/** Private means private: what one side keeps to itself has no position, no leaf, and stands in nothing that the other side can ask for. */

const { ledger, dataDir, done, signedBoth, reopen } = negotiating();
const PARTNERSHIP = 'acme~buildco';
/** Streams of one organisation: another one that is added must be listed here, or be seen to be shared. */
const PRIVATE = /^(draft|note|policy|import|booking|accounts)-/;
const SHARED = /^(partnership|agreement|sales|reconciliation|claims|statement|dispute)-/;
const SECRET = /psst/i;

const rows = async function* (...lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(['document,line,date,product,quantity,unitPrice,customer', ...lines].join('\n')));
};

test('drafts, notes, policies, forecasts and imports appear in no history, notice, answer or proof of the partnership', async () => {
  await done({
    kind: 'SaveDraft',
    organisation: 'acme',
    draft: 'psst-draft',
    person: 'sue',
    terms: { ...TERMS, people: undefined, name: undefined, programmes: [{ id: 'volume', earn: { percent: '9' } }] },
    note: 'psst: not below 9',
  });
  await signedBoth();
  await done({ kind: 'AddNote', organisation: 'acme', agreement: AGREEMENT, person: 'sue', text: 'psst: they will ask for more' });
  await done({ kind: 'AddNote', organisation: 'buildco', agreement: AGREEMENT, person: 'carl', text: 'psst: offer less' });
  await done({
    kind: 'SetPolicy',
    organisation: 'supplier',
    agreement: AGREEMENT,
    policy: { programmes: { volume: { accrue: 'forecast', forecast: { method: 'given', value: '77777', from: '2026-01-01' } } } },
  });
  await done({ kind: 'SaveDraft', organisation: 'buildco', draft: 'psst-more', person: 'carl', agreement: AGREEMENT, amendments: [] });
  const sent = await value(
    ledger().importSales(
      {
        target: { kind: 'supplier', supplier: 'acme' },
        by: 'acme',
        file: 'psst.csv',
        source: rows('d-1,1,2026-02-01,P,1,100,buildco', 'd-2,1,2026-02-01,P,x,psst,buildco', 'd-3,1,2026-02-01,PSST,1,1,stranger'),
      },
      at(),
    ),
  );
  expect(sent).toMatchObject({ recorded: 1, refused: 1, notAddressed: 1 });
  await done({ kind: 'ProposeDraft', organisation: 'buildco', draft: 'psst-more', person: 'carl' }).catch(() => undefined);
  const { token: atLeast } = await done(sale('d-9', '2026-03-01', '50'));

  const asked = { agreement: AGREEMENT, on: '2026-06-30', atLeast };
  const balance = await value(ledger().balance(asked));
  const timeline = await value(ledger().timeline({ agreement: AGREEMENT, limit: 500 }));
  const known = [
    balance,
    timeline,
    await value(ledger().overview(asked)),
    await value(ledger().versions(AGREEMENT)),
    await value(ledger().version({ agreement: AGREEMENT, version: 1 })),
    await value(ledger().explain(asked)),
    await value(ledger().replay({ agreement: AGREEMENT, from: '2026-01-01', to: '2026-06-30' })),
    await value(ledger().agreement(AGREEMENT)),
    (
      await value(
        ledger().notices({
          partnership: PARTNERSHIP,
          after: { position: -1 },
          today: '2026-06-30',
          kinds: [...new Set(timeline.items.map(({ type }) => type)), 'signed', 'proposed', 'tierReached', 'lateLines', 'variance'],
        }),
      )
    ).items,
  ];
  expect(JSON.stringify(known)).not.toMatch(SECRET);
  expect(JSON.stringify(known)).not.toContain('77777');
  // A balance that nobody's policy was asked for is the same whoever has set one.
  expect(known[0]).toMatchObject({ earned: '1.50', accrued: '1.50' });

  const entries: string[] = [];
  const size = ledger().proofs.size(PARTNERSHIP);
  for await (const entry of ledger().proofs.entries(PARTNERSHIP, 0, size)) entries.push(Buffer.from(entry).toString());
  expect(entries).toHaveLength(timeline.items.length);
  expect(entries.join('\n')).not.toMatch(SECRET);
  expect(timeline.items.map(({ stream }) => stream).filter((stream) => PRIVATE.test(stream))).toEqual([]);
});

test('each event of the log is shared, with its partnership, or private, without one; positions count the shared ones alone', async () => {
  await signedBoth();
  await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'd', person: 'sue', terms: TERMS });
  await done({ kind: 'AddNote', organisation: 'acme', agreement: AGREEMENT, person: 'sue', text: 'x' });
  await done({ kind: 'SetPolicy', organisation: 'supplier', agreement: AGREEMENT, policy: { programmes: {} } });
  await value(
    ledger().importSales(
      {
        target: { kind: 'partnership', partnership: PARTNERSHIP },
        by: 'acme',
        file: 'a.csv',
        source: rows('d-1,1,2026-02-01,P,1,100,buildco'),
      },
      at(),
    ),
  );
  const { token } = await done(sale('d-9', '2026-03-01', '50'));
  await value(ledger().balance({ agreement: AGREEMENT, atLeast: token }));
  const positions = (await value(ledger().timeline({ agreement: AGREEMENT, limit: 500 }))).items.map(({ position, stream, revision }) => [
    position,
    stream,
    revision,
  ]);
  const log: { readonly stream: string; readonly revision: number; readonly metadata: JsonObject }[] = [];
  await reopen(async () => {
    const store = openSqliteEventStore({ file: join(dataDir(), 'events.db') });
    for await (const batch of store.readAll()) log.push(...batch);
    await store.close();
  });
  const isPrivate = ({ stream }: { readonly stream: string }): boolean => PRIVATE.test(stream);
  expect(log.filter((event) => isPrivate(event) === SHARED.test(event.stream)).map(({ stream }) => stream)).toEqual([]);
  expect(log.filter((event) => isPrivate(event) === 'partnershipId' in event.metadata).map(({ stream }) => stream)).toEqual([]);
  expect(new Set(log.filter(isPrivate).map(({ stream }) => stream.split('-')[0]))).toEqual(new Set(['draft', 'note', 'policy', 'import']));
  expect(positions).toEqual(
    log.filter((event) => event.metadata['partnershipId'] === PARTNERSHIP).map(({ stream, revision }, index) => [index, stream, revision]),
  );
});

test('who sends a file can name its import, ask for its counts while it runs, and nobody else can', async () => {
  await signedBoth();
  const id = newCommandId();
  let seen: unknown;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`document,line,date,product,quantity,unitPrice\n${'d-1,1,2026-02-01,P,x,100\n'.repeat(20_000)}`);
    while (seen === undefined) {
      const now = await ledger().oneImport({ import: id, by: ['acme'] });
      if (now.kind === 'answer' && now.value.refused > 0) seen = now.value.status;
    }
    yield Buffer.from('d-2,1,2026-02-01,P,1,100\n');
  };
  const request = { target: { kind: 'partnership', partnership: PARTNERSHIP }, by: 'acme', file: 'a.csv', id } as const;
  expect(await value(ledger().importSales({ ...request, source: watched() }, at()))).toMatchObject({
    import: id,
    status: 'completed',
    sent: 20_001,
    recorded: 1,
  });
  expect(seen).toBe('running');
  expect([
    await ledger().importSales({ ...request, source: watched() }, at()),
    await ledger().oneImport({ import: id, by: ['buildco'] }),
  ]).toMatchObject([{ rejections: [{ code: 'IMPORT_ID_USED' }] }, { rejections: [{ code: 'IMPORT_UNKNOWN' }] }]);
});
