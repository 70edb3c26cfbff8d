import { OptionalText, Text } from '../http/fields.ts';

export class AuditQuery {
  @OptionalText('Read your own write: the token that a write answered with.')
  atLeast?: string;
}

export class ClaimsQuery {
  @Text('How many events are known: the size of a signed checkpoint.')
  size!: string;
}
