/** Lines of one day that count in no programme because a conversion or a rate is missing. */
export type WaitingLines = { readonly date: string; readonly reason: string; readonly lines: number };
