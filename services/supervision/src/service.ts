import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { AssignmentEntity } from './assignments/assignment.entity.ts';
import { createAssignmentCommands } from './assignments/assignments.commands.ts';
import { assignmentResolvers } from './assignments/assignments.resolvers.ts';
import { decisionResolvers } from './decisions/decisions.resolvers.ts';
import { ResolutionReplicaEntity } from './decisions/resolution.entity.ts';
import { createResolutionConsumers } from './decisions/resolutions.consumers.ts';
import { createClosingCommands } from './items/closing.commands.ts';
import { createFilingConsumers } from './items/filing.consumers.ts';
import { SupervisionItemEntity, VerificationEntity } from './items/item.entity.ts';
import { createItemCommands } from './items/items.commands.ts';
import { itemResolvers } from './items/items.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations/index.ts';
import { UrgeNoticeEntity } from './notices/notice.entity.ts';
import { createNoticeCommands } from './notices/notices.commands.ts';
import { noticeResolvers } from './notices/notices.resolvers.ts';
import { createProgressCommands } from './progress/progress.commands.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress/progress.entity.ts';
import { progressResolvers } from './progress/progress.resolvers.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './rectification/hazard.entity.ts';
import { createHazardConsumers } from './rectification/hazards.consumers.ts';
import { createRectificationCommands } from './rectification/rectification.commands.ts';
import { rectificationResolvers } from './rectification/rectification.resolvers.ts';

/** Supervised items from proposal to archive, and the decisions that should have one. */
export const supervision = defineService({
  name: 'supervision',
  entities: [
    ...officeEntities,
    SupervisionItemEntity,
    VerificationEntity,
    AssignmentEntity,
    ProgressReportEntity,
    ObstacleEntity,
    UrgeNoticeEntity,
    HazardLinkEntity,
    HazardReplicaEntity,
    ResolutionReplicaEntity,
  ],
  migrations: [...officeMigrations, ...migrations],
  consumesFrom: ['directory', 'meetings', 'security', 'documents'],
  start(kit) {
    const office = createOffice(kit);
    const foundation = { kit, office };
    const commands = {
      items: createItemCommands(foundation),
      closing: createClosingCommands(foundation),
      assignments: createAssignmentCommands(foundation),
      progress: createProgressCommands(foundation),
      notices: createNoticeCommands(foundation),
      rectification: createRectificationCommands(foundation),
    };
    return {
      resolvers: [
        itemResolvers,
        assignmentResolvers,
        progressResolvers,
        noticeResolvers,
        rectificationResolvers,
        decisionResolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [
        ...office.consumers,
        ...createResolutionConsumers(foundation),
        ...createHazardConsumers(foundation),
        ...createFilingConsumers(foundation),
      ],
      timers: office.timers,
      actorOf: office.actorOf,
    };
  },
});
