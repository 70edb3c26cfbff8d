/** What is kept of webhooks, or null on a server that was given none. */
export const WEBHOOKS = Symbol('webhooks');
