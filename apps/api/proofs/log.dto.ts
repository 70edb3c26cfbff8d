import { OptionalDay, OptionalText, Text, Whole } from '../http/fields.ts';

export class CosignaturesBody {
  @Whole('How many events the checkpoint covers.', 0, Number.MAX_SAFE_INTEGER)
  size!: number;

  @Text('Signature lines, each with its line break, as a witness answers them.')
  lines!: string;
}

export class WitnessBody {
  @Text('The verifier key of the witness, in one line, as `rebate witness show` prints it.')
  key!: string;

  @OptionalText(
    'Where the witness answers (c2sp.org/tlog-witness): it is handed each newer checkpoint. Left out for one that comes by itself.',
  )
  url?: string;
}

export class WitnessQuery {
  @Text('The verifier key of the witness.')
  key!: string;
}

export class RestartBody {
  @Text('Why: both sides and every auditor can read it.')
  reason!: string;
}

export class SizesQuery {
  @OptionalText('The older size; 0 where left out.', 16)
  from?: string;

  @OptionalText('The newer size; that of the log where left out.', 16)
  to?: string;
}

export class DaysQuery {
  @OptionalDay('Sales from this day on; from the first where left out.')
  from?: string;

  @OptionalDay('Sales up to this day; to the last where left out.')
  to?: string;
}
