import type { Balance } from './answers.ts';
import { pathOfAgreement } from './paths.ts';
import { send } from './request.ts';

export type LiveEvent = { readonly type: string; readonly data: string };

/** Takes the whole events off the front of a text; what is left waits for the rest of its event. */
export const eventsIn = (text: string): { readonly events: readonly LiveEvent[]; readonly rest: string } => {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.map((block) => {
    const lines = block.split('\n');
    const field = (name: string): string =>
      lines
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trimStart())
        .join('\n');
    return { type: field('event'), data: field('data') };
  });
  return { events: events.filter(({ type }) => type !== ''), rest };
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export type Heard = {
  readonly onBalance: (balance: Balance) => void;
  readonly onProblem: () => void;
  readonly onAlive: () => void;
  readonly onLost: () => void;
};

const read = async (agreement: string, heard: Heard, signal: AbortSignal): Promise<void> => {
  // Not EventSource: it cannot send the access token.
  const response = await send(`${pathOfAgreement(agreement)}/live`, { signal, headers: { Accept: 'text/event-stream' } });
  if (!response.ok || response.body === null) throw new Error(`live: ${response.status}`);
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const { events, rest } = eventsIn(text + decoder.decode(chunk.value, { stream: true }));
    text = rest;
    for (const { type, data } of events) {
      if (type === 'balance') heard.onBalance(JSON.parse(data) as Balance);
      // Before an agreement is in force it has no balance: what happens to it comes as that.
      if (type === 'problem') heard.onProblem();
      if (type === 'balance' || type === 'problem' || type === 'heartbeat') heard.onAlive();
    }
  }
};

/** Follows an agreement until stopped; after a break it tries again, less and less often. */
export const follow = (agreement: string, heard: Heard): (() => void) => {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  const alive = {
    ...heard,
    onAlive: () => {
      pauseMs = FIRST_PAUSE_MS;
      heard.onAlive();
    },
  };
  const again = (): void => {
    if (stopped.signal.aborted) return;
    heard.onLost();
    timer = setTimeout(start, pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  };
  const start = (): void => {
    void read(agreement, alive, stopped.signal).then(again, again);
  };
  start();
  return () => {
    clearTimeout(timer);
    stopped.abort();
  };
};
