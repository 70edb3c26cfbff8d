/** Names of streams. What must be unique lives in one stream. */
export const partnershipStream = (partnership: string): string => `partnership-${partnership}`;
export const agreementStream = (agreement: string): string => `agreement-${agreement}`;
export const salesStream = (partnership: string, reporter: string): string => `sales-${partnership}.${reporter}`;
/** Who accepted what of the differences between the two sides' records. */
export const reconciliationStream = (partnership: string): string => `reconciliation-${partnership}`;
/** What each side's own statements say that an agreement earned. */
export const statedStream = (agreement: string): string => `stated-${agreement}`;
/** Claims, settlements and waivers of an agreement. */
export const claimsStream = (agreement: string): string => `claims-${agreement}`;
/** A period of an agreement, by its first day: two periods that begin alike cannot both be closed. */
export const statementStream = (agreement: string, firstDay: string): string => `statement-${agreement}.${firstDay}`;
/** Private to the organisation: its accrual account of one agreement, and the accounts that it posts to. */
export const bookingStream = (organisation: string, agreement: string): string => `booking-${organisation}.${agreement}`;
export const accountsStream = (organisation: string): string => `accounts-${organisation}`;
export const disputeStream = (dispute: string): string => `dispute-${dispute}`;
/** Private to the organisation: one agreement's accrual policy. */
export const policyStream = (organisation: string, agreement: string): string => `policy-${organisation}.${agreement}`;
export const importStream = (organisation: string, id: string): string => `import-${organisation}.${id}`;
export const draftStream = (organisation: string, draft: string): string => `draft-${organisation}.${draft}`;
export const noteStream = (organisation: string, agreement: string): string => `note-${organisation}.${agreement}`;
