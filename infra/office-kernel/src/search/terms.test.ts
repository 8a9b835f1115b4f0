import { DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { queryTerms } from './query-terms.ts';
import { folded, occurrencesIn, runsOf, termsOf } from './terms.ts';

const terms = (text: string) => [...termsOf([text])];

describe('terms of a text', () => {
  it.each([
    ['安全生产', ['安全', '全生', '生产']],
    ['县政府办公室，档案室', ['县政', '政府', '府办', '办公', '公室', '档案', '案室']],
    ['霁政办发〔2026〕1号', ['霁政', '政办', '办发', '2026', '1', '号']],
    ['霁政办发［２０２６］１号', ['霁政', '政办', '办发', '2026', '1', '号']],
    ['2026年度 A座', ['2026', '年度', 'a', '座']],
    ['Fire-Safety PLAN', ['fire', 'safety', 'plan']],
    ['〇二六', ['〇二', '二六']],
    ['𠮷野家', ['𠮷野', '野家']],
    ['Café ＡＢＣ', ['café', 'abc']],
    ['Cafe\u0301', ['café']],
    ['！？ — …', []],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  it('reach no further than a thousand a thing and 32 characters a word', () => {
    const long = Array.from({ length: 3000 }, (_, n) => `w${n}`).join(' ');

    expect(terms(long)).toHaveLength(1000);
    expect(terms('x'.repeat(50))).toEqual(['x'.repeat(32)]);
  });

  it('join nothing over the end of a text', () => {
    expect([...termsOf(['安全', '生产', null])]).toEqual(['安全', '生产']);
  });
});

const hanRun = fc.string({ unit: fc.constantFrom(...'安全生产档案会议督办隐患消防水电'), minLength: 2, maxLength: 12 });
const latinWord = fc.string({ unit: fc.constantFrom(...'aB3é９Ｚ'), minLength: 1, maxLength: 40 });
const sign = fc.constantFrom('，', ' ', '〔', '〕', '-', '。', '\n');
const text = fc
  .array(fc.tuple(fc.oneof(hanRun, latinWord), sign), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.map(([word, end]) => word + end).join(''));

describe('any text', () => {
  it('is found by every part of two characters and more of its Han runs, and by every other word', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (written, pick, cut) => {
        const kept = termsOf([written]);
        const words = runsOf(written);
        const { text: word = '', han = false } = words[pick % words.length] ?? {};
        const characters = [...word];
        const from = han ? cut % Math.max(1, characters.length - 1) : 0;
        const part = han ? characters.slice(from, from + 2 + (pick % 4)).join('') : word;

        expect(queryTerms(part).filter((term) => !kept.has(term))).toEqual([]);
      }),
    );
  });

  it('says where its terms stand: what is there, folded, is the term', () => {
    fc.assert(
      fc.property(text, (written) => {
        const places = runsOf(written).flatMap(occurrencesIn);
        expect(places.length).toBeGreaterThan(0);
        for (const { term, start, end } of places) {
          const there = folded(written.slice(start, end));
          expect(term.length < 32 ? there : there.slice(0, 32)).toBe(term);
        }
      }),
    );
  });

  it('has the same terms in every width and case', () => {
    const wide = (written: string) =>
      written.replace(/[a-z0-9]/gi, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(text, (written) => {
        expect(terms(wide(written).toUpperCase())).toEqual(terms(written));
      }),
    );
  });
});

describe('words of a query', () => {
  const fieldOf = (search: string): string | null => {
    try {
      queryTerms(search);
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return `${error.code} ${error.details.field}`;
    }
  };

  it('ask for every pair of a Han word, so that the same characters in another order are another word', () => {
    expect(queryTerms('安全档案')).toEqual(['安全', '全档', '档案']);
    expect(termsOf(['档案安全'])).not.toContain('全档');
  });

  it('are refused where nothing could be looked for, and where they are too many', () => {
    for (const search of [
      '',
      '  ',
      '？！',
      '水',
      '水，电',
      'x'.repeat(51),
      '安'.repeat(51),
      'a b c d e f g h i',
      '\u0000安全',
    ])
      expect([search, fieldOf(search)]).toEqual([search, 'BAD_USER_INPUT where.search']);
    for (const search of ['水电', 'a', '1号', ' 安全 生产 ', 'a b c d e f g h']) expect(fieldOf(search)).toBeNull();
  });
});
