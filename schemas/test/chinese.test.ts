import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { englishOf, loadChinese, placesOf } from '../chinese.ts';

/** What stands in a text that no language may change: codes, and numbers beside them. */
const codesOf = (text: string) => (text.match(/`[^`]*`/g) ?? []).sort().join();
const numbersOf = (text: string) =>
  [...new Set(text.replaceAll(/`[^`]*`/g, '').match(/\d[\d,.:]*\d|\d/g))].sort().join();
/** A month by its name is a number in Chinese. */
const month = /\b(January|February|March|April|May|June|July|August|September|October|November|December)\b/;

describe('the descriptions in Chinese', () => {
  const texts = [...loadChinese()];

  it('are Chinese', () => {
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.filter(([, chinese]) => !/\p{Script=Han}/u.test(chinese))).toEqual([]);
  });

  it('name the same codes and numbers as the English ones', () => {
    expect(texts.filter(([english, chinese]) => codesOf(english) !== codesOf(chinese))).toEqual([]);
    const other = texts.filter(([english, chinese]) => numbersOf(english) !== numbersOf(chinese));
    expect(other.filter(([english]) => !month.test(english))).toEqual([]);
  });

  it('have their place beside the one file that says it, and what several say in the shared one', () => {
    const files = [
      ['subgraphs/a/one.graphql', parse('"Both." type A { "One." id: ID "Kept." hidden: ID }')],
      ['subgraphs/b/two.graphql', parse('"Both." type B { """Two\nlines.""" id: ID "Two lines." again: ID }')],
    ] as const;

    expect([...placesOf(files, new Set(['Both.', 'One.', 'Two lines.']))]).toEqual([
      ['subgraphs/_shared/shared', ['Both.']],
      ['subgraphs/a/one', ['One.']],
      ['subgraphs/b/two', ['Two lines.']],
    ]);
    expect(englishOf('Two\n  lines. ')).toBe('Two lines.');
  });
});
