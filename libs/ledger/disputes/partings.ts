import type { InForce } from '#projections';
import type { Party } from '#rebates';
import { firstDivergence, type Variance } from '#reconciliation';
import { eventOf, Records } from '../reconciliation/records.ts';
import { otherThan, partyOfSide, rulesOf } from '../reconciliation/rules.ts';
import { agreementStream, salesStream } from '../streams.ts';
import type { Parting } from './answers.ts';
import { type CaseFile, lineEventsOf, refAt } from './case-file.ts';

/** The most variances that are weighed, and the most events that are gone back, to find where a figure comes from. */
const MOST_VARIANCES = 200;
const MOST_STEPS_BACK = 400;

const PARTIES: readonly Party[] = ['supplier', 'customer'];

const partingAt = (file: CaseFile, position: number, more: Pick<Parting, 'cause' | 'side' | 'line' | 'variance' | 'words'>): Parting => {
  const { recordedAt, type, summary } = refAt(file, position);
  return { position, recordedAt, type, summary, ...more };
};

/** Of all that is open about a figure, what moves it; a line that is named stands for itself. */
const moving = async (file: CaseFile): Promise<readonly Variance[]> => {
  const { parts, place, dispute, figures, agreed, variances, inForce, counts } = file;
  const { kind } = dispute.opened.subject;
  if (kind === 'variances' || kind === 'lines') return variances;
  const records = new Records(parts.documents, place.partnership, agreed, {
    supplier: Number.MAX_SAFE_INTEGER,
    customer: Number.MAX_SAFE_INTEGER,
  });
  const found: Variance[] = [];
  for (const variance of variances.slice(0, MOST_VARIANCES)) {
    const event = eventOf(await records.seenFrom(counts, variance));
    const change =
      event === undefined ? undefined : await parts.accruals.wouldChange(inForce, { position: place.position, on: figures.on }, [event]);
    if (change !== undefined && change.sign !== 0) found.push(variance);
  }
  return found;
};

const lineWords = ({ kind, on }: Variance, side: Party, key: string): string => {
  if (kind === 'missing')
    return `The ${side} has ${key}, and the ${on === undefined ? otherThan(side) : partyOfSide(on)} has no such line.`;
  if (kind === 'duplicate') return `The ${side} has ${key} once more than the ${otherThan(side)}.`;
  return `The ${side} says ${key} with another ${kind} than the ${otherThan(side)}.`;
};

/** Where the two sides' lines part: for each variance the event from which on they never agreed again. */
const linePartings = async (file: CaseFile): Promise<Parting[]> => {
  const events = lineEventsOf(file.told);
  const rules = rulesOf(file.agreed);
  return (await moving(file)).flatMap((variance) => {
    const found = firstDivergence(rules, events, [variance]);
    if (found === undefined) return [];
    const side = partyOfSide(found.side);
    return [
      partingAt(file, found.position, {
        cause: 'lines',
        side,
        line: found.key,
        variance: variance.id,
        words: lineWords(variance, side, `${found.key.document}#${found.key.line}`),
      }),
    ];
  });
};

/** Positions at which what is in force changed, the newest first, each with what was in force before it. */
const changesOfTerms = ({ parts, dispute, place }: CaseFile): { readonly position: number; readonly before: InForce }[] => {
  const { agreement } = dispute.opened;
  const changes: { position: number; before: InForce }[] = [];
  for (let after = parts.accruals.stateAt(agreement, place.position); after !== undefined;) {
    const earlier = parts.accruals.stateAt(agreement, after.position - 1);
    const [is, was] = [after.state, earlier?.state];
    const before = earlier === undefined ? undefined : parts.accruals.inForceAt(agreement, earlier.position);
    const isOther =
      was !== undefined &&
      was.status !== 'none' &&
      is.status !== 'none' &&
      (was.version !== is.version || was.terminatedOn !== is.terminatedOn);
    if (before !== undefined && isOther) changes.push({ position: after.position, before });
    after = earlier;
  }
  return changes;
};

/** A figure that follows terms which another version replaced. */
const termsParting = async (file: CaseFile, side: Party, held: string): Promise<Parting | undefined> => {
  for (const { position, before } of changesOfTerms(file)) {
    for (const record of [side, otherThan(side)]) {
      if ((await file.figures.earnedUnder(before, record, file.place.position)) !== held) continue;
      const { summary } = refAt(file, position);
      return partingAt(file, position, {
        cause: 'terms',
        side,
        line: null,
        variance: null,
        words: `The figure of the ${side} follows the terms as they were before: ${summary}.`,
      });
    }
  }
  return undefined;
};

/** A figure that was right when less was known: the first event since that moved it. */
const laterParting = async (file: CaseFile, side: Party, held: string): Promise<Parting | undefined> => {
  const { parts, place, dispute, inForce, counts, figures } = file;
  const streams = new Set([salesStream(place.partnership, inForce.plan.reporter), agreementStream(dispute.opened.agreement)]);
  const positions: number[] = [];
  for (const { stream, position } of parts.history.refs(place.partnership, 0, place.position))
    if (streams.has(stream)) positions.push(position);
  let next: number | undefined;
  for (const position of positions.reverse().slice(0, MOST_STEPS_BACK)) {
    const then = parts.accruals.inForceAt(dispute.opened.agreement, position);
    if (then === undefined) return undefined;
    if ((await figures.earned(then, counts, position)) === held) {
      if (next === undefined) return undefined;
      const { summary } = refAt(file, next);
      return partingAt(file, next, {
        cause: 'later',
        side,
        line: null,
        variance: null,
        words: `The figure of the ${side} is what was known before: ${summary}.`,
      });
    }
    next = position;
  }
  return undefined;
};

/**
 * Where the two histories part, each cause of a difference with the event where it begins, the first first. A figure that
 * a side's own record gives is explained by its lines; any other by the terms it follows, or by what it did not know yet.
 */
export const partingsOf = async (file: CaseFile): Promise<readonly Parting[]> => {
  const found = await linePartings(file);
  for (const side of PARTIES) {
    const held = file.dispute.figures[side];
    if (held === undefined) continue;
    const own = await file.figures.earned(file.inForce, side, file.place.position);
    const counted = await file.figures.earned(file.inForce, file.counts, file.place.position);
    if (held === own || held === counted) continue;
    const parting = (await termsParting(file, side, held)) ?? (await laterParting(file, side, held));
    if (parting !== undefined) found.push(parting);
  }
  return found.sort((a, b) => a.position - b.position);
};
