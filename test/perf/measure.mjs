import { parseArgs } from 'node:util';

/** What every measuring process shares: its arguments, its clocks, and one line of JSON as its answer. */

export const options = () => {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      file: { type: 'string' },
      lines: { type: 'string' },
      customers: { type: 'string' },
      port: { type: 'string' },
    },
  });
  return {
    dir: values.dir ?? '',
    file: values.file ?? '',
    lines: Number(values.lines ?? 0),
    customers: Number(values.customers ?? 1),
    port: Number(values.port ?? 0),
  };
};

export const startClock = () => {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const used = process.cpuUsage(cpu);
    return { seconds: (performance.now() - wall) / 1_000, cpuSeconds: (used.user + used.system) / 1_000_000 };
  };
};

export const peakMib = () => Math.round(process.resourceUsage().maxRSS / 1_024);

export const percentiles = (times) => {
  const sorted = Float64Array.from(times).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count: sorted.length };
};

export const answer = (value) => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};
