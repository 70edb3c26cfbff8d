import { Rational, sum } from '#kernel';
import type { BookingAnswer } from '../../books/books.ts';
import type { Finding } from '../answers.ts';
import type { Audited, AuditCheck } from '../check.ts';

const number = (text: string | undefined): Rational => Rational.parse(text ?? '0');

/** Of each row of one booking: opening + charged − used − released = closing. */
const rowsAddUp = ({ rows }: BookingAnswer, subject: string): Finding[] =>
  rows.flatMap(({ programme, opening, charged, used, released, closing }) => {
    const total = number(opening).plus(number(charged)).minus(number(used)).minus(number(released));
    return total.equals(number(closing))
      ? []
      : [
          {
            kind: 'wrong',
            subject,
            words: `The account of ${programme} comes to ${total.toExact()}, and closes with ${closing}.`,
            events: [],
          } as const,
        ];
  });

/** Each entry of the periods that end on the booking's last day, and all of them together. */
const entriesBalance = async (
  { ledger, agreement }: Audited,
  organisation: string,
  { period }: BookingAnswer,
  subject: string,
): Promise<Finding[]> => {
  const journal = await ledger.books.journal({ organisation, agreement, from: period.to, to: period.to });
  if (journal.kind === 'rejected')
    return [
      {
        kind: 'wrong',
        subject,
        words: `Its journal cannot be printed: ${journal.rejections.map(({ message }) => message).join(' ')}`,
        events: [],
      },
    ];
  const { entries, debit, credit } = journal.value;
  const open = entries.filter(
    ({ lines }) => !sum(lines.map((line) => number(line.debit))).equals(sum(lines.map((line) => number(line.credit)))),
  );
  const findings: Finding[] = open.map(({ entry }) => ({ kind: 'wrong', subject, words: `Entry ${entry} does not balance.`, events: [] }));
  if (!number(debit).equals(number(credit)))
    findings.push({ kind: 'wrong', subject, words: `${debit} is debited, and ${credit} credited.`, events: [] });
  return findings;
};

/** Books are private: only those are looked at that whoever asks may see. They have no place in the shared history. */
export const journalsBalance: AuditCheck = {
  name: 'journals',
  holds: 'Of the books that you may see: every entry of every period balances, and opening, charged, used and released are the closing.',
  run: async function* (audited) {
    const { ledger, agreement, booksOf } = audited;
    for (const organisation of booksOf) {
      const accruals = await ledger.books.accruals({ organisation, agreement });
      if (accruals.kind === 'rejected') continue;
      for (const booking of accruals.value.bookings) {
        const subject = `${organisation}, ${booking.period.from} to ${booking.period.to}`;
        yield [...rowsAddUp(booking, subject), ...(await entriesBalance(audited, organisation, booking, subject))];
      }
    }
  },
};
