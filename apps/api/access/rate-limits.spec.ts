import { expect, test } from '@jest/globals';
import { addressOf } from './rate-limits.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['', ''],
])('%s counts as %s', (ip, counted) => {
  expect(addressOf(ip)).toBe(counted);
});
