/** The words of access: who there is, and what a person may be in an organisation. */

export const ROLES = ['administrator', 'commercial', 'approver', 'finance', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Administration stays with people: a key that could make keys would never run out. */
export const KEY_ROLES = ['commercial', 'approver', 'finance', 'viewer'] as const satisfies readonly Role[];
export type KeyRole = (typeof KEY_ROLES)[number];

export const ORGANISATION_KINDS = ['supplier', 'customer', 'auditor'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** Its id is the party's id in agreements and partnerships. */
export type Organisation = { readonly id: string; readonly name: string; readonly kinds: readonly OrganisationKind[] };

/** The id is opaque and goes into events; name and e-mail are kept here only, so that erasing them touches no event. */
export type User = {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Looks after organisations and users of this server; sees no partnership by that. */
  readonly operator: boolean;
  readonly status: 'invited' | 'active' | 'disabled' | 'erased';
};

/** Up to which amount of one currency a person may approve; without one, any. */
export type ApprovalLimit = { readonly amount: string; readonly currency: string };
export type Membership = { readonly organisation: string; readonly roles: readonly Role[]; readonly approvesUpTo: ApprovalLimit | null };
export type Member = Omit<Membership, 'organisation'> & { readonly user: User };

/** What an auditing organisation may read, on the days from the first to the last; never more than read. */
export type Grant = {
  readonly id: string;
  readonly auditor: string;
  readonly partnership: string;
  /** Only this agreement; null for all that the partnership has. */
  readonly agreement: string | null;
  readonly from: string;
  readonly to: string;
  /** The organisation of the partnership that granted it, and who did. */
  readonly grantedFor: string;
  readonly grantedBy: string;
  readonly revokedAt: string | null;
};

/** A machine's key, without its secret: that was shown once. Without an organisation it is an operator's. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly roles: readonly KeyRole[];
  /** How the key begins, to find it again where it is used. */
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
};

export type Tokens = {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly user: string;
};
