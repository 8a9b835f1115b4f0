import { describe, expect, it } from '@jest/globals';
import { DomainError } from './errors.ts';
import {
  eachOf,
  fieldsOf,
  httpsUrlOf,
  idsOf,
  lineOf,
  numberOf,
  optionalHttpsUrl,
  optionalLine,
  optionalText,
  sha256Of,
  textOf,
} from './input.ts';

const refused = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error;
  }
};
const badField = (field: string) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', details: expect.objectContaining({ field }) });

describe('input (rules of what a person may write)', () => {
  it('keeps what people write, trimmed, with its line breaks', () => {
    expect(textOf('text', '\u3000第一条\r\n\t第二条 ', 20)).toBe('第一条\r\n\t第二条');
    expect(lineOf('title', ' =1+1 <b>〔2026〕 ', 20)).toBe('=1+1 <b>〔2026〕');
  });

  it('counts characters as people do, up to the last one allowed', () => {
    expect(textOf('text', '𠮷'.repeat(5), 5)).toBe('𠮷'.repeat(5));
    expect(refused(() => textOf('text', '𠮷'.repeat(6), 5))).toEqual(badField('text'));
    expect(refused(() => textOf('text', 'x'.repeat(1_000_000), 5))).toEqual(badField('text'));
  });

  it.each([
    ['nothing', null],
    ['blanks', ' \u3000\n'],
    ['invisible signs only', '\u200b\u2060'],
    ['NUL', 'a\u0000b'],
    ['escape', 'a\u001bb'],
    ['a C1 control', 'a\u009bb'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('refuses %s and names the field', (_, value) => {
    expect(refused(() => textOf('text', value, 50))).toEqual(badField('text'));
  });

  it.each(['a\nb', 'a\tb', 'a\u2028b'])('refuses a second line where one is asked: %j', (value) => {
    expect(refused(() => lineOf('title', value, 50))).toEqual(badField('title'));
    expect(refused(() => optionalLine('title', value, 50))).toEqual(badField('title'));
  });

  it.each(['\u202a', '\u202e', '\u2066', '\u2069', '\u200e', '\u200f', '\u061c'])(
    '15-4.5 refuses a mark that turns the direction of writing: %j',
    (mark) => {
      for (const read of [textOf, lineOf])
        expect(refused(() => read('text', `张${mark}三`, 50))).toEqual(badField('text'));
    },
  );

  it.each(['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad'])(
    '15-4.5 refuses an invisible character in a line, not in a text: %j',
    (sign) => {
      expect(refused(() => lineOf('name', `张${sign}三`, 50))).toEqual(badField('name'));
      expect(textOf('text', `张${sign}三`, 50)).toBe(`张${sign}三`);
      expect(lineOf('name', '👩\u200d👧', 50)).toBe('👩\u200d👧');
    },
  );

  it('takes nothing for nothing where text is optional', () => {
    expect([undefined, null, '', ' \u3000'].map((value) => optionalText('text', value, 5))).toEqual(
      Array(4).fill(null),
    );
    expect(optionalLine('title', ' x ', 5)).toBe('x');
  });

  it('holds numbers and lists to their bounds', () => {
    expect([numberOf('n', 1, 1, 3), numberOf('n', 3, 1, 3)]).toEqual([1, 3]);
    for (const n of [0, 4, 1.5, Number.NaN]) expect(refused(() => numberOf('n', n, 1, 3))).toEqual(badField('n'));
    expect(idsOf('ids', ['b', 'a', 'b'], 2)).toEqual(['b', 'a']);
    expect(idsOf('ids', null, 2)).toEqual([]);
    expect(refused(() => idsOf('ids', ['a', 'b', 'c'], 2))).toEqual(badField('ids'));
  });

  it('15-3.3: takes a complete https address as it was given', () => {
    const given = [
      'https://meet.example.cn/room?id=1#now',
      'HTTPS://会议.example.cn:8443',
      'https://[2001:db8::1]/room',
    ];
    expect(given.map((url) => httpsUrlOf('vcUrl', url))).toEqual(given);
    expect(httpsUrlOf('vcUrl', `https://a.cn/${'x'.repeat(487)}`)).toHaveLength(500);
    expect([undefined, null, '', ' \u3000'].map((url) => optionalHttpsUrl('vcUrl', url))).toEqual(Array(4).fill(null));
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://meet.example.cn/room',
    '//meet.example.cn/room',
    '/room',
    'meet.example.cn/room',
    'https:meet.example.cn',
    'https:/meet.example.cn',
    'https://',
    'https:///room',
    'https:\\\\meet.example.cn',
    'https://meet.example.cn\\@evil.example',
    'https://user@meet.example.cn',
    'https://user:password@meet.example.cn',
    'https://@meet.example.cn',
    'https://meet.example.cn/a room',
    'https://meet.example.cn/\u3000x',
    'https://meet.example.cn/a\nb',
    'https://meet.example.cn/a\tb',
    'java\nscript:alert(1)',
    'https://meet.example.cn/\u0000',
    'https://meet.example.cn/\u202ecod.exe',
    'https://meet.example.cn/\u2066x',
    'https://meet.example.cn/\u200bx',
    'https://meet.example.cn/"><script>',
    'https://meet.example.cn:99999/',
    `https://a.cn/${'x'.repeat(488)}`,
  ])('15-3.3: refuses what is no https address to follow: %j', (url) => {
    expect(refused(() => optionalHttpsUrl('vcUrl', url))).toEqual(badField('vcUrl'));
  });

  it('takes a digest in one spelling', () => {
    expect(sha256Of('digest', 'ab'.repeat(32))).toBe('ab'.repeat(32));
    expect(refused(() => sha256Of('digest', 'AB'.repeat(32)))).toEqual(badField('digest'));
  });

  it('tells all that is wrong at once, entries of lists by their place, and stops at any other refusal', () => {
    const input = { title: ' ', agenda: [{ title: 'x' }, { title: 'a\nb' }], quorum: 0 };
    const wrong = refused(() =>
      fieldsOf({
        title: () => lineOf('title', input.title, 50),
        agenda: () =>
          eachOf('agenda', input.agenda, { max: 2 }, ({ title }, path) =>
            fieldsOf({ title: () => lineOf(`${path}.title`, title, 50) }),
          ),
        quorum: () => numberOf('quorum', input.quorum, 1, 9),
      }),
    );
    expect(wrong).toEqual(badField('title'));
    expect((wrong as DomainError).problems.map(({ path }) => path)).toEqual(['title', 'agenda.1.title', 'quorum']);

    const other = new DomainError('FORBIDDEN', { en: 'no', zh: '否' });
    const stopped = { a: () => lineOf('a', '', 5), b: () => raise(other) };
    expect(refused(() => fieldsOf(stopped))).toBe(other);
    expect(fieldsOf({ a: () => lineOf('a', ' x ', 5), n: () => 1 })).toEqual({ a: 'x', n: 1 });
    expect(refused(() => eachOf('list', [], { min: 1, max: 2 }, (entry) => entry))).toEqual(badField('list'));
  });
});

function raise(error: unknown): never {
  throw error;
}
