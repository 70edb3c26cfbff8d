/** What the API answers about organisations, their people and their machines. */
export const ROLES = ['administrator', 'commercial', 'approver', 'finance', 'viewer'] as const;
export const KEY_ROLES = ['commercial', 'approver', 'finance', 'viewer'] as const;
export const KINDS = ['supplier', 'customer', 'auditor'] as const;

export type Organisation = { readonly id: string; readonly name: string; readonly kinds: readonly string[] };
export type User = {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly operator: boolean;
  readonly status: string;
};
export type Member = {
  readonly user: User;
  readonly roles: readonly string[];
  readonly approvesUpTo: null | { readonly amount: string; readonly currency: string };
};
export type Key = {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly prefix: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
};
export type Grant = {
  readonly id: string;
  readonly auditor: string;
  readonly partnership: string;
  readonly agreement: string | null;
  readonly from: string;
  readonly to: string;
  readonly grantedFor: string;
  readonly revokedAt: string | null;
};
export type Hook = {
  readonly id: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly partnerships: readonly string[];
  readonly status: string;
  readonly pending: number;
  readonly parked: number;
  readonly lastDeliveredAt: string | null;
};
export type Delivery = {
  readonly id: string;
  readonly partnership: string;
  readonly position: number;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
};
export type Attempt = { readonly status: number | null; readonly error: string | null };
export type Listed<T> = { readonly items: readonly T[] };
