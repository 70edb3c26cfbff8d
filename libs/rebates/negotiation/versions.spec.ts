import { describe, expect, it } from '@jest/globals';
import {
  active,
  activated,
  amended,
  amendmentProposed,
  answering,
  customer,
  file,
  proposed,
  signed,
  supplier,
  terminated,
  termsOf,
  withdrawn,
} from '../agreement/given.contract.ts';
import type { AgreementEvent } from '../agreement/events.ts';
import { comparedWith, versionsOf } from './versions.ts';

const agreement = file.id;
const dated = (...events: readonly AgreementEvent[]) => events.map((event, index) => ({ event, at: `t${index}` }));
const statuses = (...events: readonly AgreementEvent[]): string[] =>
  versionsOf(dated(...events)).map(({ version, status }) => `${version} ${status}`);

describe('the versions of an agreement', () => {
  it('keep who proposed, approved, commented and signed, when, and why', () => {
    const first = proposed() as Extract<AgreementEvent, { type: 'AgreementProposed' }>;
    const [version] = versionsOf(
      dated(
        { ...first, data: { ...first.data, reason: 'a new year', validUntil: '2026-01-31' } },
        { type: 'CommentAdded', data: { agreement, version: '1', text: 'fine', ...customer } },
        { type: 'ProposalApproved', data: { agreement, version: '1', party: 'supplier', person: 'ann' } },
        signed('1', supplier),
        signed('1', customer),
        activated(),
      ),
    );
    expect(version).toEqual({
      version: 1,
      kind: 'agreement',
      status: 'signed',
      proposed: { ...supplier, at: 't0' },
      why: 'a new year',
      validUntil: '2026-01-31',
      closedAt: 't5',
      comments: [{ ...customer, text: 'fine', at: 't1' }],
      approvals: [{ party: 'supplier', person: 'ann', at: 't2' }],
      signatures: [
        { ...supplier, at: 't3' },
        { ...customer, at: 't4' },
      ],
      makes: { terms: termsOf(file), amendments: [] },
    });
  });

  it('say what became of each', () => {
    expect(statuses(proposed(), answering('1', proposed('2', customer)), proposed('3', customer), withdrawn('3', customer))).toEqual([
      '1 countered',
      '2 replaced',
      '3 withdrawn',
    ]);
    expect(statuses(...active, amendmentProposed('2'))).toEqual(['1 signed', '2 open']);
    expect(statuses(...active, amendmentProposed('2'), terminated('2026-06-30', 'sold'))).toEqual(['1 signed', '2 ended']);
    expect(statuses(proposed(), { type: 'ProposalLapsed', data: { agreement, version: '1', validUntil: '2026-01-31' } })).toEqual([
      '1 lapsed',
    ]);
  });

  it('hold the agreement as each would make it', () => {
    const members = [{ id: 'north' }];
    const history: readonly AgreementEvent[] = [
      proposed('1', supplier, { ...file, members }),
      ...active.slice(1),
      amendmentProposed('2'),
      signed('2', customer),
      signed('2', supplier),
      amended('2'),
      { type: 'ExtensionProposed', data: { agreement, version: '3', to: '2027-06-30', ...supplier } } as const,
      {
        type: 'MembershipProposed',
        data: { agreement, version: '4', join: [{ id: 'west', from: '2026-05-01' }], leave: [], ...supplier },
      } as const,
    ];
    expect(
      versionsOf(dated(...history)).map(({ kind, makes: { terms, amendments } }) => [
        kind,
        terms.to,
        amendments.length,
        terms.members?.length,
      ]),
    ).toEqual([
      ['agreement', '2026-12-31', 0, 1],
      ['amendment', '2026-12-31', 1, 1],
      ['extension', '2027-06-30', 1, 1],
      ['membership', '2026-12-31', 1, 2],
    ]);
  });

  it('are compared with what they answer, else with what is in force, else with the one before', () => {
    const against = (...events: readonly AgreementEvent[]): (number | undefined)[] => {
      const versions = versionsOf(dated(...events));
      return versions.map((version) => comparedWith(versions, version)?.version);
    };
    expect(against(proposed(), withdrawn('1'), proposed('2'))).toEqual([undefined, 1]);
    expect(
      against(...active, amendmentProposed('2'), answering('2', amendmentProposed('3', supplier)), withdrawn('3'), amendmentProposed('4')),
    ).toEqual([undefined, 1, 2, 1]);
  });

  it('of a history that does not hang together are damage', () => {
    expect(() => versionsOf(dated(signed('1', supplier)))).toThrow(/damaged/);
    expect(() => versionsOf(dated(amendmentProposed('1')))).toThrow(/damaged/);
  });
});
