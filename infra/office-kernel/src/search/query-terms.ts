import { badInput, lineOf } from '@chengqi/service-kit';
import { occurrencesIn, runsOf } from './terms.ts';

const mostWords = 8;
const mostCharacters = 50;
/** Every list takes its words here. */
const field = 'where.search';

/**
 * The terms that must all be found, each once. Of a Han word every overlapping pair is one: 安全档案 asks for 安全, 全档 and
 * 档案, and so does not find 档案安全.
 * @throws DomainError BAD_USER_INPUT for more than 50 characters or 8 words, and where nothing but single Han characters
 * or signs is left to look for
 */
export function queryTerms(search: string): string[] {
  const words = runsOf(lineOf(field, search, mostCharacters));
  if (words.length > mostWords) {
    throw badInput(field, { en: `At most ${mostWords} words.`, zh: `最多 ${mostWords} 个词。` });
  }
  if (words.every(({ han, text }) => han && [...text].length === 1)) {
    throw badInput(field, {
      en: 'Search for a word of two Chinese characters at least, or of letters and digits.',
      zh: '请至少输入两个连续的汉字，或字母、数字。',
    });
  }
  return [...new Set(words.flatMap(occurrencesIn).map(({ term }) => term))];
}
