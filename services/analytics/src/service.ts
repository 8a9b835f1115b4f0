import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createCommands } from './commands.ts';
import { exportResolvers } from './export/export.resolvers.ts';
import { createFigures } from './figures.ts';
import { lineageResolvers } from './lineage/lineage.resolvers.ts';
import { partyConsumers } from './lineage/party.consumers.ts';
import { createLoaders } from './loaders.ts';
import { countingTimer } from './measuring/rollup-counting.timers.ts';
import { lateClocks } from './members/late-fact.ts';
import { memberResolvers } from './members/member.resolvers.ts';
import { metricResolvers } from './metrics/metrics.resolvers.ts';
import { pointResolvers } from './points/points.resolvers.ts';
import { FreshnessEntity } from './projection/freshness.repository.ts';
import { LateFactEntity } from './projection/late-fact.repository.ts';
import { factEntities, projectionsBy } from './projection/projections.ts';
import { createProjector } from './projection/projector.consumers.ts';
import { RestatementEntity, RollupDayEntity } from './projection/rollup-day.ts';
import { StaleDayEntity } from './projection/stale-day.repository.ts';
import { reconcileResolvers } from './reconcile/reconcile.resolvers.ts';
import { scorecardResolvers } from './scorecard/scorecard.resolvers.ts';
import { ToldWarningEntity, WarningMarkEntity } from './warnings/warning.entity.ts';
import { warningResolvers } from './warnings/warning.resolvers.ts';
import { warningTimers } from './warnings/warnings.timers.ts';
import { workConsumers, workTimer } from './work/work.consumers.ts';
import { FiledSubjectEntity, WorkItemEntity, WorkMatterEntity } from './work/work.entity.ts';
import { workResolvers } from './work/work.resolvers.ts';

/**
 * The read model over all seven topics: facts, metrics, lineage and everybody's inbox. It never writes operational data, and
 * tells of what is likely to go wrong.
 */
export const analytics = defineService({
  name: 'analytics',
  entities: [
    ...officeEntities,
    ...factEntities,
    StaleDayEntity,
    FreshnessEntity,
    LateFactEntity,
    RollupDayEntity,
    RestatementEntity,
    WorkMatterEntity,
    WorkItemEntity,
    FiledSubjectEntity,
    WarningMarkEntity,
    ToldWarningEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'documents', 'meetings', 'supervision', 'security', 'reception'],
  rebuild: {
    keeps: ['audit_log', 'audit_head', 'idempotency', 'early_warnings', 'told_warnings'],
    isSettled: async ({ db }) => !(await db.read.getRepository(StaleDayEntity).exists()),
    sums: `SELECT metric, COUNT(*) AS days, SUM(numerator) AS numerator, SUM(denominator) AS denominator
      FROM rollup_day GROUP BY metric ORDER BY metric`,
  },
  start(kit) {
    const office = createOffice(kit);
    const foundation = { kit, office };
    const projector = createProjector(foundation, projectionsBy(office.calendar.startOf), lateClocks);
    const figures = createFigures(foundation);
    const commands = createCommands(foundation);
    return {
      resolvers: [
        lineageResolvers,
        metricResolvers,
        memberResolvers,
        scorecardResolvers,
        reconcileResolvers,
        exportResolvers,
        pointResolvers,
        warningResolvers,
        workResolvers,
      ],
      context: (request) => ({ ...foundation, ...figures, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [...office.consumers, ...projector.consumers, ...partyConsumers, ...workConsumers],
      timers: [...office.timers, countingTimer(foundation), workTimer, ...warningTimers(foundation)],
      actorOf: office.actorOf,
    };
  },
});
