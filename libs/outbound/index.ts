export { Addresses, type AddressPolicy, parseNetwork } from './addresses.ts';
export { pauseMs } from './backoff.ts';
export { type Answered, guardedSends, type Sends } from './guarded-sends.ts';
