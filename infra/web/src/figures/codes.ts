import words from '@chengqi/schemas/words.json' with { type: 'json' };
import { wordFor } from '../codes.ts';
import type { MetricDimension } from '../generated/graphql.ts';
import type { Language } from '../language.ts';

/** Which enum of the graph the codes of a family of figures are from. */
const enums: Readonly<Record<string, Partial<Record<MetricDimension, keyof typeof words.values>>>> = {
  doc: { CATEGORY: 'DocumentKind', LEVEL: 'SecrecyLevel' },
  haz: { CATEGORY: 'HazardCategory', LEVEL: 'HazardLevel' },
  sup: { CATEGORY: 'SupervisionCategory', LEVEL: 'SupervisionWeight' },
  case: { CATEGORY: 'CaseKind', CHANNEL: 'CaseChannel' },
  pet: { CATEGORY: 'CaseKind', CHANNEL: 'CaseChannel' },
};
const types: Readonly<Record<string, string>> = words.types;

/** The family of a figure is what stands before the first dot of its name. */
export const familyOf = (name: string): string => name.slice(0, name.indexOf('.'));

/**
 * A code of a dimension in words: the graph's own in Chinese, the code itself as a word in English. A code that the graph
 * has no word for, such as the number of a line, stays as it is.
 */
export function wordOf(code: string, dimension: MetricDimension, figure: string, language: Language): string {
  const named = enums[familyOf(figure)]?.[dimension];
  const known: Readonly<Record<string, string>> = named ? words.values[named] : dimension === 'CATEGORY' ? types : {};
  return wordFor(code, known[code], language);
}
