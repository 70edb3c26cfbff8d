import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import type { ImportRequest, ImportTarget } from '#ledger';
import type { Asking } from '../access/actor.ts';
import { OptionalText } from '../http/fields.ts';
import { given } from '../http/given.ts';
import { badRequest } from '../http/problem.ts';

/** A name of 60 characters for each column that there is. */
const MAX_MAPPING = 4_096;

export class ImportQuery {
  @OptionalText('The organisation that sends it, to which its import log is private; it follows from who signs in.')
  by?: string;

  @OptionalText('Whose lines the file holds: one partnership’s …')
  partnership?: string;

  @OptionalText('… or those of all customers of a supplier, by the column `customer`.')
  supplier?: string;

  @OptionalText('Who saw the lines; the supplier where left out and no column says it.')
  reporter?: string;

  @OptionalText('A name for the log.')
  file?: string;

  @ApiPropertyOptional({
    description: 'A UUID of your own: under it the counts can be asked while the import runs.',
    format: 'uuid',
    type: String,
  })
  @IsOptional()
  @IsUUID('all', { message: 'a UUID' })
  id?: string;

  @OptionalText('Which column is which: `document=InvoiceNo,date=InvoiceDate`.', MAX_MAPPING)
  map?: string;
}

export const targetOf = ({ partnership, supplier }: Pick<ImportQuery, 'partnership' | 'supplier'>): ImportTarget => {
  if (partnership !== undefined && supplier === undefined) return { kind: 'partnership', partnership };
  if (supplier !== undefined && partnership === undefined) return { kind: 'supplier', supplier };
  throw badRequest(
    'IMPORT_TARGET_INVALID',
    'partnership',
    'Exactly one of partnership and supplier says whose lines the file holds.',
    'Give one of them.',
  );
};

/** Who sends it and as whom they may report: what is said on an open server, and else what follows from who signs in. */
export const senderOf = (
  { actor, relation }: Asking,
  { by, reporter }: Pick<ImportQuery, 'by' | 'reporter'>,
): Pick<ImportRequest, 'by' | 'reporter' | 'reportsAs'> => {
  if (actor.kind === 'signedIn' && relation.kind === 'sides') {
    const side = relation.sides.find(({ organisation }) => by === undefined || organisation === by) ?? relation.sides[0];
    if (side !== undefined)
      return { by: side.organisation, reporter: reporter ?? side.party, reportsAs: relation.sides.map(({ organisation }) => organisation) };
  }
  if (by === undefined) throw badRequest('VALUE_MISSING', 'by', 'by is missing.', 'Say which organisation sends it.');
  return { by, ...given({ reporter }) };
};
