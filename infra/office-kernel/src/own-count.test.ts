import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { percentileOf, rateOf } from './own-count.ts';

it.each([
  [[], 0.5, null],
  [[3], 0.5, 3],
  [[4, 1, 3, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.9, 4],
  [[10, 2, 9], 0, 2],
])('of %j the %d percentile is %j', (values, share, value) => {
  expect(percentileOf(values, share)).toEqual({ numerator: null, denominator: null, value });
});

it('the percentile is the smallest value that enough of all do not exceed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.constantFrom(0.1, 0.5, 0.9, 1), (values, share) => {
      const { value } = percentileOf(values, share);
      const reached = (limit: number) => values.filter((each) => each <= limit).length >= share * values.length - 1e-9;
      expect(reached(value ?? Number.NaN)).toBe(true);
      expect(values.filter((each) => each < (value ?? 0)).some(reached)).toBe(false);
    }),
  );
});

it('a rate of nothing is no rate', () => {
  expect(rateOf(0, 0)).toEqual({ numerator: 0, denominator: 0, value: null });
  expect(rateOf(1, 4).value).toBe(0.25);
});
