import { fold } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import { agreementDecider } from '../agreement/decider.ts';
import type { AgreementEvent } from '../agreement/events.ts';
import {
  active,
  activated,
  amended,
  amendment,
  amendmentProposed,
  file,
  proposed,
  signed,
  supplier,
  termsOf,
} from '../agreement/given.contract.ts';
import type { KnownAgreement } from '../agreement/state.ts';
import { ifSigned, readTried } from './proposed.ts';

const known = (...history: readonly AgreementEvent[]): KnownAgreement => {
  const state = fold(agreementDecider, history);
  if (state.status === 'none') throw new Error('nothing is known');
  return state;
};

describe('an agreement as it would stand once both have signed', () => {
  test('is what their signatures make of it', () => {
    expect(ifSigned(known(...active, amendmentProposed('2')))).toEqual(known(...active, amendmentProposed('2'), amended('2')));
    expect(ifSigned(known(proposed(), signed('1', supplier)))).toEqual(known(proposed(), signed('1', supplier), activated()));
  });
  test('is none where nothing is open', () => {
    expect(ifSigned(known(...active))).toBeUndefined();
  });
});

describe('terms to try', () => {
  const { amendments: _, ...terms } = termsOf(file);
  const base = { terms, amendments: [] };
  const once = termsOf({ ...file, amendments: [amendment] }).amendments ?? [];

  test('are an agreement of their own, with its amendments beside it', () => {
    expect(readTried({ name: 'ours', terms: { ...file, amendments: [amendment] } }, base)).toEqual({
      ok: true,
      value: { terms, amendments: once },
    });
    expect(readTried({ name: 'ours', terms: file }, { terms, amendments: once })).toEqual({ ok: true, value: { terms, amendments: [] } });
  });
  test('or amendments, which follow on those that are signed', () => {
    const next = { ...amendment, effective: '2026-07-01' };
    const tried = readTried({ name: 'ours', amendments: [next] }, { terms, amendments: once });
    expect(tried).toMatchObject({ ok: true, value: { terms, amendments: [{ effective: '2026-04-01' }, { effective: '2026-07-01' }] } });
  });
  test('are refused by their name and the place in them', () => {
    const places = (tried: Parameters<typeof readTried>[0]) => {
      const result = readTried(tried, base);
      return result.ok ? [] : result.rejections.map(({ place }) => place);
    };
    expect(places({ name: 'ours', terms: { ...file, currency: 'euro' } })).toEqual(['ours: currency']);
    expect(places({ name: 'theirs', amendments: [{ ...amendment, programme: 'ghost' }] })).toEqual([expect.stringMatching(/^theirs: /)]);
    expect(places({ name: 'nothing', terms: undefined })).toEqual(['nothing']);
  });
});
