import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeExport } from './export-bytes.ts';
import { readRows } from './export-rows.ts';

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const needsQuotes = (field: string): boolean => /[",\r\n]/.test(field) || field.trim() !== field || field === '';

const field = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '"', ',', '第一行\n第二行', 'a\r\nb', '""', '\u0000', '　', '="1"'),
);
const width = 4;
const row = fc
  .array(field, { minLength: width, maxLength: width })
  .map(([first = '', ...others]) => [`${first}x`, ...others]);
const table = fc.array(row, { minLength: 1, maxLength: 12 });

interface Layout {
  readonly feed: '\n' | '\r\n';
  readonly mark: boolean;
  readonly closed: boolean;
  readonly blanksAfter: readonly number[];
}
const layout = fc.record<Layout>({
  feed: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  closed: fc.boolean(),
  blanksAfter: fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
});

/** Writes an export and counts lines the naive way: by what was written so far. */
function write(rows: readonly (readonly string[])[], { feed, mark, closed, blanksAfter }: Layout) {
  const lines: number[] = [];
  let text = '';
  for (const [index, row] of rows.entries()) {
    lines.push(text.split('\n').length);
    text += row.map((value) => (needsQuotes(value) ? quoted(value) : value)).join(',');
    if (index < rows.length - 1 || closed) text += feed;
    if (index < rows.length - 1) text += feed.repeat(blanksAfter[index] ?? 0);
  }
  return { bytes: Buffer.from((mark ? '\ufeff' : '') + text), lines };
}

const read = (bytes: Uint8Array) => {
  const { text, damagedLines } = decodeExport(bytes);
  return readRows(text, damagedLines);
};

describe('the rows of an export', () => {
  it('come back as they were written, with the physical line each begins on', () => {
    fc.assert(
      fc.property(table, layout, (rows, how) => {
        const { bytes, lines } = write([['a', 'b', 'c', 'd'], ...rows], how);

        const { header, rows: found, misquoted } = read(bytes);

        expect(header).toEqual(['a', 'b', 'c', 'd']);
        expect(found).toEqual(rows.map((values, index) => ({ record: index + 1, line: lines[index + 1], values })));
        expect(misquoted.size).toBe(0);
      }),
    );
  });

  it('do not count blank lines, but the lines below them keep their place', () => {
    expect(readRows('a,b\n1,2\n\n   \n　\n3,4\n').rows).toEqual([
      { record: 1, line: 2, values: ['1', '2'] },
      { record: 2, line: 6, values: ['3', '4'] },
    ]);
  });

  it('are handed on with too few or too many fields', () => {
    expect(readRows('a,b\n1\n1,2,3\n').rows.map(({ values }) => values)).toEqual([['1'], ['1', '2', '3']]);
  });

  it('end at carriage returns where there is nothing else', () => {
    expect(readRows('a,b\r1,2\r3,4').rows.map(({ line, values }) => [line, ...values])).toEqual([
      [2, '1', '2'],
      [3, '3', '4'],
    ]);
  });

  it.each([',,', ' , ,', '"","",""', ';;;;', '\t\t', '\u3000,\u00a0,\u200b', ',,,,,,'])(
    '15-4.5 of delimiters and blanks alone are none: %j',
    (blank) => {
      const { rows } = readRows(`a,b,c\n1,2,3\n${blank}\n4,5,6\n`);

      expect(rows).toEqual([
        { record: 1, line: 2, values: ['1', '2', '3'] },
        { record: 2, line: 4, values: ['4', '5', '6'] },
      ]);
    },
  );

  it('are none in a file without a line', () => {
    expect(readRows('')).toEqual({ header: [], rows: [], misquoted: new Map() });
    expect(readRows('\n\r\n').header).toEqual([]);
  });
});

describe('a quote that does not match', () => {
  const header = 'no,title,text,note';

  it.each([
    ['never closed', '1,"open,x,y\n2,b,c,d\n3,e,f,g\n'],
    ['closed by the opening quote of a later row', '1,"open,x,y\n2,"b, c",c,d\n3,e,f,g\n'],
    ['closed by a later stray quote', '1,"open,x,y\n2,b,c,d\n3,e,f,g"\n'],
  ])('%s, costs its own line and no other', (_, body) => {
    const { rows, misquoted } = readRows(`${header}\n${body}`);

    expect(rows).toMatchObject([
      { record: 1, line: 2, values: ['1'] },
      { record: 2, line: 3 },
      { record: 3, line: 4 },
    ]);
    expect(misquoted.get(1)).toMatch(/^quote not closed/);
    expect(rows[1]?.values.slice(0, 1)).toEqual(['2']);
  });

  it('may be a row that is far too long, which costs no other', () => {
    const { rows, misquoted } = readRows(`${header}\n1,${'长'.repeat(50_000)},b,c\n2,a,b,c\n`);

    expect(rows.map(({ values }) => values[0])).toEqual([undefined, '2']);
    expect(misquoted.get(1)).toContain('longer than 128000 bytes');
  });

  it('leaves too few fields to pass for a row', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', '"', ',', '"y', 'z"', '\n'), { maxLength: 30 }), (parts) => {
        const { rows, misquoted } = readRows(`${header}\n${parts.join('')}`);

        for (const record of misquoted.keys()) {
          expect(rows.find((row) => row.record === record)?.values.length).toBeLessThan(4);
        }
      }),
    );
  });

  it('loses no line', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1,a,b,c', '2,"a,b,c', '3,"a ""b""",b,c', '4,a"b,c,d')), (lines) => {
        expect(readRows(`${header}\n${lines.join('\n')}`).rows).toHaveLength(lines.length);
      }),
    );
  });

  it('amid a field is text', () => {
    const { rows, misquoted } = readRows(`${header}\n1,5" pipe,x,y\n2,b,c,d\n`);

    expect(rows.map(({ values }) => values)).toEqual([
      ['1', '5" pipe', 'x', 'y'],
      ['2', 'b', 'c', 'd'],
    ]);
    expect(misquoted.size).toBe(0);
  });
});
