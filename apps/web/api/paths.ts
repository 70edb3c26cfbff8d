/** Where the API has what belongs to one agreement, partnership or organisation. */
export const pathOfAgreement = (agreement: string): string => `/agreements/${encodeURIComponent(agreement)}`;
export const pathOfPartnership = (partnership: string): string => `/partnerships/${encodeURIComponent(partnership)}`;
export const pathOfOrganisation = (organisation: string): string => `/organisations/${encodeURIComponent(organisation)}`;
