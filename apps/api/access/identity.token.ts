/** What people are known by: an `Identity`, or null on a server that is open to its own machine. */
export const IDENTITY = Symbol('identity');
