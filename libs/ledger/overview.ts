import type { EventStore } from '#event-store';
import { isId } from '#kernel';
import {
  agreementDecider,
  type AgreementEvent,
  type AgreementState,
  awaitedOf,
  comparedWith,
  diffTerms,
  type GoalsAnswer,
  type KnownAgreement,
  readAloud,
  type Version,
  versionsOf,
  warningsOfOpen,
} from '#rebates';
import type { Answer, At } from './asking.ts';
import { foldStream } from './execute.ts';
import type { AgreedVersion, OpenVersion, OverviewAnswer } from './overview-answers.ts';
import { agreementUnknown } from './rejections.ts';
import { agreementStream } from './streams.ts';
import { dayIn } from './today.ts';

type Parts = { readonly store: EventStore; readonly goals: (at: At) => Promise<Answer<GoalsAnswer>> };

const peopleOf = ({ people }: KnownAgreement['terms']): OverviewAnswer['people'] => ({
  propose: people?.propose ?? [],
  approve: (people?.approve ?? []).map((entry) =>
    typeof entry === 'string'
      ? { person: entry, party: null, upTo: null }
      : { person: entry.person, party: entry.party ?? null, upTo: entry.upTo ?? null },
  ),
  sign: people?.sign ?? [],
});

const saidOf = ({
  version,
  kind,
  proposed,
  why,
  approvals,
  signatures,
  comments,
}: Version): Omit<AgreedVersion, 'inForceAt' | 'changes'> => ({
  version,
  kind,
  proposed,
  ...(why === undefined ? {} : { why }),
  approvals,
  signatures,
  comments,
});

const changesOf = (before: Version | undefined, after: Version): string[] =>
  before === undefined ? [] : diffTerms(before.makes, after.makes).map(({ words }) => words);

const agreedOf = (versions: readonly Version[]): AgreedVersion[] => {
  const signed = versions.filter(({ status }) => status === 'signed');
  return signed.map((version, index) => ({
    ...saidOf(version),
    inForceAt: version.closedAt ?? '',
    changes: changesOf(signed[index - 1], version),
  }));
};

const openOf = (versions: readonly Version[], state: AgreementState, today: string): OpenVersion | null => {
  const version = versions.find(({ status }) => status === 'open');
  if (version === undefined) return null;
  const [before, awaits] = [comparedWith(versions, version), awaitedOf(state, today)];
  return {
    ...saidOf(version),
    answers: version.answers ?? null,
    validUntil: version.validUntil ?? null,
    lapsed: awaits.length === 0,
    comparedWith: before?.version ?? null,
    changes: changesOf(before, version),
    awaits,
    warnings: warningsOfOpen(state),
  };
};

/** From the agreement's own stream, so always the newest; where its goals stand is asked of the views. */
export const overviewOf = async ({ store, goals }: Parts, at: Omit<At, 'knownAt'>, now: Date): Promise<Answer<OverviewAnswer>> => {
  const unknown: Answer<never> = { kind: 'rejected', rejections: [agreementUnknown(at.agreement)] };
  if (!isId(at.agreement)) return unknown;
  const { state, events } = await foldStream(store, agreementDecider, agreementStream(at.agreement));
  if (state.status === 'none') return unknown;
  const isInForce = state.status === 'active' || state.status === 'terminated';
  const standing = isInForce ? await goals(at) : undefined;
  if (standing?.kind === 'rejected' && standing.rejections[0]?.code !== 'AGREEMENT_NOT_IN_FORCE') return standing;
  const stands = new Map(standing?.kind === 'answer' ? standing.value.goals.map((goal) => [goal.id, goal]) : []);
  const { terms, partnership, status, version, termination } = state;
  const versions = versionsOf(
    events.map(({ type, data, recordedAt }) => ({ event: { type, data } as unknown as AgreementEvent, at: recordedAt })),
  );
  const makes = versions.find((one) => one.version === version)?.makes ?? { terms, amendments: state.amendments };
  return {
    kind: 'answer',
    value: {
      agreement: at.agreement,
      partnership,
      supplier: terms.supplier,
      customer: terms.customer,
      status,
      version,
      from: terms.from,
      to: terms.to,
      currency: terms.currency,
      termination:
        termination === null
          ? null
          : { on: termination.on, reason: termination.reason, party: termination.party, person: termination.person },
      people: peopleOf(terms),
      goals: (terms.goals ?? []).map(({ id, measure, target, by, owners = [] }) => {
        const goal = stands.get(id);
        return {
          id,
          measure,
          target,
          by,
          owners,
          standing:
            goal === undefined
              ? null
              : { measured: goal.measured, progress: goal.progress, expected: goal.expected, status: goal.status, rule: goal.rule },
        };
      }),
      words: readAloud(makes),
      agreed: agreedOf(versions),
      open: openOf(versions, state, dayIn(terms.timeZone, now)),
    },
  };
};
