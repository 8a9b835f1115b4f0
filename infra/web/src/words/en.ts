import type { MovingPeriod } from '../figures/periods.ts';
import type { Grain, View } from '../figures/question.ts';
import type { MetricDimension } from '../generated/graphql.ts';

/** Everything that the pages say in English; `zh.ts` says the same, or does not compile. */
export const en = {
  title: 'Figures',
  office: 'Chengqi',
  language: 'Language',
  skip: 'Skip to the answer',
  signIn: {
    title: 'Sign in',
    expired: 'You are no longer signed in. Sign in again; what you had chosen is kept.',
    people: 'People of the demonstration',
    staffNo: 'Staff number',
    byStaffNo: 'Sign in',
    token: 'Access token',
    byToken: 'Use this token',
    tokenNote: 'It stays in this tab and is forgotten when the tab is closed.',
    refused: 'This staff number is not known.',
    out: 'Sign out',
  },
  figures: {
    legend: 'Figures',
    search: 'Search figures',
    none: 'No figure is called so.',
    chosen: (count: number, most: number) => `${count} of at most ${most} chosen`,
    clear: 'Clear',
    definition: (label: string) => `Definition of ${label}`,
    families: {
      call: 'Calls',
      case: 'Service cases',
      pet: 'Petitions',
      sat: 'Satisfaction',
      doc: 'Documents',
      duty: 'Duty',
      gov: 'The loop of decisions',
      haz: 'Hazards',
      sup: 'Supervision',
    } as Readonly<Record<string, string>>,
  },
  unit: {
    legend: 'Unit',
    all: 'All that I may measure',
    search: 'Search units',
    none: 'No unit is called so.',
    below: 'With the units below',
    unknown: 'A unit that is not shown to you',
  },
  period: {
    legend: 'Period',
    moving: {
      'this-month': 'This month',
      'last-month': 'Last month',
      'this-year': 'This year',
      'last-12-months': 'Last 12 months',
    } satisfies Record<MovingPeriod, string>,
    days: 'Two days',
    from: 'From',
    to: 'To, included',
  },
  grain: {
    legend: 'By time',
    of: {
      auto: 'Automatic',
      day: 'Day',
      week: 'Week',
      month: 'Month',
      whole: 'Whole period',
    } satisfies Record<Grain, string>,
  },
  by: {
    legend: 'Cut by',
    none: 'Nothing',
    of: {
      ORG: 'Unit',
      CATEGORY: 'Category',
      LEVEL: 'Level',
      CHANNEL: 'Channel',
    } satisfies Record<MetricDimension, string>,
    unnamed: 'Not stated',
  },
  asOf: { legend: 'As known at', now: 'Now' },
  view: {
    legend: 'Shown as',
    of: { line: 'Line', bar: 'Bars', table: 'Table' } satisfies Record<View, string>,
  },
  answer: {
    nothing: 'Choose a figure to begin.',
    loading: 'Loading',
    loaded: (rows: number) => `Loaded, ${rows} ${rows === 1 ? 'row' : 'rows'}`,
    empty: 'Nothing happened in this period.',
    asOf: (moment: string) => `Figures as of ${moment}`,
    lag: (seconds: number) => (seconds === 0 ? 'nothing waits' : `${seconds} s behind`),
    lagUnknown: 'how far behind is not known',
    withheld: '≤4, withheld',
    withheldNote: 'Withheld: it stands for fewer than 5 people, or would give them away.',
    truncated: (shown: number, all: number) => `The first ${shown} of ${all} rows; a file has them all.`,
    whole: 'Whole period',
    period: 'Period',
    all: 'All together',
    sparse: 'Periods in which nothing happened are left out.',
    chart: (series: string) => `Chart of ${series}. The table below has the same numbers.`,
    leftOut: (count: number) =>
      `The chart shows up to 6 series of one unit; ${count} more ${count === 1 ? 'is' : 'are'} in the table.`,
    placesLeftOut: (count: number) => `The chart shows the 40 largest; ${count} more are in the table.`,
    noChart: 'There is nothing to draw.',
    definitions: 'Definitions',
    joined: ', ',
    more: (named: string, all: number) => `${named} and others, ${all} in all`,
    unitWithBelow: (unit: string) => `${unit} and below`,
  },
  units: { '1': 'count', share: '%', h: 'hours', d: 'days', min: 'minutes', points: 'points' } as Readonly<
    Record<string, string>
  >,
  actions: {
    copy: 'Copy link',
    copied: 'The link is copied; it keeps these days.',
    link: 'Link to this answer',
    print: 'Print',
    csv: 'CSV',
    xlsx: 'XLSX',
    saved: (file: string) => `${file} is saved.`,
  },
  errors: {
    network: 'The office does not answer.',
    again: 'Try again',
    fault: 'This page made a mistake. Nothing is lost: the address keeps what you chose.',
  },
};

export type Words = typeof en;
