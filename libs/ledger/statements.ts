import { createHash } from 'node:crypto';
import type { Period } from '#kernel';
import type { InForce } from '#projections';
import { figuresOf, type Statement, statementInputs, statementOf, withoutLaterThan } from '#rebates';
import { type BridgeSources, changesSince } from './bridge.ts';
import { standingsAt } from './standings.ts';

export type Computed = { readonly statement: Statement; /** The canonical text whose hash the statement holds. */ readonly inputs: string };

/** The statement of a period as it comes out of what was known at a position: when it is issued, and each time it is checked. */
export const computeStatement = async (
  sources: BridgeSources,
  inForce: InForce,
  asked: { readonly period: Period; readonly position: number; readonly previous: Statement | undefined },
): Promise<Computed> => {
  const { period, position, previous } = asked;
  const { agreement, partnership } = inForce;
  const sums = await sources.accruals.sumsAt(inForce, position);
  const end = figuresOf({ agreement, sums }, period.to);
  const before = figuresOf({ agreement, sums: withoutLaterThan(sums, period.from - 1) }, period.from - 1);
  const last = period.from - 1;
  const trueUps =
    previous === undefined
      ? []
      : await changesSince(sources.accruals, agreement.terms.id, { on: last, knownAt: Number(previous.position) }, position);
  const standings = await standingsAt(sources, agreement.terms.id, position, period.to);
  const inputs = statementInputs({ agreement, sums, period, position, previous, standings });
  const statement = statementOf({
    agreement,
    partnership,
    period,
    position,
    previous,
    end,
    before,
    trueUps,
    standings,
    inputs: sha256(inputs),
  });
  return { statement, inputs };
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
