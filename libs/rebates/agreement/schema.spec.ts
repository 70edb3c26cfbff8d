import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fold } from '#kernel';
import { z } from 'zod';
import { type PartnershipEvent, partnershipEventData } from '../partnership/events.ts';
import { partnershipDecider } from '../partnership/decider.ts';
import { draftEventData } from '../negotiation/draft.ts';
import { noteEventData } from '../negotiation/note.ts';
import { disputeEventData } from '../dispute/events.ts';
import { statedEventData } from '../stated/events.ts';
import { varianceEventData } from '../variance/events.ts';
import { agreementDecider } from './decider.ts';
import { agreementEventData, type AgreementEvent } from './events.ts';
import { agreementJsonSchema } from './schema.ts';
import { rejectionsTable } from './refusals.ts';

/**
 * The published schemas are written from the code: `UPDATE_DOCS=1 npm run jest -- libs/rebates/agreement/schema` writes
 * them, and this test holds them equal. A golden fixture is written once, with its event type, and never edited.
 */
const docs = join(import.meta.dirname, '../../../docs');
const update = process.env['UPDATE_DOCS'] === '1';

const published = (path: string, schema: unknown): unknown => {
  const file = join(docs, path);
  mkdirSync(join(file, '..'), { recursive: true });
  if (update) writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

const EVENT_DATA: Readonly<Record<string, z.ZodType>> = {
  ...agreementEventData,
  ...partnershipEventData,
  ...draftEventData,
  ...noteEventData,
  ...varianceEventData,
  ...disputeEventData,
  ...statedEventData,
};
const fixture = (type: string): { readonly type: string; readonly schema: number; readonly data: unknown } =>
  JSON.parse(readFileSync(join(docs, `events/fixtures/${type}.v1.json`), 'utf8')) as { type: string; schema: number; data: unknown };

describe('docs/reference/agreement.schema.json', () => {
  it('is what the code reads', () => {
    const schema = JSON.parse(JSON.stringify(agreementJsonSchema())) as unknown;
    expect(published('reference/agreement.schema.json', schema)).toEqual(schema);
  });

  it('describes every kind of earnings, in programmes and in changes', () => {
    const text = JSON.stringify(agreementJsonSchema());
    for (const title of ['tiers', 'percentage', 'perUnit', 'growth', 'share', 'bundle', 'freeGoods', 'lumpSum'])
      expect(text.split(`"title":"${title}"`).length - 1).toBe(2);
  });
});

describe.each(Object.entries(EVENT_DATA))('docs/events: %s', (type, shape) => {
  it('has the schema that the code keeps to', () => {
    const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(shape), title: type })) as unknown;
    expect(published(`events/${type}.v1.schema.json`, schema)).toEqual(schema);
  });

  it('has a golden fixture that is still read as it was written', () => {
    const { type: name, schema, data } = fixture(type);
    expect([name, schema]).toEqual([type, 1]);
    expect(shape.parse(data)).toEqual(data);
  });
});

describe('the golden fixtures', () => {
  it('fold to an agreement that was signed, amended and terminated', () => {
    const order = [
      'AgreementProposed',
      'AgreementSigned',
      'AgreementActivated',
      'AmendmentProposed',
      'AgreementAmended',
      'AgreementTerminated',
    ];
    const history = order.map((type) => fixture(type) as unknown as AgreementEvent);
    expect(fold(agreementDecider, history)).toMatchObject({
      status: 'terminated',
      version: 2,
      terminatedOn: '2026-09-30',
      amendments: [{ mode: 'carry' }, { mode: 'restate' }],
    });
    const changes = [
      'AgreementProposed',
      'CommentAdded',
      'AgreementSigned',
      'AgreementActivated',
      'ExtensionProposed',
      'ProposalApproved',
      'AgreementExtended',
      'MembershipProposed',
      'MembersChanged',
      'AmendmentProposed',
      'ProposalLapsed',
    ];
    expect(
      fold(
        agreementDecider,
        changes.map((type) => fixture(type) as unknown as AgreementEvent),
      ),
    ).toMatchObject({
      status: 'active',
      version: 4,
      openProposal: null,
      terms: { to: '2027-06-30', members: [{ id: 'branch-9', from: '2026-09-01' }, { id: 'branch-8' }] },
    });
    const withdrawn = [fixture('AgreementProposed'), fixture('ProposalWithdrawn')] as unknown as AgreementEvent[];
    expect(fold(agreementDecider, withdrawn)).toMatchObject({ status: 'withdrawn' });
    const opened = fixture('PartnershipOpened') as unknown as PartnershipEvent;
    expect(fold(partnershipDecider, [opened])).toMatchObject({ status: 'open', partnership: 'acme~buildco' });
    const rated = fold(partnershipDecider, [opened, fixture('RatesRecorded') as unknown as PartnershipEvent]);
    expect(rated.status === 'open' && [...rated.rates.values()]).toEqual(['0.9234', '1.1552']);
  });
});

describe('the table of refusals', () => {
  it('has each code once, with a sentence and a way out', () => {
    expect(new Set(rejectionsTable.map((entry) => entry.code)).size).toBe(rejectionsTable.length);
    for (const { code, sentence, wayOut } of rejectionsTable) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(sentence).toMatch(/\.$|\}\.$/);
      expect(wayOut).toMatch(/\.$/);
    }
  });
});
