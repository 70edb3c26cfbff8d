import { z } from 'zod';
import { joining, leaving } from './members.ts';
import { amendmentSchema, signedTermsSchema } from './terms.ts';

/** What happens to an agreement. JSON only; `docs/events/` holds the schema and a golden fixture of each type. */

export const PARTIES = ['supplier', 'customer'] as const;
export type Party = (typeof PARTIES)[number];

const agreement = z.string();
/** Versions are counted from "1" over all proposals; the ones between those signed were withdrawn, countered or lapsed. */
const version = z.string().regex(/^[1-9]\d{0,8}$/);
const party = z.enum(PARTIES);
const person = z.string().min(1).max(200);
const by = { party, person };
const amendments = z.array(amendmentSchema);
/**
 * What any proposal may say beside its content: why, the version of the other side that it answers, and its last day.
 * The keys came later than the first events, so they are optional for ever.
 */
const offer = { ...by, reason: z.string().optional(), answers: version.optional(), validUntil: z.string().optional() };

/** The data of each type, at schema 1. */
export const agreementEventData = {
  /** A first proposal, or a counter to the one that was open, which it replaces. */
  AgreementProposed: z.strictObject({ agreement, partnership: z.string(), version, terms: signedTermsSchema, amendments, ...offer }),
  ProposalApproved: z.strictObject({ agreement, version, ...by }),
  AgreementSigned: z.strictObject({ agreement, version, ...by }),
  AgreementActivated: z.strictObject({ agreement, version }),
  AmendmentProposed: z.strictObject({ agreement, version, amendments, ...offer }),
  AgreementAmended: z.strictObject({ agreement, version, amendments }),
  ExtensionProposed: z.strictObject({ agreement, version, to: z.string(), ...offer }),
  AgreementExtended: z.strictObject({ agreement, version, to: z.string() }),
  MembershipProposed: z.strictObject({ agreement, version, join: z.array(joining), leave: z.array(leaving), ...offer }),
  MembersChanged: z.strictObject({ agreement, version, join: z.array(joining), leave: z.array(leaving) }),
  CommentAdded: z.strictObject({ agreement, version, text: z.string(), ...by }),
  ProposalWithdrawn: z.strictObject({ agreement, version, ...by }),
  ProposalLapsed: z.strictObject({ agreement, version, validUntil: z.string() }),
  AgreementTerminated: z.strictObject({ agreement, on: z.string(), reason: z.string(), ...by }),
} as const;

type Data = typeof agreementEventData;
export type AgreementEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
export type AgreementEventOf<Type extends AgreementEvent['type']> = Extract<AgreementEvent, { type: Type }>;
export type ProposalEvent = AgreementEventOf<'AgreementProposed' | 'AmendmentProposed' | 'ExtensionProposed' | 'MembershipProposed'>;
