import type { FigureRowFragment, Figures_CatalogueQuery } from '../generated/graphql.ts';
import type { Language } from '../language.ts';
import type { Words } from '../words/en.ts';
import { wordOf } from './codes.ts';
import { dayOf, officeZone, type Period, type Span } from './periods.ts';

export type Metric = NonNullable<Figures_CatalogueQuery['metrics']>[number];
export type Row = FigureRowFragment;
export type Cell = Row['cells'][number];
type Dimension = Row['dims'][number];

const tagOf = { zh: 'zh-CN', en: 'en-GB' } as const satisfies Record<Language, string>;

/** The label of a figure in the language. */
export const labelOf = ({ labelZh, labelEn }: Pick<Metric, 'labelZh' | 'labelEn'>, language: Language): string =>
  language === 'zh' ? labelZh : labelEn;

/** Its formula in words. */
export const definitionOf = ({ definition, definitionZh }: Metric, language: Language): string =>
  language === 'zh' ? definitionZh : definition;

/** How values, moments and periods are written in a language, on the clock of the office. */
export function createTexts(language: Language, words: Words) {
  const tag = tagOf[language];
  const numbers = (digits: number) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits });
  const moments = new Intl.DateTimeFormat(tag, { timeZone: officeZone, dateStyle: 'medium', timeStyle: 'short' });
  const days = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: officeZone, ...options });
  const longDays = days({ dateStyle: 'medium' });
  const shortDays = days(language === 'zh' ? { month: 'numeric', day: 'numeric' } : { month: 'short', day: 'numeric' });
  const months = days({ year: 'numeric', month: 'short' });
  const percents = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const whole = numbers(0);
  const tenths = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  const written = (value: number, unit: string): string => {
    if (unit === 'share') return percents.format(value);
    return unit === '1' || unit === 'min' ? numbers(2).format(value) : tenths.format(value);
  };

  return {
    tag,
    count: (value: number) => whole.format(value),
    /** A value in the unit of its figure; the unit itself is said once, above the column or at the axis. */
    value: written,
    /** What a cell shows: withheld is never a number, and nothing to measure is a dash. */
    cell: ({ value, suppressed }: Cell, unit: string): string => {
      if (suppressed) return words.answer.withheld;
      return value === null || value === undefined ? '–' : written(value, unit);
    },
    /** Both parts of a rate, `12/13`; how many stand behind a duration; null where a cell tells no parts. */
    parts: ({ numerator, denominator }: Cell, { kind }: Pick<Metric, 'kind'>): string | null => {
      if (kind === 'COUNT' || !denominator) return null;
      if (kind !== 'RATE') return `n=${whole.format(denominator)}`;
      return `${numbers(2).format(numerator ?? 0)}/${numbers(2).format(denominator)}`;
    },
    moment: (instant: string) => moments.format(new Date(instant)),
    span: ({ from, to }: Span): string => longDays.formatRange(new Date(`${from}T12:00Z`), new Date(`${to}T12:00Z`)),
    /** A period of an answer by its label: `2026-09-14`, `2026-W38`, `2026-09`, or the two ends. */
    period: ({ label, from, to }: Period): string => {
      const first = new Date(from);
      if (/^\d{4}-\d\d$/.test(label)) return months.format(first);
      if (/^\d{4}-\d\d-\d\d$/.test(label)) return longDays.format(first);
      const last = new Date(Date.parse(to) - 1);
      const ends = dayOf(first) === dayOf(last) ? shortDays.format(first) : shortDays.formatRange(first, last);
      return /-W\d\d$/.test(label) ? `${label} (${ends})` : longDays.formatRange(first, last);
    },
    /** The same as short as an axis wants it. */
    tick: ({ label, from }: Period): string => {
      if (/^\d{4}-\d\d$/.test(label)) return months.format(new Date(from));
      return /-W\d\d$/.test(label) ? label.slice(5) : shortDays.format(new Date(from));
    },
    /** A unit by its name, any other dimension by the word for its code; what a fact does not state says so. */
    place: ({ dimension, value, org }: Dimension, figure: string): string => {
      if (value === null || value === undefined) return words.by.unnamed;
      return dimension === 'ORG' ? (org?.name ?? value) : wordOf(value, dimension, figure, language);
    },
  };
}

export type Texts = ReturnType<typeof createTexts>;
