import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { EarlyWarningKind, QueryEarlyWarningsArgs } from '../generated/graphql.ts';
import { followsChains, nodeRule, recordReadsOf } from '../lineage/lineage.repository.ts';
import type { LineageType } from '../lineage/lineage.ts';
import type { Cell } from '../measuring/cut.repository.ts';
import { createMeasuring } from '../measuring/measuring.ts';
import { notDismissed } from '../metrics/catalogue/hazards.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { days, rate } from '../metrics/metric.ts';
import { type MetricScope, scopeOf } from '../metrics/metric-scope.ts';
import {
  callLoss,
  type EarlyWarning,
  hazardDays,
  overdueRisk,
  pressing,
  repeatHazard,
  riskyShare,
  staffingGap,
  week,
} from './warning.ts';

const mostWarnings = 200;

/** What is not done yet and has a limit, by the moments that say so. */
const limited: readonly { table: string; type: LineageType; begin: string; open: string }[] = [
  { table: 'item_fact', type: 'SUPERVISION_ITEM', begin: 'registered_at', open: 'f.struck_off_at IS NULL' },
  {
    table: 'hazard_fact',
    type: 'HAZARD',
    begin: 'confirmed_at',
    open: 'f.closed_at IS NULL AND f.dismissed_at IS NULL',
  },
  {
    ...{ table: 'case_fact', type: 'SERVICE_CASE', begin: 'opened_at' },
    open: `(f.answered_at IS NULL OR f.redone_at > f.answered_at)
      AND f.closed_at IS NULL AND f.withdrawn_at IS NULL AND f.refused_at IS NULL`,
  },
];

/** Hazards of one kind that were found and not dismissed; how many of them had been put right before. */
const repeated = rate({ table: 'hazard_fact', clock: 'reported_at', where: notDismissed }, 'f.recurrence = 1');

/**
 * What is likely to go wrong: of units as far as the viewer may measure, of items, hazards and cases as far as the viewer
 * may read each. A fixed number of statements.
 */
export function createEarlyWarnings(foundation: Foundation) {
  const { kit } = foundation;
  const { measure, measureFromFacts } = createMeasuring(foundation);

  const unitsBy = (
    scope: MetricScope,
    by: ('ORG' | 'CATEGORY' | 'CHANNEL')[],
    now: number,
    periods: { readonly from: Date; readonly to: Date }[],
  ) => ({ ...scope, unowned: false, by, only: {}, asOf: new Date(now), periods });
  const between = (from: number, to: number) => ({ from: new Date(from), to: new Date(to) });

  /** The nearest limits of what is open and has used most of its time. */
  function nearLimit({ table, begin, open }: (typeof limited)[number], { orgs }: MetricScope, now: number) {
    const query = kit.db.read
      .createQueryBuilder()
      .select(['f.id AS id', 'f.org_id AS org', `f.${begin} AS began`, 'f.due_at AS due'])
      .from(table, 'f')
      .innerJoin('lineage_nodes', 'n', 'n.id = f.id')
      .where(`f.due_at > :now AND (:now - f.${begin}) >= :riskyShare * (f.due_at - f.${begin}) AND ${open}`)
      .setParameters({ now, riskyShare })
      .orderBy('f.due_at')
      .addOrderBy('f.id')
      .limit(mostWarnings);
    if (orgs !== null) query.andWhere(orgs.length > 0 ? 'f.org_id IN (:...orgs)' : '1 = 0', { orgs: [...orgs] });
    return query;
  }

  const rules: Record<
    EarlyWarningKind,
    (request: Pick<Request, 'viewer'>, scope: MetricScope, now: number) => Promise<(EarlyWarning | null)[]>
  > = {
    async OVERDUE_RISK({ viewer }, scope, now) {
      if (!followsChains(viewer)) return [];
      const found: (EarlyWarning | null)[] = [];
      for (const kind of limited) {
        const readable = nodeRule(foundation, viewer, 'n', [kind.type]);
        const rows = await nearLimit(kind, scope, now).andWhere(readable.sql, readable.params).getRawMany<Near>();
        for (const { id, org, began, due } of rows) {
          const moments = { beganAt: Number(began), dueAt: Number(due) };
          found.push(overdueRisk({ ...{ id, type: kind.type, orgId: org }, ...moments }, now));
        }
      }
      return found;
    },
    async STAFFING_GAP(_, scope, now) {
      const eachDay = Array.from({ length: week / days }, (_, at) => between(now + at * days, now + (at + 1) * days));
      const cells = await measure(metricNamed('duty.gapMinutes'), unitsBy(scope, ['ORG'], now, eachDay));
      return [...Map.groupBy(cells, orgOf)].map(([orgId, gaps]) =>
        staffingGap({
          orgId,
          minutes: gaps.reduce((sum, { value }) => sum + (value ?? 0), 0),
          firstAt: now + Math.min(...gaps.map(({ period }) => period)) * days,
        }),
      );
    },
    async CALL_LOSS(_, scope, now) {
      const asked = unitsBy(scope, ['ORG', 'CHANNEL'], now, [between(now - week, now)]);
      return (await measure(metricNamed('call.connectRate'), asked)).map((cell) => {
        const { numerator, denominator, dims } = cell;
        const total = denominator ?? 0;
        return callLoss({ orgId: orgOf(cell), line: dims[1] ?? null, total, missed: total - (numerator ?? 0) });
      });
    },
    async REPEAT_HAZARD(_, scope, now) {
      const asked = unitsBy(scope, ['ORG', 'CATEGORY'], now, [between(now - hazardDays * days, now)]);
      return (await measureFromFacts({ measure: repeated }, asked)).map((cell) =>
        repeatHazard({
          ...{ orgId: orgOf(cell), category: cell.dims[1] ?? null },
          ...{ found: cell.denominator ?? 0, cameBack: cell.numerator ?? 0 },
        }),
      );
    },
  };

  /** @throws FORBIDDEN when no post covers what is asked */
  return async (request: Request, { orgId, kinds }: QueryEarlyWarningsArgs): Promise<EarlyWarning[]> => {
    const scope = await scopeOf(foundation, request.viewer, { orgId });
    const now = kit.clock.now().getTime();
    const asked = [...new Set(kinds ?? (Object.keys(rules) as EarlyWarningKind[]))];
    const found = await Promise.all(asked.map((kind) => rules[kind](request, scope, now)));
    const warnings = found.flat().filter((warning) => warning !== null);
    const shown = warnings.toSorted(pressing).slice(0, mostWarnings);
    await recordReadsOf(
      foundation,
      request,
      shown.flatMap(({ subject }) => subject?.id ?? []),
    );
    return shown;
  };
}

interface Near {
  readonly id: string;
  readonly org: string | null;
  readonly began: string | number;
  readonly due: string | number;
}

const orgOf = ({ dims }: Cell): string => dims[0] ?? '';
