/** What is allowed and probably not meant. It never stops a proposal; the people who sign should see it. */
export type Warning = { readonly code: string; readonly message: string; readonly place: string };
