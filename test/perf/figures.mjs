import Table from 'cli-table3';

/** Targets are those of a machine with two free cores; a shared one misses by its load, so CPU time stands beside. */

const whole = (value) => Math.round(value).toLocaleString('en-US');
const atLeast = (name, value, target, unit, note = '') => ({
  name,
  value,
  text: `${whole(value)} ${unit}`,
  target: `≥ ${whole(target)} ${unit}`,
  hit: value >= target,
  note,
});
const atMost = (name, value, target, unit, note = '') => ({
  name,
  value,
  text: `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
  target: `≤ ${target} ${unit}`,
  hit: value <= target,
  note,
});
const plain = (name, value, unit, note = '') => ({
  name,
  value,
  text: `${value < 10 ? value.toFixed(2) : whole(value)} ${unit}`,
  target: '',
  hit: undefined,
  note,
});
const skipped = (name, why) => ({ name, value: null, text: 'skipped', target: '', hit: undefined, note: why });

const LINES = 'lines/s';
const cpu = ({ linesPerCpuSecond }) => `${whole(linesPerCpuSecond)} lines per CPU second`;

const importFigures = ({ small, one, many, customers }) => [
  atLeast('import, one partnership', one.linesPerSecond, 250_000, LINES, cpu(one)),
  atLeast(`import, ${whole(customers)} partnerships`, many.linesPerSecond, 250_000, LINES, cpu(many)),
  atMost('memory, one partnership', one.peakMib, 500, 'MiB', 'peak resident'),
  atMost('memory, many partnerships', many.peakMib, 500, 'MiB', 'peak resident'),
  ...(small === undefined
    ? []
    : [atMost('memory of all lines / of a tenth', one.peakMib / small.peakMib, 1.25, '×', `${small.peakMib} MiB for a tenth`)]),
];

const duckdbFigures = (name, imported, duckdb, customers) => {
  if (duckdb.skipped !== undefined) return [skipped(name, duckdb.skipped)];
  const same = imported.earned === null || Number(imported.earned) === Number(duckdb.earned);
  return [
    plain(
      `DuckDB load, ${customers}`,
      duckdb.loadSeconds,
      's',
      `query ${duckdb.querySeconds.toFixed(2)} s, CPU ${duckdb.loadCpuSeconds.toFixed(2)} s`,
    ),
    atMost(
      `ledger / DuckDB load, ${customers}`,
      imported.seconds / duckdb.loadSeconds,
      10,
      '×',
      same ? `same answer: ${imported.earned}` : `OTHER ANSWER: ${imported.earned} and ${duckdb.earned}`,
    ),
  ];
};

const outsideFigures = ({ postgres, eventStore, one }) => [
  postgres.skipped === undefined
    ? plain(
        'ledger / PostgreSQL COPY',
        one.seconds / postgres.loadSeconds,
        '×',
        `COPY ${postgres.loadSeconds.toFixed(2)} s, query ${postgres.querySeconds.toFixed(2)} s`,
      )
    : skipped('PostgreSQL', postgres.skipped),
  eventStore.skipped === undefined
    ? plain('import into EventStoreDB', eventStore.linesPerSecond, LINES, `${whole(eventStore.lines)} lines`)
    : skipped('EventStoreDB', eventStore.skipped),
];

/** In memory and on one thread, so CPU time is the measure: a machine that others use too does not change it. */
const CPU_LINES = 'lines per CPU s';
const kindFigures = ({ additive, ordered, orderedLines }) => {
  const cost = ({ earnMicroseconds, questionMicroseconds }) =>
    `earn ${earnMicroseconds.toFixed(1)} µs, question ${whole(questionMicroseconds)} µs`;
  return [
    ...Object.entries(additive).map(([name, one]) => atLeast(`measure: ${name}`, one.linesPerCpuSecond, 1_000_000, CPU_LINES, cost(one))),
    // A few µs, and the steps of a rate group or a share read one cell for each group.
    atMost(
      'earn, slowest additive kind',
      Math.max(...Object.values(additive).map(({ earnMicroseconds }) => earnMicroseconds)),
      10,
      'µs',
      'one programme, scope and period',
    ),
    ...Object.entries(ordered).flatMap(([name, one]) => [
      atLeast(
        `measure, ordered: ${name}`,
        one.linesPerCpuSecond,
        400_000,
        CPU_LINES,
        `earn ${(one.earnMicroseconds / 1_000).toFixed(2)} ms for ${whole(one.earnCells)} cells`,
      ),
      atMost(`question, ordered: ${name}`, one.questionMicroseconds / 1_000, 150, 'ms', `a year of ${whole(orderedLines)} lines`),
    ]),
  ];
};

const restateNote = ({ cpu: { p50 }, count }) => `${p50.toFixed(0)} ms of CPU time; of ${count}`;
const restateFigures = ({ rates, eligibility }) => [
  atMost('a change of rates restates all lines, p50', rates.p50, 50, 'ms', restateNote(rates)),
  atMost('a change of eligibility, p50', eligibility.p50, 3_000, 'ms', restateNote(eligibility)),
];

/** What goes down to lines: targets grow with them. */
const financeFigures = ({ finance: { count, lines, bridge } }) => {
  const cpuOf = ({ cpuSeconds }) => `${cpuSeconds.toFixed(2)} s of CPU time`;
  return [
    atMost(
      `claim by line, ${whole(count)} lines`,
      lines.other.seconds,
      Math.max(0.5, (0.5 * count) / 50_000),
      's',
      `${cpuOf(lines.other)}; first after a start ${lines.first.seconds.toFixed(2)} s, next page ${(lines.next.seconds * 1_000).toFixed(0)} ms`,
    ),
    atMost(
      `what to settle, ${whole(count)} lines`,
      lines.due.seconds,
      Math.max(0.5, (0.5 * count) / 50_000),
      's',
      `${cpuOf(lines.due)}; with the tax of its lines`,
    ),
    atMost(
      `bridge of two positions, ${whole(count)} lines`,
      bridge.recorded.seconds,
      Math.max(2, (2 * count) / 100_000),
      's',
      cpuOf(bridge.recorded),
    ),
    atMost(`bridge of two days, ${whole(count)} lines`, bridge.days.seconds, Math.max(2, (2 * count) / 100_000), 's', cpuOf(bridge.days)),
  ];
};

/** Two records of so many lines each, the first time and when one line is new. Every damaged line must be found, and nothing else. */
const matchingFigures = ({ one: { lines }, matching: { small, one } }) => [
  atMost(
    `match ${whole(lines)} lines with ${whole(lines)}`,
    one.first.seconds,
    Math.max(1, (30 * lines) / 1_000_000),
    's',
    `${one.first.cpuSeconds.toFixed(1)} s of CPU time; ${one.first.found === one.expected ? 'every damage found' : `FOUND ${one.first.found} OF ${one.expected}`}`,
  ),
  atMost('match again what is new', one.again.seconds * 1_000, 100, 'ms', 'one line more'),
  ...(small === undefined
    ? []
    : [
        atMost(
          'memory of matching all / a tenth',
          one.peakMib / small.peakMib,
          1.25,
          '×',
          `${one.peakMib} MiB, and ${small.peakMib} MiB for a tenth`,
        ),
      ]),
];

/** Both are CPU time: the import with its trees, against the same without them. */
const proofFigures = ({ one, proofs }) => [
  atMost(
    'trees, on top of an import',
    (100 * proofs.cpuSeconds) / (one.cpuSeconds - proofs.cpuSeconds),
    15,
    '%',
    `${whole((1e6 * proofs.cpuSeconds) / proofs.events)} µs an event of ${whole(one.lines / proofs.events)} lines`,
  ),
  atMost('trees, on disk', proofs.bytesPerEvent, 80, 'bytes an event'),
  atMost(
    'proof of one event, p99',
    proofs.proof.p99,
    5,
    'ms',
    `p50 ${proofs.proof.p50.toFixed(2)} ms, ${proofs.proofCpuMs.toFixed(2)} ms of CPU time; signing a checkpoint ${proofs.signMs.toFixed(0)} ms`,
  ),
];

const screenFigures = (screens) => {
  if (screens.skipped !== undefined) return [skipped('screens', screens.skipped)];
  const { paint, interactive, year, told, step } = screens;
  return [
    atMost('screens: first paint, p50', paint, 1_500, 'ms', 'home of an agreement, nothing kept from before'),
    atMost('screens: interactive, p50', interactive, 2_500, 'ms', 'its figures stand there'),
    atMost(
      'replay: a day, from the key to its frame, p95',
      step.p95,
      50,
      'ms',
      `p50 ${step.p50.toFixed(1)} ms, longest ${step.longest.toFixed(0)} ms of 364`,
    ),
    plain(
      'replay: until the year is there',
      year,
      'ms',
      `every day of it; ${(told / 1_000).toFixed(1)} s until each is told with its events and causes`,
    ),
  ];
};

export const figuresOf = (measured) => {
  const { one, many, duckdb, duckdbMany, queries, http, screens, verified, settled, rebuild, append, customers, restate, kinds } = measured;
  return [
    ...importFigures(measured),
    ...duckdbFigures('DuckDB, one partnership', one, duckdb, 'one partnership'),
    ...duckdbFigures('DuckDB, many partnerships', many, duckdbMany, `${whole(customers)} partnerships`),
    atMost(
      'balance at random (day, known-at), p99',
      queries.p99,
      2,
      'ms',
      `p50 ${queries.p50.toFixed(2)} ms, first ${queries.cold.toFixed(0)} ms`,
    ),
    http.skipped === undefined
      ? atMost('the same over HTTP, p99', http.p99, 10, 'ms', `p50 ${http.p50.toFixed(2)} ms`)
      : skipped('balance over HTTP', http.skipped),
    atMost('balance of 365 days', queries.year, 50, 'ms'),
    ...screenFigures(screens),
    ...financeFigures(measured),
    ...restateFigures(restate),
    ...matchingFigures(measured),
    ...kindFigures(kinds),
    atMost('single durable append, p50', append.p50, 0.5, 'ms', `p99 ${append.p99.toFixed(2)} ms`),
    atLeast(
      'verify a bundle',
      verified.linesPerSecond,
      100_000,
      LINES,
      `${cpu(verified)}, ${verified.peakMib} MiB; exported in ${verified.exportSeconds.toFixed(1)} s`,
    ),
    ...(settled.verified === undefined
      ? []
      : [
          atLeast(
            'verify a bundle with statements and claims by line',
            settled.verified.linesPerSecond,
            100_000,
            LINES,
            `${cpu(settled.verified)}, ${settled.verified.peakMib} MiB; ${settled.statements} statements, ${settled.claims} claims`,
          ),
        ]),
    atLeast('rebuild of all views', rebuild.linesPerSecond, 500_000, LINES, cpu(rebuild)),
    ...proofFigures(measured),
    ...outsideFigures(measured),
  ];
};

export const tableOf = (figures) => {
  const table = new Table({ head: ['figure', 'measured', 'target', '', 'note'], style: { head: [], border: [] } });
  for (const { name, text, target, hit, note } of figures)
    table.push([name, text, target, hit === undefined ? '' : hit ? 'hit' : 'MISS', note]);
  return table.toString();
};
