/** Names of streams. What must be unique lives in one stream. */
export const partnershipStream = (partnership: string): string => `partnership-${partnership}`;
export const agreementStream = (agreement: string): string => `agreement-${agreement}`;
export const salesStream = (partnership: string, reporter: string): string => `sales-${partnership}.${reporter}`;
export const importStream = (organisation: string, id: string): string => `import-${organisation}.${id}`;
