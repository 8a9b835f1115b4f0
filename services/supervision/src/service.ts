import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { AssignmentEntity } from './assignments/assignment.entity.ts';
import { assignmentResolvers } from './assignments/assignments.resolvers.ts';
import { createCommands } from './commands.ts';
import { ConsolidationEntity, MissingReportEntity } from './consolidation/consolidation.entity.ts';
import { consolidationResolvers } from './consolidation/consolidation.resolvers.ts';
import { createCoordinationConsumers } from './coordination/coordination.consumers.ts';
import { CoordinationCaseEntity } from './coordination/coordination.entity.ts';
import { coordinationResolvers } from './coordination/coordination.resolvers.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { deadlineResolvers } from './deadlines/deadlines.resolvers.ts';
import { createDeadlineTimers } from './deadlines/deadlines.timers.ts';
import { createKeeping } from './deadlines/keeping.commands.ts';
import { decisionResolvers } from './decisions/decisions.resolvers.ts';
import { InstructionReplicaEntity } from './decisions/instruction.entity.ts';
import { createInstructionConsumers } from './decisions/instructions.consumers.ts';
import { ResolutionReplicaEntity } from './decisions/resolution.entity.ts';
import { createResolutionConsumers } from './decisions/resolutions.consumers.ts';
import { ExtensionEntity } from './extensions/extension.entity.ts';
import { extensionResolvers } from './extensions/extensions.resolvers.ts';
import { FocusMentionEntity, FocusSignalEntity, FocusTopicEntity } from './focus/focus-topic.entity.ts';
import { createFocusConsumers } from './focus/focus-topics.consumers.ts';
import { textsOf } from './focus/focus-topics.repository.ts';
import { focusResolvers } from './focus/focus-topics.resolvers.ts';
import { topicTimers } from './focus/focus-topics.timers.ts';
import {
  CoverageEvidenceEntity,
  CoverageExpectationEntity,
  CoverageGapEntity,
  CoverageRoundEntity,
  CoverageUnitEntity,
} from './gaps/gap.entity.ts';
import { createGapConsumers } from './gaps/gaps.consumers.ts';
import { gapResolvers } from './gaps/gaps.resolvers.ts';
import { createGapTimers } from './gaps/gaps.timers.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createFilingConsumers } from './items/filing.consumers.ts';
import { SupervisionItemEntity, VerificationEntity } from './items/item.entity.ts';
import { talliedItems } from './items/item.repository.ts';
import { itemTexts } from './items/item.ts';
import { itemAccess } from './items/item.workflow.ts';
import { itemResolvers } from './items/items.resolvers.ts';
import { createLightConsumers } from './lights/lights.consumers.ts';
import { lightResolvers } from './lights/lights.resolvers.ts';
import { createLightTimers } from './lights/lights.timers.ts';
import { createLoaders } from './loaders.ts';
import { MilestoneEntity } from './milestones/milestone.entity.ts';
import { milestoneResolvers } from './milestones/milestones.resolvers.ts';
import { UrgeNoticeEntity } from './notices/notice.entity.ts';
import { noticeResolvers } from './notices/notices.resolvers.ts';
import { BadRatingEntity, CaseReplicaEntity } from './petitions/case.entity.ts';
import { createCaseConsumers } from './petitions/cases.consumers.ts';
import { createRatingConsumers } from './petitions/ratings.consumers.ts';
import { ObstacleEntity, ObstacleOrgEntity, ProgressReportEntity } from './progress/progress.entity.ts';
import { progressResolvers } from './progress/progress.resolvers.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './rectification/hazard.entity.ts';
import { createHazardConsumers } from './rectification/hazards.consumers.ts';
import { rectificationResolvers } from './rectification/rectification.resolvers.ts';
import { createReportingConsumers } from './reporting/reporting.consumers.ts';
import {
  DutyReporterEntity,
  ReportAttemptEntity,
  ReportingDutyEntity,
  ReportPeriodEntity,
  ReportSubmissionEntity,
  ReportUrgeEntity,
} from './reporting/reporting.entity.ts';
import { reportingResolvers } from './reporting/reporting.resolvers.ts';
import { createReportingTimers } from './reporting/reporting.timers.ts';
import { uploadResolvers } from './uploads/uploads.resolvers.ts';
import { HeardWarningEntity } from './warnings/warning.entity.ts';
import { createWarningConsumers } from './warnings/warnings.consumers.ts';

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
    ObstacleOrgEntity,
    MilestoneEntity,
    UrgeNoticeEntity,
    HazardLinkEntity,
    HazardReplicaEntity,
    ResolutionReplicaEntity,
    InstructionReplicaEntity,
    CaseReplicaEntity,
    BadRatingEntity,
    ExtensionEntity,
    CoordinationCaseEntity,
    ReportingDutyEntity,
    DutyReporterEntity,
    ReportSubmissionEntity,
    ReportAttemptEntity,
    ReportPeriodEntity,
    ReportUrgeEntity,
    ConsolidationEntity,
    MissingReportEntity,
    CoverageExpectationEntity,
    CoverageUnitEntity,
    CoverageRoundEntity,
    CoverageGapEntity,
    CoverageEvidenceEntity,
    FocusTopicEntity,
    FocusSignalEntity,
    FocusMentionEntity,
    HeardWarningEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'meetings', 'security', 'documents', 'reception', 'analytics'],
  start(kit) {
    const office = createOffice(kit);
    office.search.keep(SupervisionItemEntity, itemTexts);
    office.search.keep(FocusTopicEntity, textsOf);
    office.tallies.keep(SupervisionItemEntity, talliedItems);
    office.files.heldBy(SupervisionItemEntity, itemAccess);
    const foundation = { kit, office };
    const commands = createCommands(foundation);
    const recounting = office.deadlines.recounting(createKeeping(foundation).keepAgain);
    return {
      resolvers: [
        itemResolvers,
        assignmentResolvers,
        progressResolvers,
        milestoneResolvers,
        noticeResolvers,
        rectificationResolvers,
        decisionResolvers,
        lightResolvers,
        deadlineResolvers,
        extensionResolvers,
        coordinationResolvers,
        reportingResolvers,
        consolidationResolvers,
        gapResolvers,
        focusResolvers,
        importResolvers,
        countResolvers,
        uploadResolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [
        ...office.consumers,
        ...createResolutionConsumers(foundation),
        ...createInstructionConsumers(foundation),
        ...createHazardConsumers(foundation),
        ...createFilingConsumers(foundation),
        ...createCaseConsumers(foundation),
        ...createRatingConsumers(foundation),
        ...createLightConsumers(),
        ...recounting.consumers,
        ...createReportingConsumers(foundation),
        ...createGapConsumers(foundation),
        ...createFocusConsumers(foundation),
        ...createCoordinationConsumers(foundation),
        ...createWarningConsumers(foundation),
      ],
      timers: [
        ...office.timers,
        ...createLightTimers(foundation),
        ...createDeadlineTimers(foundation),
        ...recounting.timers,
        ...createReportingTimers(foundation),
        ...createGapTimers(foundation),
        ...topicTimers,
      ],
      actorOf: office.actorOf,
    };
  },
});
