import type { Correction, DisputeSummary, Held, Outcome, Subject } from '../../api/dispute-answers.ts';
import { subtract } from '../../figures/amounts.ts';

const several = (count: number, one: string): string => (count === 1 ? one : `${count} ${one}s`);

/** `quantity:INV-7;2:GR-INV-7;2` names the lines that it is about. */
const lineIn = (variance: string): string => {
  const [kind = '', ours = '', theirs = ''] = variance.split(':').map((part) => decodeURIComponent(part));
  return `${kind} of ${(ours === '' ? theirs : ours).replace(';', '#')}`;
};

/** What a dispute is about, in a few words. */
export const subjectWords = (subject: Subject): string => {
  switch (subject.kind) {
    case 'variances':
      return subject.variances.length === 1
        ? lineIn(subject.variances[0] ?? '')
        : `${several(subject.variances.length, 'variance')}, first ${lineIn(subject.variances[0] ?? '')}`;
    case 'lines':
      return subject.lines.map(({ side, document, line }) => `${document}#${line} of the ${side}`).join(', ');
    case 'statement':
      return `statement ${subject.statement}`;
    case 'claim':
      return `claim ${subject.claim}`;
    case 'figure':
      return 'the figure as such';
    default:
      return subject satisfies never;
  }
};

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  correction: 'The record is corrected',
  credit: 'A credit is recorded',
  acceptance: 'The other side’s view is accepted',
  rejection: 'The record stays as it is',
};

/** The customer's less the supplier's; none where a side holds no figure. */
export const gapOf = ({ supplier, customer }: Held): string | undefined =>
  supplier === undefined || customer === undefined ? undefined : subtract(customer, supplier);

export const isLate = ({ status, answerBy }: DisputeSummary, today: string): boolean =>
  status === 'open' && answerBy !== null && answerBy < today;

export const correctionWords = ({ action = 'record', reporter, document, lines }: Correction): string => {
  const verb = action === 'void' ? 'strikes out' : action === 'correct' ? 'says anew' : 'records';
  const said = lines.map(({ line, product, quantity, unitPrice, net }) =>
    action === 'void' ? `#${line}` : `#${line} ${product}, ${net === undefined ? `${quantity} at ${unitPrice}` : `net ${net}`}`,
  );
  return `${reporter} ${verb} ${document} ${said.join('; ')}`;
};
