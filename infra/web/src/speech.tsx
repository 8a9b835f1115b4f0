import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { keepLanguage, type Language, languages, preferredLanguage } from './language.ts';
import { en, type Words } from './words/en.ts';
import { zh } from './words/zh.ts';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  /** Name of the page that speaks. */
  readonly title: string;
  readonly speak: (language: Language) => void;
}

const SpeechContext = createContext<Speech | null>(null);
const wordsOf = { zh, en } as const satisfies Record<Language, Words>;

interface SpeechProps {
  readonly page: keyof Words['pages'];
  readonly children: ReactNode;
}

/** Gives all below it the words of one language, and the page its name and its `lang`. */
export function SpeechProvider({ page, children }: SpeechProps) {
  const [language, setLanguage] = useState(preferredLanguage);
  const words = wordsOf[language];
  const title = words.pages[page];
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${title} · Chengqi 承启`;
  }, [language, title]);
  const speech = useMemo(
    () => ({
      language,
      words,
      title,
      speak: (chosen: Language) => {
        keepLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language, words, title],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('no SpeechProvider above');
  return speech;
}

const names = { zh: '中文', en: 'English' } as const satisfies Record<Language, string>;

/** The switch between the languages, each by its own name. */
export function LanguageSwitch() {
  const { language, words, speak } = useSpeech();
  return (
    <fieldset className="switch">
      <legend className="unseen">{words.language}</legend>
      {languages.map((each) => (
        <label key={each} lang={each}>
          <input type="radio" name="language" checked={each === language} onChange={() => speak(each)} />
          <span>{names[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}
