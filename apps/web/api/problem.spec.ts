import { expect, test } from '@jest/globals';
import { problemIn } from './problem.ts';

test('a screen whose script or style did not come is said to be so, in whichever words the browser has for it', () => {
  const said = [
    'Unable to preload CSS for http://127.0.0.1/assets/disputes-8YGMX0PT.css',
    'Failed to fetch dynamically imported module: http://127.0.0.1/assets/disputes.js',
    'error loading dynamically imported module: http://127.0.0.1/assets/disputes.js',
    'Importing a module script failed.',
  ].map((message) => problemIn(new TypeError(message)).code);
  expect(said).toEqual(Array.from({ length: 4 }, () => 'SCREEN_NOT_FETCHED'));
  expect(problemIn(new Error('x is undefined'))).toMatchObject({ code: 'UNEXPECTED', detail: 'x is undefined' });
});
