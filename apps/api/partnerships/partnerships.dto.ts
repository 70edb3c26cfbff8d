import { Text } from '../http/fields.ts';

export class OpenPartnershipBody {
  @Text('The supplier’s id.')
  supplier!: string;

  @Text('The customer’s id.')
  customer!: string;
}
