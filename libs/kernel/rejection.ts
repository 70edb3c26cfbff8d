/**
 * A refusal that a person can act on. Rejections are data: rules return them, exceptions are for bugs.
 * `code` is stable; `place` says where in what was sent (`programmes[1].earn.steps[0].from`, `line 12, quantity`).
 */
export type Rejection = {
  readonly code: string;
  readonly message: string;
  readonly wayOut: string;
  readonly place?: string;
  readonly value?: string;
  readonly details?: Readonly<Record<string, string>>;
};

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly Rejection[] };

export const accepted = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (...rejections: readonly Rejection[]): { readonly ok: false; readonly rejections: readonly Rejection[] } => ({
  ok: false,
  rejections,
});
