import words from '@chengqi/schemas/words.json' with { type: 'json' };
import type { Language } from './language.ts';

/** A code of the graph as a word: in Chinese the one given, in English the code itself; what has no Chinese word stays as it is. */
export function wordFor(code: string, chinese: string | undefined, language: Language): string {
  if (chinese === undefined || language === 'zh') return chinese ?? code;
  const spaced = code.replaceAll('_', ' ').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/** A value of an enum of the graph as a word, in Chinese as the contract has it. */
export function enumWord(type: keyof typeof words.values, value: string, language: Language): string {
  const known: Readonly<Record<string, string>> = words.values[type];
  return wordFor(value, known[value], language);
}
