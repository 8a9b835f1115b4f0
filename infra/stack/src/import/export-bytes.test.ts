import { describe, expect, it } from '@jest/globals';
import { decodeExport } from './export-bytes.ts';
import { readRows } from './export-rows.ts';

const gb18030 = { 值: [0xd6, 0xb5], 班: [0xb0, 0xe0] } as const;
const lines = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const loneSurrogate = [0xed, 0xa0, 0xbd];

describe('the encoding of an export', () => {
  it('is UTF-8, with or without a byte-order mark, which is no part of the text', () => {
    expect(decodeExport(Buffer.from('列\n值\n'))).toEqual({
      text: '列\n值\n',
      encoding: 'UTF-8',
      byteOrderMark: false,
      damagedLines: new Set(),
    });
    expect(decodeExport(Buffer.from('\ufeff列\n'))).toMatchObject({ text: '列\n', byteOrderMark: true });
  });

  it('is GB18030 when the file as a whole is no UTF-8', () => {
    const bytes = lines('no,kind\n1,', gb18030.值, '\n2,', gb18030.值, gb18030.班, '\n');

    expect(decodeExport(bytes)).toMatchObject({ text: 'no,kind\n1,值\n2,值班\n', encoding: 'GB18030' });
  });

  it('is UTF-16 only when the mark says so', () => {
    expect(decodeExport(Buffer.from('\ufeffa,值\n', 'utf16le'))).toMatchObject({
      text: 'a,值\n',
      encoding: 'UTF-16LE',
    });
  });

  it('stays UTF-8 with one damaged row, which is marked and costs no other', () => {
    const bytes = lines('列,b\n', '1,值\n', '2,谢', loneSurrogate, '\n', '3,班\n');
    const { text, damagedLines, encoding } = decodeExport(bytes);

    expect(encoding).toBe('UTF-8');
    expect(readRows(text, damagedLines).rows.map(({ line, defect }) => [line, defect])).toEqual([
      [2, undefined],
      [3, 'INVALID_ENCODING'],
      [4, undefined],
    ]);
  });

  it('marks the row whose second line is damaged, also at the end of the file', () => {
    const bytes = lines('列,b\n', '1,值\n', '2,"班\n', loneSurrogate, '"');
    const { text, damagedLines } = decodeExport(bytes);

    expect(readRows(text, damagedLines).rows.map(({ defect }) => defect)).toEqual([undefined, 'INVALID_ENCODING']);
  });

  it('hands NUL on', () => {
    expect(decodeExport(Buffer.from('a\u0000b\n')).text).toBe('a\u0000b\n');
  });
});
