import type { Io } from './io.ts';

const EVERY_MS = 100;
const WIDTH = 24;

export type Bar = {
  readonly show: (done: { readonly bytesRead: number; readonly bytesTotal: number | null; readonly sent?: number }) => void;
  readonly end: () => void;
};

/** A progress bar with lines a second, on a terminal's stderr only. */
export const progressBar = (io: Io, label: string, now: () => number = Date.now): Bar => {
  if (!io.isErrTerminal) return { show: () => undefined, end: () => undefined };
  const startedAt = now();
  let lastAt = 0;
  return {
    show: ({ bytesRead, bytesTotal, sent }) => {
      if (now() - lastAt < EVERY_MS) return;
      lastAt = now();
      const part = bytesTotal === null || bytesTotal === 0 ? undefined : Math.min(1, bytesRead / bytesTotal);
      const filled = Math.round((part ?? 0) * WIDTH);
      const bar =
        part === undefined ? '' : `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.round(part * 100)).padStart(3)} %  `;
      const seconds = Math.max(0.001, (now() - startedAt) / 1000);
      const lines = sent === undefined ? `${(bytesRead / 1e6).toFixed(1)} MB` : `${sent} lines, ${Math.round(sent / seconds)} lines/s`;
      process.stderr.write(`\r\u001b[K${label}  ${bar}${lines}`);
    },
    end: () => {
      process.stderr.write('\r\u001b[K');
    },
  };
};
