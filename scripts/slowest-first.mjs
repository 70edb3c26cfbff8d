import { createRequire } from 'node:module';

const jest = createRequire(createRequire(import.meta.url).resolve('jest'));
const core = createRequire(jest.resolve('@jest/core'));
const { default: Sequencer } = core('@jest/test-sequencer');

/** What takes long for its few lines: whole years in a browser, and every route as every role. */
const SLOW = /\/test\/web\/|\/apps\/api\/access\//;

/**
 * Which file of tests runs when. Jest knows how long each took the last time; in a fresh clone it goes by the size of the
 * files, and would begin the walks through the browser in the middle, so that one worker ends alone.
 */
export default class SlowestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const isSlow = ({ path }) => SLOW.test(path);
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
  }
}
