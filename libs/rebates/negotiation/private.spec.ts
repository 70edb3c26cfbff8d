import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import { rejectionsTable } from '../agreement/refusals.ts';
import { type DraftCommand, draftDecider, type DraftEvent, draftEventData } from './draft.ts';
import { noteDecider, noteEventData } from './note.ts';

const of = { organisation: 'acme', draft: 'next-year' };
const terms = { id: 'acme-buildco-2027', programmes: 'not yet' };
const saved = (data: object): DraftEvent => ({ type: 'DraftSaved', data: { ...of, person: 'sue', ...data } });
const discarded: DraftEvent = { type: 'DraftDiscarded', data: { ...of, person: 'sue' } };
const save = (content: object): DraftCommand => ({ kind: 'SaveDraft', ...of, person: 'sue', ...content });
const discard: DraftCommand = { kind: 'DiscardDraft', ...of, person: 'sue' };

const given = (...history: readonly DraftEvent[]) => ({
  when: (command: DraftCommand) => {
    const decision = draftDecider.decide(command, fold(draftDecider, history));
    return {
      then: (...expected: readonly DraftEvent[]) => {
        expect(decision).toEqual({ kind: 'events', events: expected });
        for (const event of expected) expect(draftEventData[event.type].parse(event.data)).toEqual(event.data);
      },
      thenRefused: (...codes: readonly string[]) => {
        expect(decision.kind === 'rejected' ? decision.rejections.map(({ code }) => code) : decision).toEqual(codes);
        for (const code of codes) expect(rejectionsTable.map((entry) => entry.code)).toContain(code);
      },
    };
  },
});

describe('a draft', () => {
  it('keeps terms as they are, also unfinished', () => {
    given().when(save({ terms })).then(saved({ terms }));
    given(saved({ terms }))
      .when(save({ terms: { ...terms, note: undefined } }))
      .then();
    given(saved({ terms }))
      .when(save({ terms, note: 'ask finance' }))
      .then(saved({ terms, note: 'ask finance' }));
  });

  it('can be of amendments', () => {
    const amendments = [{ effective: '2026-04-01', programme: 'promo', mode: 'restate', change: { earn: { percent: '3' } } }];
    given()
      .when(save({ agreement: 'a-1', amendments }))
      .then(saved({ agreement: 'a-1', amendments }));
  });

  it('is discarded once, and may be saved again', () => {
    given(saved({ terms })).when(discard).then(discarded);
    given(saved({ terms }), discarded).when(discard).then();
    given(saved({ terms }), discarded).when(save({ terms })).then(saved({ terms }));
    given().when(discard).thenRefused('DRAFT_UNKNOWN');
  });

  it('is refused without content, name or person, and where an event could not hold it', () => {
    given().when(save({})).thenRefused('DRAFT_EMPTY');
    given()
      .when(save({ terms: 'x' }))
      .thenRefused('DRAFT_EMPTY');
    given()
      .when(save({ terms, amendments: [] }))
      .thenRefused('DRAFT_EMPTY');
    given()
      .when(save({ amendments: [] }))
      .thenRefused('DRAFT_EMPTY');
    given()
      .when(save({ terms, draft: 'a.b', person: '' }))
      .thenRefused('NAME_NOT_ALLOWED', 'PERSON_MISSING');
    given(saved({ terms }))
      .when({ ...discard, person: '' })
      .thenRefused('PERSON_MISSING');
    given()
      .when(save({ terms, note: 'x'.repeat(2001) }))
      .thenRefused('TEXT_TOO_LONG');
    given()
      .when(save({ terms: { text: 'x'.repeat(60_000) } }))
      .thenRefused('PROPOSAL_TOO_LARGE');
    expect(() => fold(draftDecider, [discarded])).toThrow(/damaged/);
  });
});

describe('a note', () => {
  const note = { kind: 'AddNote', organisation: 'acme', agreement: 'a-1', person: 'sue', text: 'go to 2.5 % at most' } as const;

  it('is of an agreement, or of a version', () => {
    const data = { organisation: 'acme', agreement: 'a-1', person: 'sue', text: 'go to 2.5 % at most' };
    expect(noteDecider.decide(note, null)).toEqual({ kind: 'events', events: [{ type: 'NoteAdded', data }] });
    expect(noteDecider.decide({ ...note, version: 2 }, null)).toEqual({
      kind: 'events',
      events: [{ type: 'NoteAdded', data: { ...data, version: '2' } }],
    });
  });

  it('needs a text, a person, and names of streams', () => {
    const decision = noteDecider.decide({ ...note, organisation: 'a.b', person: '', text: ' ' }, null);
    expect(decision.kind === 'rejected' ? decision.rejections.map(({ code }) => code) : decision).toEqual([
      'NAME_NOT_ALLOWED',
      'PERSON_MISSING',
      'TEXT_MISSING',
    ]);
  });
});

describe('the golden events of private streams', () => {
  it.each(Object.entries({ ...draftEventData, ...noteEventData }))('%s is read as it was written', (type, shape) => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, `../../../docs/events/fixtures/${type}.v1.json`), 'utf8')) as {
      type: string;
      schema: number;
      data: unknown;
    };
    expect([golden.type, golden.schema]).toEqual([type, 1]);
    expect(shape.parse(golden.data)).toEqual(golden.data);
  });
});
