import { formatDay, toDay } from '#kernel';
import { Evaluation, parseAgreement, planOf, resolveAgreement, Sums } from '#rebates';
import { PlanFold } from '../../dist/libs/projections/views/accruals/plan-fold.js';
import { ADDITIVE, ORDERED } from './kinds-measured.mjs';
import { answer, options, startClock } from './measure.mjs';
import { newRandom } from './sales-file.mjs';

/** Each kind by itself, in memory: how fast the ledger's fold measures lines for it, and what one question costs it. */
const LINES_PER_DOCUMENT = 20;
const DOCUMENTS = 5_000;
const ORDERED_DOCUMENTS = 500;
const FIRST = toDay('2026-01-01');
const LAST = toDay('2026-12-31');
const EARN_CPU_SECONDS = 0.15;
const { lines: wanted } = options();

const documents = (count) => {
  const random = newRandom(20_260_101);
  return Array.from({ length: count }, (_, index) => {
    const date = formatDay(FIRST + Math.floor((index * 365) / count));
    const lines = Array.from({ length: LINES_PER_DOCUMENT }, (__, line) => {
      const product = random(1_000);
      return {
        line: String(line + 1),
        date,
        product: `SKU-${product}`,
        category: `category-${product % 10}`,
        brand: `brand-${product % 7}`,
        member: `member-${random(10)}`,
        quantity: String(1 + random(40)),
        unitPrice: `${1 + random(300)}.${String(random(100)).padStart(2, '0')}`,
      };
    });
    return { type: 'SalesRecorded', data: { reporter: 'acme', stage: 'invoiced', document: `INV-${index}`, lines } };
  });
};

const agreementWith = (programme) => {
  const parsed = parseAgreement({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p', ...programme }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejections));
  return resolveAgreement(parsed.value, []);
};

const measured = (plan, events, rounds, each) => {
  const fold = new PlanFold(plan, undefined, undefined);
  const clock = startClock();
  for (let round = 0; round < rounds; round += 1) for (const [position, event] of events.entries()) each(fold.sum(event, position));
  return clock();
};

/** Mean CPU time of as many calls as fit into so much of it, after as many again to warm up: on a busy machine too. */
const microseconds = (work) => {
  const timed = () => {
    const clock = startClock();
    for (let count = 1, batch = 1; ; count += batch, batch = Math.min(batch * 2, 256)) {
      for (let call = 0; call < batch; call += 1) work();
      const { cpuSeconds } = clock();
      if (cpuSeconds >= EARN_CPU_SECONDS) return (cpuSeconds * 1_000_000) / (count + batch - 1);
    }
  };
  timed();
  return timed();
};

const kindFigures = (programme, events) => {
  const agreement = agreementWith(programme);
  const plan = planOf(agreement);
  const perRound = events.length * LINES_PER_DOCUMENT;
  const rounds = Math.max(1, Math.round(wanted / perRound));
  const sums = new Sums();
  measured(plan, events, 1, (cells) => cells.forEach((cell) => sums.add(cell)));
  let cellCount = 0;
  const used = measured(plan, events, rounds, (cells) => {
    cellCount += cells.length;
  });
  const { entry } = new Evaluation(agreement, sums).all(LAST).at(-1);
  const stretch = entry.stretches.at(-1);
  const input = {
    ...stretch,
    on: LAST,
    by: stretch.programme.terms.by,
    period: entry.period,
    stretch: { from: stretch.from, to: stretch.to },
    share: entry.period.shortShare,
    reaching: false,
  };
  return {
    linesPerSecond: (rounds * perRound) / used.seconds,
    linesPerCpuSecond: (rounds * perRound) / used.cpuSeconds,
    cellsPerLine: cellCount / (rounds * perRound),
    earnCells: stretch.cells.length,
    earnMicroseconds: microseconds(() => stretch.programme.earn(input)),
    questionMicroseconds: microseconds(() => new Evaluation(agreement, sums).all(LAST)),
  };
};

const all = documents(DOCUMENTS);
const few = documents(ORDERED_DOCUMENTS);
const figures = (kinds, events) =>
  Object.fromEntries(Object.entries(kinds).map(([name, programme]) => [name, kindFigures(programme, events)]));
// The first kind would otherwise pay for what is compiled for all.
kindFigures(ADDITIVE.percentage, all);
answer({ additive: figures(ADDITIVE, all), ordered: figures(ORDERED, few), orderedLines: ORDERED_DOCUMENTS * LINES_PER_DOCUMENT });
