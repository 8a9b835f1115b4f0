import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highlightsOf } from './highlights.ts';
import { queryTerms } from './query-terms.ts';

/** As a person sees it: what was found in brackets. */
const seen = (text: string, search: string) =>
  highlightsOf({ text }, new Set(queryTerms(search))).map(({ parts }) =>
    parts.map(({ text, found }) => (found ? `[${text}]` : text)).join(''),
  );

describe('what was found', () => {
  it.each([
    ['关于做好安全生产工作的通知', '安全生产', '关于做好[安全生产]工作的通知'],
    ['安全检查与安全培训', '安全', '[安全]检查与[安全]培训'],
    ['霁政办发〔２０２６〕１号', '霁政办发〔2026〕1号', '[霁政办发]〔[２０２６]〕[１号]'],
    ['Ｆｉｒｅ drill', 'FIRE', '[Ｆｉｒｅ] drill'],
  ])('in %s by %s', (text, search, expected) => {
    expect(seen(text, search)).toEqual([expected]);
  });

  it('is told of the texts that have it alone, by their fields', () => {
    const texts = { code: '督〔2026〕1号', title: '校车安全', requirement: null, result: '未发现问题' };

    expect(highlightsOf(texts, new Set(['校车'])).map(({ field }) => field)).toEqual(['title']);
  });

  it('of a long text stands in what is shown of it, whole characters only', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (ahead, behind) => {
        const text = `${'𠮷'.repeat(ahead)}，消防通道，${'𠮷'.repeat(behind)}`;
        const [{ parts } = { parts: [] }] = highlightsOf({ text }, new Set(queryTerms('消防通道')));
        const whole = parts.map((part) => part.text).join('');

        expect(parts.filter(({ found }) => found).map((part) => part.text)).toEqual(['消防通道']);
        expect(whole.isWellFormed()).toBe(true);
        expect(text).toContain(whole.replaceAll('…', ''));
        expect(whole.length).toBeLessThanOrEqual(163);
      }),
    );
  });
});
