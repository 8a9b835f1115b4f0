import type { Foundation, OrgTree } from '@chengqi/office-kernel';
import { DomainError, type Request } from '@chengqi/service-kit';
import { DateTime } from 'luxon';
import { keyOf } from '../measuring/cut.repository.ts';
import { createMeasuring } from '../measuring/measuring.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import type { MetricDefinition } from '../metrics/metric.ts';
import { type MetricScope, scopeOf } from '../metrics/metric-scope.ts';
import type { ShownFigure } from '../metrics/metric-table.ts';
import { createPeopleFigures } from '../metrics/people.ts';
import { isMonthStart, type Period, periodsOf, requireSpan } from '../metrics/period.ts';
import { standingsOf } from '../metrics/place.ts';
import { type Column, columnOf, hidden } from '../metrics/shown.ts';
import { newestApplied } from '../projection/freshness.repository.ts';
import { type Target, targets } from './targets.ts';

export interface ScorecardRow extends ShownFigure {
  readonly metric: MetricDefinition;
  readonly target: number | null;
  readonly rank: number | null;
  readonly ranked: number;
  readonly delta: number | null;
}

export interface Scorecard {
  readonly org: { readonly id: string };
  readonly period: Period;
  readonly rows: readonly ScorecardRow[];
  readonly asOf: Date;
}

export interface ScorecardAsked {
  readonly orgId: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf?: Date | null | undefined;
}

const [before, now] = [0, 1];

/** What organisations answer for, each beside its neighbours and the period before. */
export function createScorecards(foundation: Foundation) {
  const { kit, office } = foundation;
  const { measure } = createMeasuring(foundation);
  const measurePeople = createPeopleFigures(foundation);

  async function columnFor(metric: MetricDefinition, asked: ReturnType<typeof neighbourhood>): Promise<Column> {
    const cut = { by: ['ORG'], only: {} } as const;
    if (!metric.people) return columnOf(metric, await measure(metric, { ...asked, ...cut, unowned: false }));
    const periods = monthsAndThoseBefore(kit.clock.zone, asked.span);
    if (periods === null) return { at: new Map(), elsewhere: () => hidden };
    return measurePeople(metric, { ...asked, ...cut, stand: standingsOf(asked.groups), periods });
  }

  /** Figures of the organisation and its neighbours in both periods; each organisation stands for all below it. */
  async function rowOf({ metric: name, target, better }: Target, asked: ReturnType<typeof neighbourhood>) {
    const metric = metricNamed(name);
    const { at, elsewhere } = await columnFor(metric, asked);
    const figureOf = (org: string, during: number): ShownFigure =>
      at.get(keyOf({ period: during, dims: [org] }))?.figure ?? elsewhere(during);
    const [last, own] = [figureOf(asked.orgId, before), figureOf(asked.orgId, now)];
    const placed = asked.beside.map((org) => figureOf(org, now).value).filter((value) => value !== null);
    const isBetter = (value: number, than: number): boolean => (better === 'HIGHER' ? value > than : value < than);
    return {
      metric,
      ...own,
      target,
      rank:
        better && own.value !== null ? 1 + placed.filter((value) => isBetter(value, own.value ?? value)).length : null,
      ranked: better ? placed.length : 0,
      delta: own.value !== null && last.value !== null ? own.value - last.value : null,
    } satisfies ScorecardRow;
  }

  /** Null when no post of the viewer covers the organisation. Every figure costs a fixed number of statements. */
  return async ({ viewer }: Pick<Request, 'viewer'>, asked: ScorecardAsked): Promise<Scorecard | null> => {
    requireSpan(asked);
    const { orgId, from, to } = asked;
    const scope = await scopeOf(foundation, viewer, { orgId }).catch(nobodyCovers);
    if (scope === null) return null;
    const asOf = asked.asOf ?? kit.clock.now();
    const place = neighbourhood(office.orgs.tree, { ...asked, asOf });
    const [period] = periodsOf(kit.clock.zone, from, to, null);
    const rows: ScorecardRow[] = [];
    for (const target of targets) rows.push(await rowOf(target, place));
    const newest = await newestApplied(kit.db.read);
    return { org: { id: orgId }, period: period as Period, rows, asOf: asked.asOf ?? newest ?? asOf };
  };
}

const nobodyCovers = (error: unknown): MetricScope | null => {
  if (error instanceof DomainError && error.code === 'FORBIDDEN') return null;
  throw error;
};

/** The organisation and those beside it, each with all below, in the period and the one of the same length before. */
function neighbourhood(tree: OrgTree, { orgId, from, to, asOf }: ScorecardAsked & { readonly asOf: Date }) {
  const [parent] = tree.ancestors(orgId);
  const beside = parent === undefined ? [orgId] : tree.children(parent);
  const groups = new Map(beside.flatMap((org) => tree.below(org).map((id) => [id, org] as const)));
  const earlier = new Date(from.getTime() - (to.getTime() - from.getTime()));
  const span = { from, to };
  const periods = [{ from: earlier, to: from }, span];
  return { orgId, span, beside, orgs: [...groups.keys()], groups, periods, asOf };
}

/** Whole months and as many before them; null where the period cuts one, of which figures of people tell nothing. */
function monthsAndThoseBefore(zone: string, { from, to }: { readonly from: Date; readonly to: Date }) {
  if (!isMonthStart(zone, from) || !isMonthStart(zone, to)) return null;
  const begin = DateTime.fromJSDate(from, { zone });
  const months = Math.round(DateTime.fromJSDate(to, { zone }).diff(begin, 'months').months);
  return [
    { from: begin.minus({ months }).toJSDate(), to: from },
    { from, to },
  ];
}
