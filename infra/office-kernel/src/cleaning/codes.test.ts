import { describe, expect, it } from '@jest/globals';
import { codeOf, foldedCode, optionalCode } from './codes.ts';

const refused = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error;
  }
};

describe('15-4.6 a code, whatever its width and brackets', () => {
  it.each([
    ['霁政办发〔2026〕1号', '霁政办发〔2026〕1号'],
    ['霁政办发[2026]1号', '霁政办发〔2026〕1号'],
    ['霁政办发（2026）1号', '霁政办发〔2026〕1号'],
    ['霁政办发(２０２６)１号', '霁政办发〔2026〕1号'],
    ['霁政办发【2026】1号', '霁政办发〔2026〕1号'],
    [' 霁政办发［ 2026 ］1号\u3000', '霁政办发〔2026〕1号'],
    ['BG2026-9９', 'BG2026-99'],
    ['ＢＧ２０２６－９９', 'BG2026-99'],
    ['J002－WS·2026-D30', 'J002-WS·2026-D30'],
    ['JC\u200b23', 'JC23'],
    ['会议室(东)', '会议室（东）'],
    ['会议室（东）', '会议室（东）'],
    ['R（1）', 'R(1)'],
    ['HYS＿1．2', 'HYS_1.2'],
  ])('%s is %s', (written, folded) => {
    expect(foldedCode(written)).toBe(folded);
    expect(foldedCode(folded)).toBe(folded);
    expect(codeOf('code', folded, 64)).toBe(folded);
  });

  it.each(['JC①', 'JC²', 'JC٣', 'JC\u200b23', 'JC\n23', '', 'x'.repeat(65)])('%j is written by nobody', (written) => {
    expect(refused(() => codeOf('code', written, 64))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('may be left out', () => {
    expect([null, undefined, ' '].map((given) => optionalCode('code', given, 9))).toEqual([null, null, null]);
  });
});
