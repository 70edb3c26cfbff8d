import { expect, test } from '@jest/globals';
import { ApiProblem } from '../../api/problem.ts';
import { inBatches } from './resolve-all.ts';

const refused = (status: number): ApiProblem => new ApiProblem({ status, code: 'NO', detail: 'no', wayOut: 'none' });
const ids = Array.from({ length: 23 }, (_, index) => `v${index}`);

test('what is refused stands alone, and all others go through, however they are batched', async () => {
  for (const most of [1, 4, 10, 50]) {
    const recorded: string[] = [];
    const seen: number[] = [];
    const bad = new Set(['v3', 'v4', 'v22']);
    const end = await inBatches(
      ids,
      most,
      (batch) => {
        if (batch.some((id) => bad.has(id))) return Promise.reject(refused(422));
        recorded.push(...batch);
        return Promise.resolve();
      },
      ({ done, failed, left }) => {
        seen.push(done + failed.length + left.length);
      },
      () => false,
    );
    expect([end.done, end.failed.map(({ id }) => id), end.left, end.stoppedBy]).toEqual([20, ['v3', 'v4', 'v22'], [], undefined]);
    expect(recorded).toEqual(ids.filter((id) => !bad.has(id)));
    // Nothing is ever lost from the count.
    expect(new Set(seen)).toEqual(new Set([23]));
  }
});

test('a server that is gone ends it, and says what was not tried; so does who stops it', async () => {
  const gone = await inBatches(
    ids,
    10,
    (batch) => (batch.includes('v0') ? Promise.resolve() : Promise.reject(refused(0))),
    () => undefined,
    () => false,
  );
  expect([gone.done, gone.left.length, gone.stoppedBy?.status]).toEqual([10, 13, 0]);
  let sent = 0;
  const stopped = await inBatches(
    ids,
    10,
    () => {
      sent += 1;
      return Promise.resolve();
    },
    () => undefined,
    () => sent === 2,
  );
  expect([stopped.done, stopped.left]).toEqual([20, ['v20', 'v21', 'v22']]);
});
