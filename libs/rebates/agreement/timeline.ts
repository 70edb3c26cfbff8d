import { type Day, toDay } from '#kernel';
import { changedTerms, compileAccepted } from './compile.ts';
import { runPeriods } from './measurement-periods.ts';
import type { Joint, Stretch, Timeline } from './stretch.ts';
import type { AgreementTerms, AmendmentTerms } from './terms.ts';

export type { Stretch, Timeline };

const patched = (stretch: Stretch, change: AmendmentTerms['change']): Stretch => {
  const result = changedTerms(stretch.programme.terms, change, '');
  if (!result.ok) throw new Error(`accepted change does not apply: ${result.rejections[0]?.message ?? ''}`);
  return { ...stretch, programme: compileAccepted(result.terms) };
};

/** The stretch whose terms hold on a day. */
export const inForce = (timeline: Timeline, day: Day): Stretch => {
  const stretch = timeline.findLast((candidate) => candidate.from <= day);
  if (stretch === undefined) throw new RangeError('no terms are in force before the agreement begins');
  return stretch;
};

/** Patches the stretches from a day on, splitting the one that holds it where needed. */
const splitAt = (timeline: Timeline, day: Day, joint: Joint, change: AmendmentTerms['change']): Timeline => {
  const before = timeline.filter((stretch) => stretch.from < day);
  const after = timeline.filter((stretch) => stretch.from > day);
  const here = inForce(timeline, day);
  const own: Stretch = { from: day, joint: here.from === day && here.joint === 'start' ? 'start' : joint, programme: here.programme };
  return [...before, ...[own, ...after].map((stretch) => patched(stretch, change))];
};

const restate = (timeline: Timeline, terms: AgreementTerms, amendment: AmendmentTerms): Timeline => {
  const effective = toDay(amendment.effective);
  const period = runPeriods(terms, timeline).find((candidate) => candidate.from <= effective && effective <= candidate.to);
  const from = period?.from ?? effective;
  // Within the restated period the new terms hold from its first day: earlier joints in it no longer part anything.
  const withoutJoints = timeline.filter((stretch) => stretch.joint !== 'carry' || stretch.from <= from || stretch.from > effective);
  const base = inForce(timeline, effective);
  const rooted = withoutJoints.map((stretch) => (stretch.from === from ? { ...stretch, programme: base.programme } : stretch));
  const covering = rooted.some((stretch) => stretch.from === from)
    ? rooted
    : [
        ...rooted.filter((s) => s.from < from),
        { from, joint: 'restated' as const, programme: base.programme },
        ...rooted.filter((s) => s.from > from),
      ];
  // A period that a restart began stays one, so that caps and guarantees are still cut there.
  return splitAt(covering, from, inForce(covering, from).joint === 'cut' ? 'cut' : 'restated', amendment.change);
};

/** A programme's timeline after one more amendment that was accepted for it. */
export const amended = (timeline: Timeline, terms: AgreementTerms, amendment: AmendmentTerms): Timeline => {
  const effective = toDay(amendment.effective);
  switch (amendment.mode) {
    case 'restate':
      return restate(timeline, terms, amendment);
    case 'carry':
      return splitAt(
        timeline,
        effective,
        inForce(timeline, effective).from === effective ? inForce(timeline, effective).joint : 'carry',
        amendment.change,
      );
    case 'restart':
      return splitAt(timeline, effective, 'cut', amendment.change);
  }
};

/** The terms of every programme over valid time, after the amendments in the order in which they were signed. */
export const timelinesOf = (terms: AgreementTerms, amendments: readonly AmendmentTerms[]): Map<string, Timeline> => {
  const timelines = new Map<string, Timeline>();
  for (const programme of terms.programmes) {
    const start: Timeline = [{ from: toDay(terms.from), joint: 'start', programme: compileAccepted(programme) }];
    const own = amendments.filter((amendment) => amendment.programme === programme.id);
    timelines.set(
      programme.id,
      own.reduce((timeline, amendment) => amended(timeline, terms, amendment), start),
    );
  }
  return timelines;
};
