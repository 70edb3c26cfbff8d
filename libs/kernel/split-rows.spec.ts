import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RowSplitter } from './split-rows.ts';

test('any text: each line is in one row, in order, whatever the blocks', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('"', ',', '\n', 'a', '\r\n', '""', 'b"'), { maxLength: 60 }), fc.nat(59), (parts, cut) => {
    const whole = new RowSplitter(',', 1, 2).push(parts.join(''), true);
    const splitter = new RowSplitter(',', 1, 2);
    expect([...splitter.push(parts.slice(0, cut).join(''), false), ...splitter.push(parts.slice(cut).join(''), true)]).toEqual(whole);
    const numbers = whole.map((row) => row.number);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers);
  }), { numRuns: 1000 });
});
