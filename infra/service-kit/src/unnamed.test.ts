import { describe, expect, it } from '@jest/globals';
import { asksToStayUnnamed } from './unnamed.ts';

describe('who may want to stay unnamed', () => {
  it.each([
    ['{ a }', { input: { anonymous: true } }, true],
    ['{ a }', { inputs: [{ applicant: { anonymous: true } }] }, true],
    ['mutation { report(input: { anonymous: true }) { id } }', undefined, true],
    ['mutation ($a: Boolean) { report(input: { anonymous: $a }) { id } }', { a: true }, true],
    ['mutation { report(input: { anonymous: false }) { id } }', { input: { anonymous: false } }, false],
    ['{ hazard { anonymous } }', { text: 'anonymous: true' }, false],
  ])('%s with %j: %s', (query, variables, wanted) => {
    expect(asksToStayUnnamed({ query, variables })).toBe(wanted);
  });
});
