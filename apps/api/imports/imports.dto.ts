import type { ImportTarget } from '#ledger';
import { OptionalText, Text } from '../http/fields.ts';
import { badRequest } from '../http/problem.ts';

/** A name of 60 characters for each column that there is. */
const MAX_MAPPING = 4_096;

export class ImportQuery {
  @Text('The organisation that sends it: its import log is private to it.')
  by!: string;

  @OptionalText('Whose lines the file holds: one partnership’s …')
  partnership?: string;

  @OptionalText('… or those of all customers of a supplier, by the column `customer`.')
  supplier?: string;

  @OptionalText('Who saw the lines; the supplier where left out and no column says it.')
  reporter?: string;

  @OptionalText('A name for the log.')
  file?: string;

  @OptionalText('Which column is which: `document=InvoiceNo,date=InvoiceDate`.', MAX_MAPPING)
  map?: string;
}

export const targetOf = ({ partnership, supplier }: Pick<ImportQuery, 'partnership' | 'supplier'>): ImportTarget => {
  if (partnership !== undefined && supplier === undefined) return { kind: 'partnership', partnership };
  if (supplier !== undefined && partnership === undefined) return { kind: 'supplier', supplier };
  throw badRequest('IMPORT_TARGET_INVALID', 'partnership', 'Exactly one of partnership and supplier says whose lines the file holds.', 'Give one of them.');
};
