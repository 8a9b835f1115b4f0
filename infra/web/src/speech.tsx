import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { keepLanguage, type Language, languages, preferredLanguage } from './language.ts';
import { en, type Words } from './words/en.ts';
import { zh } from './words/zh.ts';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly speak: (language: Language) => void;
}

const SpeechContext = createContext<Speech | null>(null);
const wordsOf = { zh, en } as const satisfies Record<Language, Words>;

/** Gives all below it the words of one language, and the page its `lang`. */
export function SpeechProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(preferredLanguage);
  const words = wordsOf[language];
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${words.title} · Chengqi 承启`;
  }, [language, words]);
  const speech = useMemo(
    () => ({
      language,
      words,
      speak: (chosen: Language) => {
        keepLanguage(chosen);
        setLanguage(chosen);
      },
    }),
    [language, words],
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
