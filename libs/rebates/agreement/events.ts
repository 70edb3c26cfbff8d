import { z } from 'zod';
import { amendmentSchema, signedTermsSchema } from './terms.ts';

/** What happens to an agreement. JSON only; `docs/events/` holds the schema and a golden fixture of each type. */

export const PARTIES = ['supplier', 'customer'] as const;
export type Party = (typeof PARTIES)[number];

const agreement = z.string();
/** Versions are counted from "1" over all proposals; the ones between those signed were withdrawn or countered. */
const version = z.string().regex(/^[1-9]\d{0,8}$/);
const party = z.enum(PARTIES);
const person = z.string().min(1).max(200);
const by = { party, person };
const amendments = z.array(amendmentSchema);

/** The data of each type, at schema 1. */
export const agreementEventData = {
  /** A first proposal, or a counter to the one that was open, which it replaces. */
  AgreementProposed: z.strictObject({ agreement, partnership: z.string(), version, terms: signedTermsSchema, amendments, ...by }),
  AgreementSigned: z.strictObject({ agreement, version, ...by }),
  AgreementActivated: z.strictObject({ agreement, version }),
  AmendmentProposed: z.strictObject({ agreement, version, amendments, ...by, reason: z.string().optional() }),
  AgreementAmended: z.strictObject({ agreement, version, amendments }),
  ProposalWithdrawn: z.strictObject({ agreement, version, ...by }),
  AgreementTerminated: z.strictObject({ agreement, on: z.string(), reason: z.string(), ...by }),
} as const;

type Data = typeof agreementEventData;
export type AgreementEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
export type AgreementEventOf<Type extends AgreementEvent['type']> = Extract<AgreementEvent, { type: Type }>;
