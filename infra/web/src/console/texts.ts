import { dayOf, officeZone } from '../figures/periods.ts';
import type { Language } from '../language.ts';

const tagOf = { zh: 'zh-CN', en: 'en-GB' } as const satisfies Record<Language, string>;

const yearOf = (instant: Date) => dayOf(instant).slice(0, 4);

/** Moments and days as people read them, on the clock of the office. */
export function createTexts(language: Language) {
  const tag = tagOf[language];
  const inYear = { month: 'short', day: 'numeric' } as const;
  const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  /** The year is left out of what is in the present one. */
  const dated = (timeZone: string, rest: Intl.DateTimeFormatOptions) => {
    const near = new Intl.DateTimeFormat(tag, { timeZone, ...inYear, ...rest });
    const far = new Intl.DateTimeFormat(tag, { timeZone, year: 'numeric', ...inYear, ...rest });
    const year = yearOf(new Date());
    return (...instants: readonly Date[]) => (instants.every((each) => yearOf(each) === year) ? near : far);
  };
  const moments = dated(officeZone, minute);
  const clock = new Intl.DateTimeFormat(tag, { timeZone: officeZone, timeStyle: 'short' });
  // A day has no zone: it is read at noon of Greenwich, where it is the same day.
  const days = dated('UTC', {});
  return {
    moment: (text: string): string => {
      const instant = new Date(text);
      return moments(instant).format(instant);
    },
    /** Of one day with the day once. */
    span: (from: string, to: string): string => {
      const ends = [new Date(from), new Date(to)] as const;
      return moments(...ends).formatRange(...ends);
    },
    clock: (instant: string): string => clock.format(new Date(instant)),
    day: (text: string): string => {
      const day = new Date(`${text}T12:00Z`);
      return days(day).format(day);
    },
  };
}

export type Texts = ReturnType<typeof createTexts>;
