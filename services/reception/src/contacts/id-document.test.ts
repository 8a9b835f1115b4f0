import { expect, it } from '@jest/globals';
import { idNumberOf } from './id-document.ts';

it.each([
  ['11010519491231002X', '11010519491231002X'],
  ['110105 19491231 002x', '11010519491231002X'],
  ['１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
  ['e12345678', 'E12345678'],
  ['H 6000-1234', 'H60001234'],
  ['12345', '12345'],
  ['  ', null],
  [null, null],
])('the document %s is %s', (written, signs) => {
  expect(idNumberOf('idNumber', written)).toBe(signs);
});

it.each([
  ['the check sign', '110105194912310021'],
  ['a day that is none', '11010519490231002X'],
  ['too short', '1234'],
  ['too long', 'A'.repeat(21)],
  ['other signs', '身份证123456'],
  ['a payload', "E1234'; --"],
])('%s is refused', (_, written) => {
  expect(() => idNumberOf('idNumber', written)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});
