/** Languages of the pages; those of the graph's refusals, too. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

const kept = 'chengqi.language';

/** As chosen here before, else as the browser prefers. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(kept);
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2));
  return (
    languages.find((each) => each === chosen) ??
    preferred.flatMap((tag) => languages.find((each) => each === tag) ?? [])[0] ??
    'zh'
  );
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(kept, language);
}
