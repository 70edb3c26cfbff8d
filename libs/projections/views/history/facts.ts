import type { JsonObject, JsonValue, RecordedEvent } from '#event-store';
import { type Day, toDay } from '#kernel';
import { saleFactsOf } from './sales-event.ts';

/** What the history keeps of an event: enough to list it, to find it by day, and to say in words what it is. */
export type HistoryFacts = {
  readonly subject: string;
  /** The different valid days that it speaks of, in the order in which it speaks of them. */
  readonly days: readonly Day[];
  readonly lines: number;
  readonly reporter: string | undefined;
  readonly agreement: string | undefined;
};

export function factsOf(event: RecordedEvent): HistoryFacts {
  const sale = saleFactsOf(event);
  if (sale === undefined) return otherFacts(event);
  return { subject: sale.document, days: daysOf(sale.dates), lines: sale.dates.length, reporter: sale.reporter, agreement: undefined };
}

function otherFacts({ type, data }: RecordedEvent): HistoryFacts {
  const agreement = textOf(data['agreement']);
  const version = data['version'];
  // The first version of an agreement is the agreement itself; the amendments are counted from 2 by version.
  const subject = type.startsWith('Amend') || type === 'AgreementAmended' ? numberText(version) : undefined;
  const named =
    textOf(data['variance']) ?? textOf(data['dispute']) ?? textOf(data['claim']) ?? textOf(data['settlement']) ?? textOf(data['waiver']);
  return {
    subject: subject ?? named ?? agreement ?? textOf(data['table']) ?? '',
    days: daysOf(validDatesOf(type, data)),
    lines: 0,
    reporter: undefined,
    agreement,
  };
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const numberText = (value: JsonValue | undefined): string | undefined => (typeof value === 'number' ? String(value) : textOf(value));

/** The days that an event speaks of or works from: its own, of each of its amendments, of who joins and leaves, of two sides' lines, and a statement's last. */
function validDatesOf(type: string, data: JsonObject): string[] {
  const amendments = Array.isArray(data['amendments']) ? (data['amendments'] as readonly JsonObject[]) : [];
  const members = [data['join'], data['leave']].flatMap((list) => (Array.isArray(list) ? (list as readonly JsonObject[]) : []));
  const lines = [data['supplier'], data['customer']].map((line) =>
    typeof line === 'object' && line !== null && !Array.isArray(line) ? (line as JsonObject)['date'] : undefined,
  );
  const period = type === 'StatementIssued' ? (data['period'] as JsonObject)['to'] : undefined;
  return [
    ...lines,
    data['on'],
    period,
    data['effective'],
    ...amendments.map(({ effective }) => effective),
    ...members.flatMap(({ from, on }) => [from, on]),
  ].filter((date) => typeof date === 'string');
}

function daysOf(dates: readonly string[]): Day[] {
  const different = new Set<string>();
  let last = '';
  // Lines of one document nearly always share their day.
  for (const date of dates) {
    if (date === last) continue;
    different.add(date);
    last = date;
  }
  return Array.from(different, toDay);
}
