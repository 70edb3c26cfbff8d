/** What the API answers about a partnership's log, beside the signed note itself. */
export type LogKeys = {
  readonly origin: string;
  readonly keys: readonly { readonly key: string; readonly from: string; readonly until: string | null }[];
  readonly witnesses: readonly { readonly key: string; readonly organisation: string }[];
};
