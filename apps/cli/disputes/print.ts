import type { DisputeAnswer, DisputeStep, DisputeSummary } from '#ledger';
import type { DisputeSubject } from '#rebates';
import type { Io } from '../terminal/io.ts';
import { figure, printTable, short } from '../terminal/table.ts';

const subjectText = (subject: DisputeSubject): string => {
  switch (subject.kind) {
    case 'variances':
      return subject.variances.length === 1 ? `variance ${subject.variances[0] ?? ''}` : `${subject.variances.length} variances`;
    case 'lines':
      return subject.lines.map(({ side, document, line }) => `${document}#${line} of the ${side}`).join(', ');
    case 'statement':
      return `statement ${subject.statement}`;
    case 'claim':
      return `claim ${subject.claim}`;
    case 'figure':
      return 'the figure';
    default:
      return subject satisfies never;
  }
};

export const printDisputes = (io: Io, all: readonly DisputeSummary[]): void => {
  printTable(
    io,
    [
      { name: 'Dispute' },
      { name: 'Status' },
      { name: 'Agreement' },
      { name: 'On what' },
      { name: 'About day' },
      { name: 'Supplier', align: 'right' },
      { name: 'Customer', align: 'right' },
      { name: 'Waits for' },
      { name: 'Answer by' },
    ],
    all.map((one) => [
      one.dispute,
      one.outcome ?? one.status,
      one.agreement,
      subjectText(one.subject),
      one.about.on,
      figure(io, one.figures.supplier ?? '–'),
      figure(io, one.figures.customer ?? '–'),
      one.status === 'ended' ? '' : one.waitsFor,
      one.answerBy ?? '',
    ]),
  );
};

const effectText = (io: Io, { effect }: DisputeStep): string => {
  if (effect === null || effect.change === '0.00') return '';
  const causes = Object.entries(effect.causes).map(([cause, amount]) => `${cause} ${short(io, amount)}`);
  return `${effect.of} ${figure(io, effect.before)} → ${figure(io, effect.after)}${causes.length === 0 ? '' : ` (${causes.join(', ')})`}`;
};

export const printDispute = (io: Io, one: DisputeAnswer): void => {
  io.out(
    `${one.dispute}: ${one.status}, on ${subjectText(one.subject)} of ${one.agreement}, about ${one.about.on}, opened as known at position ${one.about.knownAt}`,
  );
  io.out(`${one.openedByPerson} for the ${one.openedBy}: ${one.text}`);
  io.out(
    `Held: the supplier ${figure(io, one.figures.supplier ?? 'no figure')}, the customer ${figure(io, one.figures.customer ?? 'no figure')} ${one.currency}`,
  );
  io.out(
    `Now: counting from the supplier ${figure(io, one.now.supplier)}, from the customer ${figure(io, one.now.customer)}, difference ${figure(io, one.now.difference)} ${one.currency} (position ${one.now.knownAt})`,
  );
  if (one.parting === null) io.out('The two histories do not part.');
  else
    io.out(
      `${io.paint.bold(one.status === 'ended' ? 'The two histories parted' : 'The two histories part')} at position ${one.parting.position}, ${one.parting.type}: ${one.parting.words}`,
    );
  for (const more of one.partings.slice(1)) io.out(`  and at position ${more.position}: ${more.words}`);
  for (const { proposal, outcome, reason, party, person, answerBy } of one.proposals)
    io.out(
      `Proposal ${proposal} by ${person} for the ${party}: ${outcome}, ${reason}${answerBy === undefined ? '' : `, answer by ${answerBy}`}`,
    );
  for (const { name, bytes, sha256, person, party } of one.evidence)
    io.out(`Evidence by ${person} for the ${party}: ${name}, ${bytes} bytes, SHA-256 ${sha256}`);
  if (one.ended !== null) io.out(`Ended by ${one.ended.person} for the ${one.ended.party}: ${one.ended.outcome}, ${one.ended.reason}`);
  io.out('');
  printTable(
    io,
    [{ name: 'Position', align: 'right' }, { name: 'Recorded at' }, { name: 'Side' }, { name: 'What' }, { name: 'Did to the figure' }],
    one.timeline.map((step) => [
      String(step.position),
      step.recordedAt,
      step.party ?? 'both',
      `${step.summary}${step.text === null ? '' : `: ${step.text}`}`,
      effectText(io, step),
    ]),
  );
};
