/** What the page asks of its worker, and what the worker tells: plain data, which can be sent. */
export type Asked = { readonly archive: Uint8Array; readonly policy?: string; readonly older?: string };

type Shown = {
  readonly kind: 'verified';
  readonly size: number;
  readonly policy: 'yours' | "bundle's";
  readonly older: boolean;
  readonly lines: number;
  readonly statements: number;
  readonly agreements: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly days: number;
    readonly earned: string;
    readonly currency: string;
  }[];
};
type Fault = {
  readonly kind: 'wrong' | 'unusable';
  readonly code: string;
  readonly message: string;
  readonly wayOut: string;
  readonly file?: string;
  readonly entries?: { readonly from: number; readonly to: number };
};
export type Judged = Shown | Fault;
export type Told =
  | { readonly kind: 'part'; readonly done: number; readonly of: number }
  | { readonly kind: 'judged'; readonly judged: Judged };
