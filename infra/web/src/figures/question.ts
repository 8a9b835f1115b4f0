import type { MetricDimension, MetricFilter, MetricGrain, MetricQueryInput } from '../generated/graphql.ts';
import {
  addDays,
  type Day,
  instantOf,
  isDay,
  lengthOf,
  type MovingPeriod,
  movingPeriods,
  type Span,
  spanOf,
  startOf,
} from './periods.ts';

export const views = ['line', 'bar', 'table'] as const;
/** Figures over periods, by a dimension, or as numbers alone. */
export type View = (typeof views)[number];

export const grains = ['auto', 'day', 'week', 'month', 'whole'] as const;
/** `auto` follows the length of the period; `whole` is one value for all of it. */
export type Grain = (typeof grains)[number];

/** The dimensions in the order in which the board offers them. */
export const dimensions = ['ORG', 'CATEGORY', 'LEVEL', 'CHANNEL'] as const satisfies readonly MetricDimension[];

/** As many figures as the graph puts into one table. */
export const mostFigures = 20;
/** As many rows as the page shows; a file has them all. */
export const mostRows = 1000;

/** What is asked of the board; the address of the page is its only keeper. */
export interface Question {
  /** Names in the catalogue, in the order chosen. */
  readonly figures: readonly string[];
  /** Null is all that the viewer may measure. */
  readonly unit: string | null;
  /** With the units below. */
  readonly below: boolean;
  readonly period: MovingPeriod | Span;
  readonly grain: Grain;
  readonly by: MetricDimension | null;
  /** Clock of the office, `2026-09-14T08:30`; null is now. */
  readonly asOf: string | null;
  readonly view: View;
}

const among = <T extends string>(values: readonly T[], text: string | null, otherwise: T): T =>
  values.find((value) => value === text) ?? otherwise;

/** Reads an address; what it does not understand is as if it were not there. */
export function questionOf(search: string): Question {
  const given = new URLSearchParams(search);
  const names = (given.get('figures') ?? '').split(',').filter((name) => /^[a-z][\w.]{0,60}$/i.test(name));
  const [from, to] = [given.get('from') ?? '', given.get('to') ?? ''];
  const unit = given.get('unit');
  const asOf = given.get('asOf') ?? '';
  const by = given.get('by')?.toUpperCase();
  return {
    figures: [...new Set(names)].slice(0, mostFigures),
    unit: unit && /^[a-z]+_[0-9a-z]+$/.test(unit) ? unit : null,
    below: given.get('below') !== 'no',
    period:
      isDay(from) && isDay(to) && from <= to ? { from, to } : among(movingPeriods, given.get('period'), 'this-month'),
    grain: among(grains, given.get('grain'), 'auto'),
    by: dimensions.find((dimension) => dimension === by) ?? null,
    asOf: isClock(asOf) ? asOf : null,
    view: among(views, given.get('view'), 'line'),
  };
}

const isClock = (text: string): boolean => {
  const [day = '', time = ''] = text.split('T');
  return isDay(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
};

/** The address of a question, without what goes without saying; `questionOf` reads the same question from it. */
export function searchOf({ figures, unit, below, period, grain, by, asOf, view }: Question): string {
  const named = typeof period === 'string' ? { period: period === 'this-month' ? null : period } : { ...period };
  const given = {
    figures: figures.length > 0 ? figures.join(',') : null,
    unit,
    below: below ? null : 'no',
    ...named,
    grain: grain === 'auto' ? null : grain,
    by: by?.toLowerCase() ?? null,
    asOf,
    view: view === 'line' ? null : view,
  };
  const said = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  // Commas and colons need no escape in a query, and addresses are read by people.
  const text = new URLSearchParams(said).toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** The same question on any later day: a period that moves becomes its days. */
export const fixed = (question: Question, today: Day): Question => ({
  ...question,
  period: spanOf(question.period, today),
});

const grainFor = (days: number): MetricGrain => (days <= 31 ? 'DAY' : days <= 200 ? 'WEEK' : 'MONTH');

/** Length of the periods of the table: bars stand for the whole, and a line needs more than one point. */
export function grainOf({ view, grain, period }: Question, today: Day): MetricGrain | null {
  if (view === 'bar' || (grain === 'whole' && view === 'table')) return null;
  if (grain === 'auto' || grain === 'whole') return grainFor(lengthOf(spanOf(period, today)));
  return grain.toUpperCase() as MetricGrain;
}

/** Figures of people are told by months, where nobody chose another length. */
const monthly = ({ view, grain }: Question, chosen: readonly Cuttable[]): MetricGrain | null => {
  const free = view !== 'bar' && (grain === 'auto' || (grain === 'whole' && view === 'line'));
  return free && chosen.some(({ people }) => people) ? 'MONTH' : null;
};

/** A figure of the catalogue as far as a question needs it. */
interface Cuttable {
  readonly name: string;
  readonly dimensions: readonly MetricDimension[];
  /** It is told by whole months alone. */
  readonly people: boolean;
}

/** What all of the figures can be cut by. */
export const dimensionsOf = (figures: readonly Cuttable[]): readonly MetricDimension[] =>
  dimensions.filter((each) => figures.every((figure) => figure.dimensions.includes(each)));

/**
 * What is asked of the graph: the table, and the same over the whole period where the table is cut. Null when nothing
 * that the catalogue has is chosen. A dimension that not all figures have is left out.
 */
export function askedOf(question: Question, catalogue: readonly Cuttable[], today: Day) {
  const chosen = question.figures.flatMap((name) => catalogue.find((figure) => figure.name === name) ?? []);
  if (chosen.length === 0) return null;
  const { from, to } = spanOf(question.period, today);
  const by = question.by !== null && dimensionsOf(chosen).includes(question.by) ? question.by : null;
  const grain = monthly(question, chosen) ?? grainOf(question, today);
  const whole: MetricQueryInput = {
    metrics: chosen.map(({ name }) => name),
    where: {
      from: startOf(from),
      to: startOf(addDays(to, 1)),
      ...(question.unit !== null && { orgId: question.unit, subtree: question.below }),
    },
    ...(question.asOf !== null && { asOf: instantOf(question.asOf) }),
  };
  const input: MetricQueryInput = { ...whole, ...(by && { by: [by] }), ...(grain && { grain }) };
  return { input: { ...input, limit: mostRows }, whole, cut: Boolean(by ?? grain) };
}

/** What a file is asked with: the table without the page's limit. */
export const ofFile = ({ limit: _, ...input }: MetricQueryInput): MetricQueryInput => input;

/** Where a row stands, as far as it narrows what was asked. */
interface Place {
  readonly period: { readonly from: string; readonly to: string };
  readonly dims: readonly { readonly dimension: MetricDimension; readonly value?: string | null }[];
}

/**
 * What the facts of one row are asked with: its period, and its place in each dimension, all of which it names. A unit
 * of a row stands for itself without those below it.
 */
export function membersWhere(where: MetricFilter, { period: { from, to }, dims }: Place): MetricFilter {
  const place = Object.fromEntries(dims.map(({ dimension, value }) => [dimension, value]));
  return {
    ...where,
    ...{ from, to },
    ...(place.ORG && { orgId: place.ORG, subtree: false }),
    ...(place.CATEGORY && { category: place.CATEGORY }),
    ...(place.LEVEL && { level: place.LEVEL }),
    ...(place.CHANNEL && { channel: place.CHANNEL }),
  };
}
