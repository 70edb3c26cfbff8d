import type { Leaf, LeafObject } from '#audit';
import { canonicalJson, type Rejection } from '#kernel';
import {
  type AgreementEvent,
  agreementEventData,
  type AgreementState,
  claimEventData,
  type OpenProposal,
  PARTIES,
  partnershipEventData,
  SALES_EVENT_TYPES,
  statementEventData,
} from '#rebates';
import { verificationRefusal } from '../refusals.ts';

/** What an event must be before the rules take it. A history is proved to be the one that was signed, not to be lawful. */

export type EventKind = 'agreement' | 'partnership' | 'sales' | 'statement' | 'claims' | 'other';

const KNOWN_SCHEMA = 1;
const SALES: ReadonlySet<string> = new Set(SALES_EVENT_TYPES);

export const kindOf = (type: string): EventKind => {
  if (Object.hasOwn(agreementEventData, type)) return 'agreement';
  if (Object.hasOwn(partnershipEventData, type)) return 'partnership';
  if (Object.hasOwn(statementEventData, type)) return 'statement';
  if (Object.hasOwn(claimEventData, type)) return 'claims';
  return SALES.has(type) ? 'sales' : 'other';
};

/** Empty where it is no text: then it names no stream. */
export const textAt = (data: LeafObject, key: string): string => {
  const value = data[key];
  return typeof value === 'string' ? value : '';
};

const streamOf = (kind: EventKind, { data }: Leaf, partnership: string): string | undefined => {
  switch (kind) {
    case 'agreement':
      return `agreement-${textAt(data, 'agreement')}`;
    case 'partnership':
      return `partnership-${partnership}`;
    case 'sales':
      return `sales-${partnership}.${textAt(data, 'reporter')}`;
    case 'claims':
      return `claims-${textAt(data, 'agreement')}`;
    case 'statement':
    case 'other':
      return undefined;
    default:
      return kind satisfies never;
  }
};

const SCHEMAS = { ...agreementEventData, ...partnershipEventData, ...statementEventData, ...claimEventData };

/** Sales are many and take part in sums only by their texts, which the rules check where they read them. */
const whyNotData = ({ type, data }: Leaf): string | undefined => {
  const schema = Object.hasOwn(SCHEMAS, type) ? SCHEMAS[type as keyof typeof SCHEMAS] : undefined;
  if (schema === undefined)
    return Array.isArray(data['lines']) && typeof data['document'] === 'string' && typeof data['stage'] === 'string'
      ? undefined
      : 'it names no document with lines';
  const [issue] = schema.safeParse(data).error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`;
};

/** Why an event cannot be taken, whatever came before it. */
export const whyNotEvent = (leaf: Leaf, kind: EventKind, partnership: string): Rejection | undefined => {
  const { type, stream, metadata } = leaf;
  if (kind === 'other') return undefined;
  if (metadata['schema'] !== KNOWN_SCHEMA)
    return verificationRefusal('EVENT_SCHEMA_UNKNOWN', { type, schema: JSON.stringify(metadata['schema'] ?? null) });
  const why = whyNotData(leaf);
  if (why !== undefined) return verificationRefusal('EVENT_NOT_UNDERSTOOD', { type, why });
  const expected = streamOf(kind, leaf, partnership);
  return expected === undefined || expected === stream
    ? undefined
    : verificationRefusal('EVENT_IN_WRONG_STREAM', { type, stream, expected });
};

/** What was signed and what comes into force must be the same. */
const contentOf = (open: OpenProposal): unknown => {
  const { proposal } = open;
  switch (proposal.type) {
    case 'AgreementProposed':
      return {};
    case 'AmendmentProposed':
      return { amendments: proposal.data.amendments };
    case 'ExtensionProposed':
      return { to: proposal.data.to };
    case 'MembershipProposed':
      return { join: proposal.data.join, leave: proposal.data.leave };
    default:
      return proposal satisfies never;
  }
};
const IN_FORCE_BY = {
  AgreementActivated: 'agreement',
  AgreementAmended: 'amendment',
  AgreementExtended: 'extension',
  MembersChanged: 'membership',
} as const;

/** Nothing is in force but what both sides signed, word for word. */
export const whyNotInForce = (state: AgreementState, { type, data }: AgreementEvent): Rejection | undefined => {
  if (!(type in IN_FORCE_BY)) return undefined;
  const { agreement, version, ...content } = data as { readonly agreement: string; readonly version: string };
  const open = state.status === 'none' ? null : state.openProposal;
  const details = { agreement, version };
  if (open?.kind !== IN_FORCE_BY[type as keyof typeof IN_FORCE_BY] || String(open.version) !== version)
    return verificationRefusal('TERMS_NOT_SIGNED', details);
  if (!PARTIES.every((party) => open.signedBy.includes(party))) return verificationRefusal('NOT_SIGNED_BY_BOTH', details);
  return canonicalJson(content) === canonicalJson(contentOf(open)) ? undefined : verificationRefusal('TERMS_NOT_SIGNED', details);
};
