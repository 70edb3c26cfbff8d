import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { describe, expect, test } from '@jest/globals';
import { AGREEMENT, at, negotiating, TERMS, value } from './negotiating.contract.ts';

const { ledger, dataDir, done, codes, signedBoth, reopen } = negotiating();

describe('private streams', () => {
  test('are read by their organisation, and no shared event speaks of them', async () => {
    await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'plan-one', person: 'sue', terms: TERMS });
    await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'plan-two', person: 'sue', agreement: AGREEMENT, amendments: [] });
    await done({ kind: 'SaveDraft', organisation: 'buildco', draft: 'plan-one', person: 'carl', terms: TERMS });
    const { token } = await done({ kind: 'ProposeDraft', organisation: 'acme', draft: 'plan-one', person: 'sue' });
    await done({ kind: 'AddNote', organisation: 'acme', agreement: AGREEMENT, version: 1, person: 'sue', text: 'mine' });
    expect(await value(ledger().notes({ organisation: 'acme', agreement: AGREEMENT }))).toMatchObject([
      { person: 'sue', version: 1, text: 'mine' },
    ]);
    expect(await value(ledger().notes({ organisation: 'buildco', agreement: AGREEMENT }))).toEqual([]);
    expect(await value(ledger().draft({ organisation: 'acme', draft: 'plan-two' }))).toMatchObject({
      draft: 'plan-two',
      agreement: AGREEMENT,
      amendments: [],
    });
    expect(await ledger().draft({ organisation: 'other', draft: 'plan-one' })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'DRAFT_UNKNOWN' }],
    });
    const shared: string[] = [];
    await reopen(async () => {
      const store = openSqliteEventStore({ file: join(dataDir(), 'events.db') });
      for await (const batch of store.readAll())
        for (const event of batch) if ('partnershipId' in event.metadata) shared.push(event.stream, JSON.stringify(event));
      await store.close();
    });
    expect(shared.filter((text) => /draft-|note-|plan-one|plan-two|mine/.test(text))).toEqual([]);
    const first = await value(ledger().drafts({ organisation: 'acme', limit: 1 }));
    expect(first).toMatchObject({ items: [{ draft: 'plan-one', person: 'sue', agreement: null }], nextCursor: 'plan-one' });
    expect(await value(ledger().drafts({ organisation: 'acme', limit: 1, cursor: 'plan-one' }))).toMatchObject({
      items: [{ draft: 'plan-two', agreement: AGREEMENT }],
      nextCursor: null,
    });
    expect(BigInt(token)).toBeGreaterThan(0n);
  });

  test('hold what was discarded no longer, and bad names name no stream', async () => {
    await done({ kind: 'SaveDraft', organisation: 'acme', draft: 'd-1', person: 'sue', terms: TERMS });
    await done({ kind: 'DiscardDraft', organisation: 'acme', draft: 'd-1', person: 'sue' });
    expect(await codes({ kind: 'ProposeDraft', organisation: 'acme', draft: 'd-1', person: 'sue' })).toEqual(['DRAFT_UNKNOWN']);
    expect(await codes({ kind: 'SaveDraft', organisation: 'ac.me', draft: 'd-1', person: 'sue', terms: TERMS })).toEqual([
      'NAME_NOT_ALLOWED',
    ]);
    expect(await codes({ kind: 'ProposeDraft', organisation: 'ac.me', draft: 'd-1', person: 'sue' })).toEqual(['DRAFT_UNKNOWN']);
    expect(
      await ledger().execute({ kind: 'DiscardDraft', organisation: 'acme', draft: 'd-1', person: 'sue' }, at(undefined, 'no-uuid')),
    ).toMatchObject({ rejections: [{ code: 'COMMAND_ID_INVALID' }] });
  });

  test("are proposed for the organisation's own side, and tell it nothing of others", async () => {
    const draftOf = (organisation: string, content: object): Promise<unknown> =>
      done({ kind: 'SaveDraft', organisation, draft: 'd', person: 'x', ...content });
    const propose = (organisation: string): Promise<readonly string[]> =>
      codes({ kind: 'ProposeDraft', organisation, draft: 'd', person: 'x' });
    await draftOf('buildco', { terms: TERMS });
    expect(await propose('buildco')).toEqual(['done']);
    expect((await value(ledger().versions(AGREEMENT)))[0]?.proposed.party).toBe('customer');
    await draftOf('other', { terms: TERMS });
    expect(await propose('other')).toEqual(['DRAFT_OF_OTHERS']);
    await draftOf('other', { terms: { ...TERMS, customer: 'other' } });
    expect(await propose('other')).toEqual(['AGREEMENT_ID_TAKEN']);
    await draftOf('other', { agreement: AGREEMENT, amendments: [] });
    expect(await propose('other')).toEqual(['AGREEMENT_UNKNOWN']);
  });

  test('a draft of amendments is proposed as amendments', async () => {
    await signedBoth();
    const amendments = [{ effective: '2026-04-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '3' } } }];
    await done({ kind: 'SaveDraft', organisation: 'buildco', draft: 'more', person: 'carl', agreement: AGREEMENT, amendments });
    expect((await done({ kind: 'ProposeDraft', organisation: 'buildco', draft: 'more', person: 'carl' })).events).toEqual([
      'AmendmentProposed',
    ]);
  });
});
