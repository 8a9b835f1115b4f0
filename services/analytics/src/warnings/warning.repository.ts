import type { Foundation } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { Request, Viewer } from '@chengqi/service-kit';
import { In, IsNull } from 'typeorm';
import type { EarlyWarningKind, EarlyWarningState, QueryEarlyWarningsArgs } from '../generated/graphql.ts';
import { followsChains, nodeRule, recordReadsOf } from '../lineage/lineage.repository.ts';
import type { Cell } from '../measuring/cut.repository.ts';
import { createMeasuring } from '../measuring/measuring.ts';
import { notDismissed } from '../metrics/catalogue/hazards.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { days, rate } from '../metrics/metric.ts';
import { type MetricScope, scopeOf } from '../metrics/metric-scope.ts';
import { ToldWarningEntity, WarningMarkEntity } from './warning.entity.ts';
import {
  callLoss,
  type EarlyWarning,
  type FoundWarning,
  hazardDays,
  type LimitedType,
  overdueRisk,
  pressing,
  repeatHazard,
  riskyShare,
  staffingGap,
  type ToldWarning,
  unitOf,
  unmarked,
  type WarningMark,
  type WarningOfUnit,
  warningId,
  week,
} from './warning.ts';

const mostWarnings = 200;

/** What is not done yet and has a limit, by the moments that say so. */
const limited: readonly { table: string; type: LimitedType; begin: string; open: string }[] = [
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

interface Asked {
  readonly scope: MetricScope;
  readonly now: number;
  /** Null where the clock asks: it hears of everything. */
  readonly viewer: Viewer | null;
  /** Only what is about these. */
  readonly subjectIds?: readonly string[];
  /** Of what has a unit and a subject only what was not told. */
  readonly untold?: boolean;
}

type Rule = (asked: Asked) => Promise<(FoundWarning | null)[]>;

/**
 * What is likely to go wrong: of units as far as the viewer may measure, of items, hazards and cases as far as the viewer
 * may read each. A fixed number of statements.
 */
export function createWarningRules(foundation: Foundation) {
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
  function nearLimit({ table, type, begin, open }: (typeof limited)[number], asked: Asked) {
    const { viewer, now, subjectIds, scope, untold = false } = asked;
    const query = kit.db.read
      .createQueryBuilder()
      .select(['f.id AS id', 'f.org_id AS org', `f.${begin} AS began`, 'f.due_at AS due', 'n.secrecy_level AS level'])
      .from(table, 'f')
      .innerJoin('lineage_nodes', 'n', 'n.id = f.id')
      .where(`f.due_at > :now AND (:now - f.${begin}) >= :riskyShare * (f.due_at - f.${begin}) AND ${open}`)
      .setParameters({ now, riskyShare })
      .orderBy('f.due_at')
      .addOrderBy('f.id')
      .limit(mostWarnings);
    if (scope.orgs !== null)
      query.andWhere(scope.orgs.length > 0 ? 'f.org_id IN (:...orgs)' : '1 = 0', { orgs: [...scope.orgs] });
    if (subjectIds) query.andWhere(subjectIds.length > 0 ? 'f.id IN (:...subjectIds)' : '1 = 0', { subjectIds });
    if (untold)
      query
        .leftJoin('told_warnings', 't', 't.subject_id = f.id AND t.owner_org_id = f.org_id')
        .andWhere('t.id IS NULL AND f.org_id IS NOT NULL');
    if (viewer === null) return query;
    const readable = nodeRule(foundation, viewer, 'n', [type]);
    return query.andWhere(readable.sql, readable.params);
  }

  const rules: Record<EarlyWarningKind, Rule> = {
    async OVERDUE_RISK(asked) {
      if (asked.viewer !== null && !followsChains(asked.viewer)) return [];
      const found: (FoundWarning | null)[] = [];
      for (const kind of limited) {
        for (const { id, org, began, due, level } of await nearLimit(kind, asked).getRawMany<Near>()) {
          const moments = { beganAt: Number(began), dueAt: Number(due) };
          const subject = { id, type: kind.type, orgId: org, secrecyLevel: level ?? 'INTERNAL' };
          found.push(overdueRisk({ ...subject, ...moments }, asked.now));
        }
      }
      return found;
    },
    async STAFFING_GAP({ scope, now }) {
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
    async CALL_LOSS({ scope, now }) {
      const asked = unitsBy(scope, ['ORG', 'CHANNEL'], now, [between(now - week, now)]);
      return (await measure(metricNamed('call.connectRate'), asked)).map((cell) => {
        const { numerator, denominator, dims } = cell;
        const total = denominator ?? 0;
        return callLoss({ orgId: orgOf(cell), line: dims[1] ?? null, total, missed: total - (numerator ?? 0) });
      });
    },
    async REPEAT_HAZARD({ scope, now }) {
      const asked = unitsBy(scope, ['ORG', 'CATEGORY'], now, [between(now - hazardDays * days, now)]);
      return (await measureFromFacts({ measure: repeated }, asked)).map((cell) =>
        repeatHazard({
          ...{ orgId: orgOf(cell), category: cell.dims[1] ?? null },
          ...{ found: cell.denominator ?? 0, cameBack: cell.numerator ?? 0 },
        }),
      );
    },
  };

  async function foundOf(kinds: Iterable<EarlyWarningKind>, asked: Asked): Promise<FoundWarning[]> {
    const found = await Promise.all([...new Set(kinds)].map((kind) => rules[kind](asked)));
    return found.flat().filter((warning) => warning !== null);
  }
  const everyKind = Object.keys(rules) as EarlyWarningKind[];

  return {
    /** @throws FORBIDDEN when no post covers what is asked */
    async all(viewer: Viewer, { orgId, kinds }: QueryEarlyWarningsArgs, now: Date): Promise<FoundWarning[]> {
      const scope = await scopeOf(foundation, viewer, { orgId });
      return foundOf(kinds ?? everyKind, { scope, viewer, now: now.getTime() });
    },

    /**
     * The warning of that id; null when its reason is gone, and when the viewer may not know of it.
     * @throws FORBIDDEN when no post covers its unit
     */
    async find(viewer: Viewer, id: string, now: Date): Promise<FoundWarning | null> {
      const orgId = unitOf(id);
      if (orgId === null) return null;
      const scope = await scopeOf(foundation, viewer, { orgId, subtree: false });
      const found = await foundOf(everyKind, { scope, viewer, now: now.getTime() });
      return found.find((warning) => warningId(warning) === id) ?? null;
    },

    /** The most pressing of all that were not told; the statements are as many however many there are. */
    async notTold(most: number, now: Date): Promise<WarningOfUnit[]> {
      const scope = { orgs: null, unowned: false };
      const found = await foundOf(everyKind, { scope, viewer: null, now: now.getTime(), untold: true });
      const told = await kit.db.read
        .getRepository<ToldWarning>(ToldWarningEntity)
        .find({ select: { id: true }, where: { subjectId: IsNull() } });
      const known = new Set(told.map(({ id }) => id));
      return found
        .filter((warning): warning is WarningOfUnit => warning.orgId !== null && !known.has(warningId(warning)))
        .toSorted(pressing)
        .slice(0, most);
    },

    /** Ids of those whose reason is still there. */
    async stillFound(
      marks: readonly Pick<WarningMark, 'kind' | 'ownerOrgId' | 'subjectId'>[],
      now: Date,
    ): Promise<ReadonlySet<string>> {
      if (marks.length === 0) return new Set();
      const scope = { orgs: [...new Set(marks.map(({ ownerOrgId }) => ownerOrgId))], unowned: false };
      const subjectIds = marks.flatMap(({ subjectId }) => subjectId ?? []);
      const kinds = marks.map(({ kind }) => kind);
      const found = await foundOf(kinds, { scope, viewer: null, now: now.getTime(), subjectIds });
      return new Set(found.map(warningId));
    },
  };
}

const shownByDefault: readonly EarlyWarningState[] = ['NEW', 'SEEN', 'ACTED'];

/** Warnings with what their units made of them, the most pressing first, and one of them; a fixed number of statements. */
export function createEarlyWarnings(foundation: Foundation) {
  const { kit } = foundation;
  const { all, find } = createWarningRules(foundation);

  async function marked(found: readonly FoundWarning[]): Promise<EarlyWarning[]> {
    const now = kit.clock.now();
    const id = In(found.map(warningId));
    const known = found.length > 0 ? await kit.db.read.getRepository(WarningMarkEntity).findBy({ id }) : [];
    const marks = new Map(known.map((mark) => [mark.id, mark]));
    return found.map((warning) => ({ ...warning, ...(marks.get(warningId(warning)) ?? unmarked(warning, now)) }));
  }

  /** Whoever sees that something above INTERNAL is there has read it. */
  const shown = async (request: Request, warnings: EarlyWarning[]): Promise<EarlyWarning[]> => {
    const subjects = warnings.flatMap(({ subject }) => subject?.id ?? []);
    await recordReadsOf(foundation, request, subjects);
    return warnings;
  };

  return {
    /** @throws FORBIDDEN when no post covers what is asked */
    async earlyWarnings(request: Request, args: QueryEarlyWarningsArgs): Promise<EarlyWarning[]> {
      const states = args.states ?? shownByDefault;
      const found = await marked(await all(request.viewer, args, kit.clock.now()));
      const wanted = found.filter(({ status }) => states.includes(status));
      return shown(request, wanted.toSorted(pressing).slice(0, mostWarnings));
    },

    /** The warning as it stands; null once its reason is gone. */
    async earlyWarning(request: Request, id: string): Promise<EarlyWarning | null> {
      const found = await find(request.viewer, id, kit.clock.now());
      const [warning] = await shown(request, await marked(found ? [found] : []));
      return warning ?? null;
    },
  };
}

interface Near {
  readonly id: string;
  readonly org: string | null;
  readonly began: string | number;
  readonly due: string | number;
  readonly level: SecrecyLevel | null;
}

const orgOf = ({ dims }: Cell): string => dims[0] ?? '';
