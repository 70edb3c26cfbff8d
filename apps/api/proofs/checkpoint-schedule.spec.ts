import { expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { fakeLedger } from '../fake-ledger.contract.ts';
import { CheckpointSchedule } from './checkpoint-schedule.ts';

/** A ledger of two partnerships that remembers what it was asked to sign. */
const scheduled = () => {
  const asked: string[] = [];
  const fake = fakeLedger();
  const { ledger } = fake;
  const proofs = {
    ...ledger.proofs,
    partnerships: () => ['acme~a', 'acme~b'],
    checkpoints: {
      ...ledger.proofs.checkpoints,
      signDue: (partnership: string, everyEvents: number) => {
        asked.push(`due ${partnership} ${everyEvents}`);
        return undefined;
      },
      signGrown: (partnership: string) => {
        asked.push(`grown ${partnership}`);
        return undefined;
      },
    },
  };
  return {
    asked,
    advance: (partnership: string) => {
      fake.advance(partnership);
    },
    listeners: () => fake.listeners(),
    schedule: new CheckpointSchedule({ ...ledger, proofs }, { everyEvents: 5, everyMinutes: 10 }),
  };
};

test('signs what is due at the start and as partnerships advance, what has grown by time, and nothing after the end', () => {
  jest.useFakeTimers();
  const { asked, advance, listeners, schedule } = scheduled();
  schedule.onApplicationBootstrap();
  expect(asked.splice(0)).toEqual(['due acme~a 5', 'due acme~b 5']);
  advance('acme~b');
  advance('acme~b');
  jest.advanceTimersByTime(1_000);
  expect(asked.splice(0)).toEqual(['due acme~b 5']);
  jest.advanceTimersByTime(600_000);
  expect(asked.splice(0)).toEqual(['grown acme~a', 'grown acme~b']);
  schedule.beforeApplicationShutdown();
  jest.advanceTimersByTime(6_000_000);
  expect([asked, listeners()]).toEqual([[], 0]);
  jest.useRealTimers();
});

test('says at the start which logs lost what was signed of them, once', () => {
  const said: string[] = [];
  jest.spyOn(Logger.prototype, 'error').mockImplementation((message: string) => {
    said.push(message);
  });
  const { ledger } = fakeLedger();
  const rejection = { code: 'LOG_REWOUND', message: 'The log of acme~a is not the one that was signed.', wayOut: 'Put it back.' };
  const checkpoints = {
    ...ledger.proofs.checkpoints,
    check: () => [{ partnership: 'acme~a', rejection }],
    signDue: () => ({ kind: 'rejected', rejections: [rejection] }) as const,
  };
  const schedule = new CheckpointSchedule(
    { ...ledger, proofs: { ...ledger.proofs, partnerships: () => ['acme~a'], checkpoints } },
    { everyEvents: 1, everyMinutes: 0 },
  );
  schedule.onApplicationBootstrap();
  schedule.beforeApplicationShutdown();
  expect(said).toEqual([rejection.message]);
  jest.restoreAllMocks();
});

test('without rules it signs nothing by itself', () => {
  const fake = fakeLedger();
  new CheckpointSchedule(fake.ledger, null).onApplicationBootstrap();
  expect(fake.listeners()).toBe(0);
});
