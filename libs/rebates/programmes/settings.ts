import type { Rejection } from '#kernel';
import { refusal } from '../agreement/refusals.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';

/** Settings of a programme that its kind, or another setting, has no use for: one that is silently not read misleads its readers. */

export const settingUnfit = (kind: string, key: string, value: string, why: string): Rejection =>
  refusal('SETTING_NOT_FOR_KIND', { kind, setting: `"${key}"${value === key ? '' : `: ${value}`}`, why }, { place: key, value });

/** Refuses a target set where a kind has no use for one. */
export const targetNotUsed = (programme: ProgrammeTerms, kind: string, why: string): Rejection[] =>
  programme.target === undefined ? [] : [settingUnfit(kind, 'target', 'target', why)];

/** Kinds that look at other periods or at time: a document has neither. */
const NOT_BY_DOCUMENT = new Set(['growth', 'loyalty', 'lumpSum', 'shipAndDebit']);

const byDocument = (programme: ProgrammeTerms, kind: string): Rejection[] => {
  if (programme.period !== 'document') return [];
  const windows = (['floor', 'guarantee', 'cap'] as const).filter(
    (rule) => programme[rule] !== undefined && (programme[rule].per ?? 'period') === 'period',
  );
  return [
    ...(NOT_BY_DOCUMENT.has(kind) ? [settingUnfit(kind, 'period', 'document', 'it is earned over time, not by one document')] : []),
    ...(programme.scope === 'group'
      ? []
      : [settingUnfit(kind, 'scope', programme.scope, 'each document is measured for itself (period: document)')]),
    ...windows.map((rule) =>
      settingUnfit(kind, rule, rule, 'with period document it needs its own window: give "per" as month, quarter, year or term'),
    ),
  ];
};

const inOrder = ({ attribute, earn, by, period }: ProgrammeTerms, kind: string): Rejection[] => {
  if (attribute === 'average') return [];
  if (earn['tiers'] === 'marginal' && by === 'quantity' && period !== 'document') return [];
  return [
    settingUnfit(
      kind,
      'attribute',
      'inOrder',
      'only slices of a quantity (tiers: marginal, by: quantity) are attributed to units in order',
    ),
  ];
};

const memberSteps = ({ memberSteps: steps, scope, earn }: ProgrammeTerms, kind: string): Rejection[] => {
  if (steps === undefined) return [];
  if (scope === 'higherOf' && earn['steps'] !== undefined) return [];
  return [settingUnfit(kind, 'memberSteps', 'memberSteps', 'they are compared with the steps of the group (scope: higherOf)')];
};

/** Contradictions between settings that no kind knows of itself. */
export const checkSettings = (programme: ProgrammeTerms, kind: string): Rejection[] => [
  ...byDocument(programme, kind),
  ...inOrder(programme, kind),
  ...memberSteps(programme, kind),
];
