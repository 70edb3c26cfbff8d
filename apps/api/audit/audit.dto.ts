import { Text } from '../http/fields.ts';

export class ClaimsQuery {
  @Text('How many events are known: the size of a signed checkpoint.')
  size!: string;
}
