import { Rational } from '#kernel';
import type { Party } from '#rebates';
import { agreementStream, disputeStream, reconciliationStream } from '../streams.ts';
import type { DisputeStep, Parting, StepEffect } from './answers.ts';
import { type CaseFile, refAt } from './case-file.ts';
import { amountText } from './figures.ts';

/** What both sides recorded, in the order of the history, and what each event did to the figure. */

const OF_TERMS: ReadonlySet<string> = new Set([
  'AgreementActivated',
  'AgreementAmended',
  'AgreementExtended',
  'MembersChanged',
  'AgreementTerminated',
]);

/** Events of a dispute, of the terms, and of what was resolved beside it. */
const besideSales = async ({ parts, place, dispute }: CaseFile): Promise<number[]> => {
  const { dispute: id, agreement, subject } = dispute.opened;
  const named = new Set(subject.kind === 'variances' ? subject.variances : []);
  const positions: number[] = [];
  const take = async (
    stream: string,
    isWanted: (event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }) => boolean,
  ): Promise<void> => {
    for await (const event of parts.store.readStream(stream)) {
      const position = isWanted(event) ? parts.history.positionOfToken(place.partnership, event.token) : undefined;
      if (position !== undefined && position <= place.position) positions.push(position);
    }
  };
  await take(disputeStream(id), () => true);
  await take(agreementStream(agreement), ({ type }) => OF_TERMS.has(type));
  if (named.size > 0) await take(reconciliationStream(place.partnership), ({ data }) => named.has(String(data['variance'])));
  return positions;
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const partyIn = (value: unknown): Party | null => (value === 'supplier' || value === 'customer' ? value : null);

const effectOfTerms = async ({ parts, dispute, counts, figures }: CaseFile, position: number, type: string): Promise<StepEffect | null> => {
  const { agreement } = dispute.opened;
  const [before, after] = [parts.accruals.inForceAt(agreement, position - 1), parts.accruals.inForceAt(agreement, position)];
  if (after === undefined) return null;
  const was = before === undefined ? amountText(after.agreement, Rational.zero) : await figures.earned(before, counts, position - 1);
  const is = await figures.earned(after, counts, position);
  const change = amountText(after.agreement, Rational.parse(is).minus(Rational.parse(was)));
  return {
    of: counts,
    before: was,
    after: is,
    change,
    causes: was === is ? {} : { [type === 'MembersChanged' ? 'membership' : 'amendment']: change },
  };
};

export const timelineOf = async (file: CaseFile, partings: readonly Parting[]): Promise<readonly DisputeStep[]> => {
  const { parts, place, dispute, told, figures } = file;
  const sales = new Map(told.map(({ party, position }) => [position, party]));
  const others = [...(await besideSales(file)), ...partings.map(({ position }) => position)];
  const positions = [...new Set([...sales.keys(), ...others])].filter((position) => position <= place.position).sort((a, b) => a - b);
  const supplierStream = `sales-${place.partnership}.${file.inForce.agreement.terms.supplier}`;
  const customerStream = `sales-${place.partnership}.${file.inForce.agreement.terms.customer}`;
  const reporterOf = (stream: string): Party | undefined =>
    stream === supplierStream ? 'supplier' : stream === customerStream ? 'customer' : undefined;
  const steps: DisputeStep[] = [];
  for (const position of positions) {
    const ref = refAt(file, position);
    const reporter = sales.get(position) ?? reporterOf(ref.stream);
    const inForce = parts.accruals.inForceAt(dispute.opened.agreement, position);
    let effect: StepEffect | null = null;
    if (OF_TERMS.has(ref.type)) effect = await effectOfTerms(file, position, ref.type);
    else if (reporter !== undefined && inForce !== undefined) effect = await figures.effectOf(inForce, reporter, position);
    for await (const { metadata, data } of parts.store.readStream(ref.stream, { from: ref.revision, max: 1 })) {
      steps.push({
        position,
        recordedAt: ref.recordedAt,
        type: ref.type,
        summary: ref.summary,
        actor: textOf(metadata['actor']) ?? '',
        party: reporter ?? partyIn(data['party']),
        person: textOf(data['person']),
        text: textOf(data['text']) ?? textOf(data['reason']),
        effect,
      });
    }
  }
  return steps;
};
