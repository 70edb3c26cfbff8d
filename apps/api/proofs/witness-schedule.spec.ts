import { expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Contradiction, WitnessNotReached, WitnessSend } from '#ledger';
import type { Answered } from '#outbound';
import type { Webhooks } from '#webhooks';
import { fakeLedger } from '../fake-ledger.contract.ts';
import { WitnessSchedule } from './witness-schedule.ts';

const ROW = {
  partnership: 'acme~a',
  key: 'w+1',
  url: 'https://witness.example',
  attempts: 0,
  dueAt: '',
  triedAt: null,
  said: null,
  size: null,
  cosignedAt: null,
};
const FOUND: Contradiction = {
  partnership: 'acme~a',
  origin: 'ledger/1',
  witness: 'w',
  size: 7,
  own: 'own',
  seen: 'seen',
  why: 'Another history.',
  foundAt: '2026-03-01T00:00:00.000Z',
};

/** A ledger with one witness that is due, and a network that answers so. */
const scheduled = (answered: Answered, found: readonly Contradiction[] = []) => {
  const [asked, told, notices]: [string[], Contradiction[], unknown[]] = [[], [], []];
  const { ledger } = fakeLedger();
  const witnesses = {
    ...ledger.proofs.witnesses,
    due: () => [ROW],
    attempt: async ({ url }: typeof ROW, send: WitnessSend) => {
      const [got] = await Promise.allSettled([send(`${url}/add-checkpoint`, 'a note')]);
      asked.push(
        got.status === 'fulfilled' ? `${got.value.status} ${got.value.type} ${got.value.body}` : (got.reason as WitnessNotReached).message,
      );
    },
    untold: () => found.filter((one) => !told.includes(one)),
    told: (one: Contradiction) => {
      told.push(one);
    },
  };
  const rules = { everySeconds: 30, sends: () => Promise.resolve(answered), refusalOfUrl: () => undefined };
  const webhooks = {
    tell: (notice: unknown) => {
      notices.push(notice);
    },
  } as unknown as Webhooks;
  return { asked, notices, schedule: new WitnessSchedule({ ...ledger, proofs: { ...ledger.proofs, witnesses } }, rules, webhooks) };
};

test('hands in by the clock, and nothing after the end', async () => {
  jest.useFakeTimers();
  const { asked, schedule } = scheduled({ kind: 'answered', status: 200, headers: { 'content-type': 'text/plain' }, body: 'signed' });
  schedule.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(61_000);
  expect(asked).toEqual(['200 text/plain signed', '200 text/plain signed']);
  await schedule.beforeApplicationShutdown();
  await jest.advanceTimersByTimeAsync(600_000);
  expect(asked).toHaveLength(2);
  jest.useRealTimers();
});

test('a witness that is not reached is said to be so', async () => {
  const { asked, schedule } = scheduled({ kind: 'failed', why: 'its address is not public' });
  await schedule.sweep();
  expect(asked).toEqual(['The witness was not reached: its address is not public.']);
});

test('a contradiction is told once, without the checkpoints', async () => {
  const said: string[] = [];
  jest.spyOn(Logger.prototype, 'error').mockImplementation((message: string) => {
    said.push(message);
  });
  const { notices, schedule } = scheduled({ kind: 'failed', why: '' }, [FOUND]);
  await schedule.sweep();
  await schedule.sweep();
  expect(notices).toEqual([
    {
      partnership: 'acme~a',
      position: 6,
      kind: 'historyContradicted',
      event: 'checkpoint',
      recordedAt: FOUND.foundAt,
      about: { origin: 'ledger/1', witness: 'w', size: '7' },
    },
  ]);
  expect(said).toHaveLength(1);
  jest.restoreAllMocks();
});
