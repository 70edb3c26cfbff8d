import { fold } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import { type PartnershipCommand, partnershipDecider } from './decider.ts';
import type { PartnershipEvent } from './events.ts';
import { NOTHING_OVERLOOKED } from './matching.ts';

const open = (supplier: string, customer: string): PartnershipCommand => ({ kind: 'OpenPartnership', supplier, customer });
const opened: PartnershipEvent = {
  type: 'PartnershipOpened',
  data: { partnership: 'acme~buildco', supplier: 'acme', customer: 'buildco' },
};
const given = (history: readonly PartnershipEvent[]) => ({
  when: (command: PartnershipCommand) => partnershipDecider.decide(command, fold(partnershipDecider, history)),
});

describe('a partnership', () => {
  it('is opened once; opening it again changes nothing', () => {
    expect(given([]).when(open('acme', 'buildco'))).toEqual({ kind: 'events', events: [opened] });
    expect(given([opened]).when(open('acme', 'buildco'))).toEqual({ kind: 'events', events: [] });
    expect(fold(partnershipDecider, [opened])).toEqual({ status: 'open', ...opened.data, rates: new Map(), matching: NOTHING_OVERLOOKED });
  });

  it.each([
    ['acme', 'acme', ['SAME_PARTY']],
    ['ac.me', 'buildco', ['ID_NOT_ALLOWED']],
    ['a~b', '', ['ID_NOT_ALLOWED', 'ID_NOT_ALLOWED']],
  ])('is refused between %j and %j', (supplier, customer, codes) => {
    expect(given([]).when(open(supplier, customer))).toMatchObject({ kind: 'rejected', rejections: codes.map((code) => ({ code })) });
  });
});
